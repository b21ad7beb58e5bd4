"""Shells: the product's pages without a person and without values, which a browser keeps for when there is no network.

They are the very templates of the server's pages. Their scripts fill the slots from what the browser holds, so that
both ways show one and the same page. A shell carries no CSRF token and reads no cookie: it is the same for everybody.
"""

from flask import Flask, current_app, render_template
from flask_babel import force_locale
from jinja2 import ChainableUndefined

from config import LANGUAGES
from training_app.web.packing import Packed, pack

TEMPLATES = {
    "practice": "practice/practice.html",
    "intro": "practice/intro.html",
    "scene": "play/scene.html",
}
NO_VALUES = ChainableUndefined(name="page")

Shells = dict[tuple[str, str], Packed]


def shells() -> Shells:
    """All shells by language and name, made at the first request for one and kept compressed."""
    made: Shells = current_app.extensions.setdefault("shells", {})
    if not made:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        made |= {(language, name): _shell(app, language, name) for language in LANGUAGES for name in TEMPLATES}
    return made


def _shell(app: Flask, language: str, name: str) -> Packed:
    """One shell, rendered in a context of its own: nothing of the request that asked comes near it."""
    with app.app_context(), app.test_request_context("/"), force_locale(language):
        page = render_template(TEMPLATES[name], page=NO_VALUES, viewer=None, language=language, shell=name)
    return pack(page.encode())
