"""The door: every route asks for one permission of the table, before anything else happens.

Sign-in is looked at first, then the role, then the CSRF token (at `/login` the token alone).
"""

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from training_app.domain.errors import DomainError, Forbidden, NotFound
from training_app.domain.permissions import NEEDS_NO_SIGN_IN, Permission
from training_app.extensions import csrf
from training_app.web.answers import wants_json
from training_app.web.identity import viewer_or_none

ROUTES: dict[str, Permission] = {
    "site.stylesheet": Permission.VISIT,
    "site.home": Permission.VISIT,
    "site.health": Permission.VISIT,
    "offline.shell": Permission.VISIT,
    "account.login": Permission.VISIT,
    "account.reset": Permission.VISIT,
    "account.whoami": Permission.OWN_ACCOUNT,
    "account.logout": Permission.OWN_ACCOUNT,
    "account.settings": Permission.OWN_SETTINGS,
    "account.password": Permission.OWN_SETTINGS,
    "devices.overview": Permission.MANAGE_DEVICES,
    "devices.new": Permission.MANAGE_DEVICES,
    "devices.add": Permission.MANAGE_DEVICES,
    "devices.code": Permission.MANAGE_DEVICES,
    "devices.show": Permission.MANAGE_DEVICES,
    "devices.change": Permission.MANAGE_DEVICES,
    "devices.revoke": Permission.MANAGE_DEVICES,
    "people.people": Permission.MANAGE_PEOPLE,
    "people.forget_pin": Permission.MANAGE_PEOPLE,
    "people.invitation": Permission.MANAGE_PEOPLE,
    "practice.practice": Permission.PRACTISE,
    "practice.progress": Permission.PRACTISE,
    "practice.intro": Permission.PRACTISE,
    "play.begin": Permission.PRACTISE,
    "play.show": Permission.PRACTISE,
    "play.choose": Permission.PRACTISE,
    "play.rewind": Permission.PRACTISE,
    "play.debrief": Permission.PRACTISE,
    "play.sentence": Permission.PRACTISE,
    "sync.show_bundle": Permission.KEEP_READY,
    "sync.show_pictures": Permission.KEEP_READY,
}


class SignedOut(DomainError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("signed-out", "Sign in first.")


def guard() -> Response | None:
    """Let the request through to its route, send it to sign in, or refuse it."""
    if request.endpoint is None:
        return None
    if "\0" in request.path:  # which PostgreSQL takes in no text
        raise NotFound
    permission = ROUTES[request.endpoint]
    if permission not in NEEDS_NO_SIGN_IN:
        viewer = viewer_or_none()
        if viewer is None:
            if wants_json():
                raise SignedOut
            return redirect(url_for("account.login", next=_way_back()), 303)
        if not viewer.may(permission):
            raise Forbidden
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return None


def _way_back() -> str | None:
    """Where to go on after signing in: the page that was asked for, if it can be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" else None
