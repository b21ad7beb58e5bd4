"""The shared tablet that a browser is, and whether somebody is still touching it.

Two cookies: `regulars-device` says which tablet it is, and no script reads it; `regulars-touched` lasts as long as
the tablet may lie untouched. Every answer to somebody who is signed in on a tablet renews it, and so does a script
at each touch: without it a session has ended, also on a tablet that was switched off in between. It carries a mark of
its session, so that nobody brings a session back by touching the tablet after it.
"""

from datetime import timedelta

from flask import Flask, Response, current_app, g, request

from config import Settings
from training_app.db import current_transaction
from training_app.queries.devices import DeviceInForce, device_by_token
from training_app.services.tokens import token_hash

DEVICE_COOKIE = "regulars-device"
TOUCHED_COOKIE = "regulars-touched"
MARK = 16  # hexadecimal digits
KEPT_FOR = timedelta(days=400)  # browsers keep no cookie longer


def register_tablets(app: Flask) -> None:
    """Renew or remove the cookie of touches with every answer."""
    app.after_request(_keep_touched)


def known_tablet() -> DeviceInForce | None:
    """The tablet that this browser is, a revoked one too; None if it is none."""
    if "tablet" not in g:
        token = request.cookies.get(DEVICE_COOKIE)
        g.tablet = device_by_token(current_transaction(), token_hash=token_hash(token)) if token else None
    tablet: DeviceInForce | None = g.tablet
    return tablet


def tablet_or_none() -> DeviceInForce | None:
    """The tablet in force that this browser is, or None."""
    tablet = known_tablet()
    return tablet if tablet and tablet.revoked_at is None else None


def the_tablet() -> DeviceInForce:
    """The tablet of a route that only tablets reach."""
    tablet = tablet_or_none()
    if tablet is None:
        raise RuntimeError("the permission table lets other browsers reach a route that needs a tablet")
    return tablet


def is_touched(token: str) -> bool:
    """Whether somebody touched this tablet a short while ago, in the session of this token."""
    return request.cookies.get(TOUCHED_COOKIE) == mark_of(token)


def mark_of(token: str) -> str:
    """What the cookie of touches says in the session of this token, and in no other."""
    return token_hash(f"touched {token}")[:MARK]


def hand_in(token: str) -> None:
    """Somebody is signed in: on a tablet the answer renews the cookie of touches."""
    g.touched = mark_of(token) if tablet_or_none() else None


def hand_out() -> None:
    """Nobody is signed in any longer: the answer removes the cookie of touches."""
    g.touched = None


def keep_device(answer: Response, token: str | None = None) -> None:
    """Let the browser remember the tablet that it is for another 400 days."""
    token = token or request.cookies[DEVICE_COOKIE]
    age = int(KEPT_FOR.total_seconds())
    answer.set_cookie(DEVICE_COOKIE, token, max_age=age, httponly=True, samesite="Lax", secure=_is_https())


def forget_device(answer: Response) -> None:
    """Let the browser be no tablet any longer."""
    answer.delete_cookie(DEVICE_COOKIE, httponly=True, samesite="Lax", secure=_is_https())


def _keep_touched(answer: Response) -> Response:
    tablet: DeviceInForce | None = g.get("tablet")
    mark: str | None = g.get("touched")
    if mark and tablet:
        answer.set_cookie(TOUCHED_COOKIE, mark, max_age=tablet.lock_after, samesite="Lax", secure=_is_https())
    elif "touched" in g and TOUCHED_COOKIE in request.cookies:
        answer.delete_cookie(TOUCHED_COOKIE, samesite="Lax", secure=_is_https())
    return answer


def _is_https() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.is_https
