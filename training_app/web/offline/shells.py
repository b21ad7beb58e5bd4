"""Shells: the product's pages without a person and without values, which a browser keeps for when there is no network.

They are the very templates of the server's pages. Their scripts fill the slots from what the browser holds, so that
both ways show one and the same page. A shell carries no CSRF token and reads no cookie: it is the same for everybody.
It says what managers see, so that there are shells for each level: another one is another release, which browsers
fetch.
"""

import threading
from collections.abc import Mapping

from flask import Flask, current_app, render_template
from flask_babel import force_locale
from jinja2 import ChainableUndefined

from config import LANGUAGES
from training_app.domain.levels import Level
from training_app.web.packing import Packed, pack

TEMPLATES = {
    "practice": "practice/practice.html",
    "progress": "practice/progress.html",
    "intro": "practice/intro.html",
    "scene": "play/scene.html",
    "debrief": "play/debrief.html",
    "unsent": "offline/unsent.html",
    "tiles": "tiles/tiles.html",
    "nothing": "offline/nothing.html",
    "undone": "offline/undone.html",
}
NO_VALUES = ChainableUndefined(name="page")

Shells = Mapping[tuple[str, str], Packed]

_making = threading.Lock()


def shells(level: Level) -> Shells:
    """All shells by language and name, made at the first request for one at this level and kept compressed."""
    with _making:  # a browser asks for many at once
        made: dict[Level, Shells] = current_app.extensions.setdefault("shells", {})
        if level not in made:
            made[level] = {
                (language, name): pack(of_nobody(template, language, level=level, shell=name).encode())
                for language in LANGUAGES
                for name, template in TEMPLATES.items()
            }
        return made[level]


def of_nobody(template: str, language: str, *, level: Level, **values: object) -> str:
    """The template in a context of its own: nothing of the request that asks comes near it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    said = {"viewer": None, "language": language, "level_now": lambda: level}
    with app.app_context(), app.test_request_context("/"), force_locale(language):
        return render_template(template, page=NO_VALUES, **said, **values)
