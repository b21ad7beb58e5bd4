"""Words, syllables and reading ages in three languages, and what is said about replies."""

import pytest

from tests.domain.pieces import GLADLY, checked, codes, cool, scenario, texts_of, warm
from training_app.domain.analysis.reading_age import reading_age, sample_of
from training_app.domain.analysis.writing import word_count

SPOKEN = {
    "en": "She looks at the tray. The small one spells it out. Now the big girl laughs, and you step back a bit. ",
    "de": "Sie sieht auf dein Blech. Die Kleine buchstabiert. Da lacht die Große, und du gehst ein Stück zurück. ",
    "es": "Ella mira la bandeja. La niña deletrea la palabra. La mayor se ríe y tú das un paso atrás. ",
}
OFFICIAL = {
    "en": (
        "The implementation of comprehensive organisational measures necessitates considerable interdepartmental "
        "communication, notwithstanding the administrative difficulties of institutional transformation. "
    ),
    "de": (
        "Die Durchführung umfassender organisatorischer Maßnahmen erfordert ungeachtet der verwaltungstechnischen "
        "Schwierigkeiten eine außerordentlich intensive abteilungsübergreifende Kommunikation aller Beteiligten. "
    ),
    "es": (
        "La implementación de procedimientos organizativos considerablemente complejos necesita una comunicación "
        "interdepartamental extraordinariamente intensiva, independientemente de las dificultades administrativas "
        "que acompañan inevitablemente cualquier transformación institucional. "
    ),
}


@pytest.mark.parametrize(
    ("language", "words", "syllables"),
    [
        ("en", "cake table muffins wanted closed she the", [1, 2, 2, 2, 1, 1, 1]),
        ("de", "Mäuse Bäckerei Straße geht über", [2, 3, 2, 1, 2]),
        ("es", "bueno maíz día aéreo ciudad niños", [2, 2, 2, 4, 2, 2]),
    ],
)
def test_syllables_are_counted_as_spoken(language: str, words: str, syllables: list[int]) -> None:
    assert list(sample_of([words], language=language).syllables) == syllables


def test_the_end_of_a_line_ends_its_sentence() -> None:
    sample = sample_of(["A tray of samples", "No, thank you. Just milk! 17:20", "…"], language="en")
    assert (len(sample.words), sample.sentences) == (9, 3)


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_plain_speech_is_young_and_official_language_is_old(language: str) -> None:
    plain = reading_age([SPOKEN[language] * 8], language=language)
    official = reading_age([OFFICIAL[language] * 8], language=language)
    assert plain is not None
    assert official is not None
    assert plain < 10
    assert official > 12


def test_a_language_without_its_own_measure_is_measured_by_lix() -> None:
    assert reading_age(["kaksi sanaa. " * 60], language="fi") == pytest.approx(5 + (2 - 4) / 4)


def test_too_few_words_have_no_reading_age() -> None:
    assert reading_age(["word " * 99], language="en") is None
    assert reading_age(["word " * 100], language="en") is not None


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_hard_reading_is_said_of_the_language_it_stands_in(language: str) -> None:
    piece = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
    texts = {"en": texts_of(piece)} | {language: {**texts_of(piece), "summary": OFFICIAL[language] * 8}}
    (finding,) = checked(piece, texts=texts).findings
    assert (finding.code, finding.language) == ("W403", None if language == "en" else language)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("No — thank you.", 3), ("“A no-nonsense offer, at 17:20”", 5), ("¿Y ahora?", 2), (" ... ", 0)],
)
def test_words_are_what_stands_between_spaces(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(("words", "said"), [(25, set()), (26, {"W404"})])
def test_a_reply_may_have_25_words(words: int, said: set[str]) -> None:
    piece = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
    lines = {**texts_of(piece), "scenes.start.choices.cool.text": "well " * words}
    assert codes(checked(piece, texts={"en": lines})) == said


def test_the_friend_reply_may_be_the_longest_in_half_of_the_decisions() -> None:
    piece = scenario(start=(warm("second"), cool("glad")), second=(warm("glad"), cool("glad")), glad=GLADLY)
    lines = {**texts_of(piece), "scenes.start.choices.warm.text": "Nod, and pull in the tray."}
    assert codes(checked(piece, texts={"en": lines})) == set()
    lines |= {"scenes.second.choices.warm.text": "Nod, and lower the tray."}
    assert codes(checked(piece, texts={"en": lines})) == {"W304"}


def test_a_friend_reply_as_long_as_another_gives_nothing_away() -> None:
    piece = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
    lines = {
        **texts_of(piece),
        **dict.fromkeys((f"scenes.start.choices.{name}.text" for name in ("warm", "cool")), "Nod."),
    }
    assert checked(piece, texts={"en": lines}).findings == ()
