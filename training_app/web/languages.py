"""The language of a page: the person's own, else what the browser asks for."""

from flask import request
from flask_babel import get_locale

from config import LANGUAGES
from training_app.web.identity import viewer_or_none

OWN_NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}


def choose_language() -> str:
    """One of our languages for this request; English when nothing fits."""
    viewer = viewer_or_none()
    if viewer is not None and viewer.language in LANGUAGES:
        return viewer.language
    for wanted, quality in request.accept_languages:
        language = wanted.split("-")[0].lower()
        if quality and language in LANGUAGES:
            return language
    return LANGUAGES[0]


def language_now() -> str:
    """The language of this request, as its two letters."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def time_zone_now() -> str | None:
    """The time zone in which this request shows times: the viewer's store's."""
    viewer = viewer_or_none()
    return viewer.time_zone if viewer else None
