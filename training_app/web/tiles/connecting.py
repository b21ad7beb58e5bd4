"""A tablet and the server: becoming one by a code, and what it says of itself."""

from collections.abc import Mapping
from datetime import datetime

from training_app.db import current_session
from training_app.domain.errors import Invalid, NotFound
from training_app.domain.pairing import LENGTH, plain
from training_app.moment import new_id, now
from training_app.services.devices import hold_back_guessing, pair_device, record_wrong_code

MOST_DIGITS = 9


def connect(code: str, token: str, *, address: str) -> None:
    """Make the browser that keeps this token the tablet of the code's store.

    Raises NotFound for a code that connects nothing, TooManyTries after too many of them from that address.
    """
    if len(plain(code)) != LENGTH:
        raise NotFound("A code has eight letters.")
    session = current_session()
    hold_back_guessing(session, address=address, now=now())
    try:
        pair_device(session, code=code, device_id=new_id(), token=token, now=now())
    except NotFound:
        record_wrong_code(session, address=address, now=now())
        session.commit()
        raise
    session.commit()


def unsent_in(fields: Mapping[str, str]) -> int:
    """How many answers a tablet says it has not sent. Raises Invalid `unreadable`."""
    text = fields.get("unsent", "")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Invalid("unreadable", "The field `unsent` has to be a whole number.")
    return int(text)


def since_in(fields: Mapping[str, str]) -> datetime | None:
    """Since when it has not sent them, as scripts write a moment. Raises Invalid `unreadable` for another form."""
    text = fields.get("unsent_since")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid("unreadable", "The field `unsent_since` has to be a moment such as 2031-03-04T09:00:00Z.")
    return moment
