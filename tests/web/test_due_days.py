"""The due day as one says it, in every language; the browser says it in the same words."""

from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from tests.conftest import World
from training_app.web.due_days import due_in_words

THURSDAY = date(2031, 3, 6)
SPOKEN = {
    "en": {
        0: "Due today",
        1: "Due tomorrow",
        2: "Due by Saturday",
        6: "Due by Wednesday",
        7: "Due by March 13",
        400: "Due by April 9, 2032",
        -1: "Due since yesterday",
        -3: "Due since Monday",
        -7: "Due since February 27",
        -70: "Due since December 26, 2030",
    },
    "de": {
        0: "Heute fällig",
        1: "Morgen fällig",
        2: "Fällig bis Samstag",
        7: "Fällig bis 13. März",
        -1: "Seit gestern fällig",
        -3: "Seit Montag fällig",
        -7: "Seit 27. Februar fällig",
    },
    "es": {
        0: "Para hoy",
        1: "Para mañana",
        2: "Para el sábado",
        7: "Para el 13 de marzo",
        -1: "Pendiente desde ayer",
        -3: "Pendiente desde el lunes",
        -7: "Pendiente desde el 27 de febrero",
    },
}
CASES = [(language, days, words) for language, cases in SPOKEN.items() for days, words in cases.items()]


@pytest.mark.parametrize(("language", "days", "words"), CASES)
def test_a_due_day_is_said_as_one_says_it(world: World, language: str, days: int, words: str) -> None:
    with world.app.test_request_context(), force_locale(language):
        assert due_in_words(THURSDAY + timedelta(days), today=THURSDAY) == words
