"""The frame of every page: its head, masthead and bar, rendered once for all whose pages have the same one.

A part is kept under `Surroundings`, and its template gets these and nothing of the request or of the person: it cannot
show what it is not kept under. The CSRF token, which is the session's own, is put into each page afterwards.
"""

from collections.abc import Hashable
from typing import NamedTuple

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from training_app.content.cache import Cache
from training_app.domain.permissions import Permission, Role, SignInKind, may
from training_app.queries.viewer import Viewer

MOST_PARTS = 500  # of some 1 to 8 KB
MOST_TOKENS = 5_000
STANDARD_THEME = "auto"
TOKEN_HERE = "the-token-of-the-session"  # noqa: S105  (its place)
OF_THE_REQUEST = ("request", "session", "g", "get_flashed_messages")


class Surroundings(NamedTuple):
    """All that a part of the frame depends on, and all that its template gets.

    `place` is the entry of the navigation where the page belongs. `kind` is how whoever is here signed in, None for
    nobody. `address` is where the site begins.
    """

    place: str
    language: str
    theme: str
    roles: frozenset[Role]
    kind: SignInKind | None
    tablet: bool
    shell: str | None
    address: str

    def may(self, permission: str) -> bool:
        """Whether whoever is here has this permission."""
        return self.kind is not None and may(self.roles, Permission(permission), kind=self.kind)


def register_frame(app: Flask) -> None:
    """Let templates put the parts of `templates/frame` around a page: `{{ frame("masthead", place) }}`."""
    app.extensions["frame"] = Cache(most=MOST_PARTS)
    app.extensions["csrf_tokens"] = Cache(most=MOST_TOKENS)
    app.jinja_env.globals["frame"] = frame


@pass_context
def frame(context: Context, part: str, place: str = "") -> Markup:
    """A part of the frame around the page of this context."""
    around = surroundings_of(context, place)
    kept: Cache[Hashable, Markup] = current_app.extensions["frame"]
    text = kept.get((part, around), lambda: _rendered(context, part, around))
    if around.shell is not None or TOKEN_HERE not in text:
        return text
    return Markup(text.replace(TOKEN_HERE, token_of_session()))  # noqa: S704  (signs of base64 in our own template)


def surroundings_of(context: Context, place: str) -> Surroundings:
    """What surrounds the page of this context."""
    viewer: Viewer | None = context["viewer"]
    return Surroundings(
        place=place,
        language=context["language"],
        theme=viewer.theme if viewer else STANDARD_THEME,
        roles=viewer.roles if viewer else frozenset(),
        kind=viewer.kind if viewer else None,
        tablet=context["tablet"] is not None,
        shell=context["shell"],
        address=request.root_path,
    )


def token_of_session() -> str:
    """The CSRF token of this request, signed once for its session, for it holds as long as that does."""
    if "csrf_token" not in session:
        generate_csrf()  # the session's first
    kept: Cache[str, str] = current_app.extensions["csrf_tokens"]
    token = g.csrf_token = kept.get(session["csrf_token"], generate_csrf)
    return token


def _rendered(context: Context, part: str, around: Surroundings) -> Markup:
    values = around._asdict() | {"may": around.may, "csrf_token": lambda: TOKEN_HERE}
    template = context.environment.get_template(f"frame/{part}.html")
    text = template.render(dict.fromkeys(OF_THE_REQUEST) | values)
    return Markup(text)  # noqa: S704  (our own template)
