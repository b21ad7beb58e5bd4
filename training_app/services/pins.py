"""PINs on a store's tablet: choosing one, entering with it, and taking it back.

A PIN is short, so a try is counted before it is looked at: `take_pin_try`, commit, verify, then `admit_by_pin`.
Tries count for the person on all tablets and for the tablet over all its tiles.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid
from training_app.domain.permissions import SignInKind
from training_app.domain.pins import LONGEST, SHORTEST, Fault, fault_of
from training_app.domain.tries import PIN_LIMIT, TABLET_LIMIT, Limit
from training_app.models import Person, SignIn, SignInFailure
from training_app.services.accounts import record_change
from training_app.services.passwords import hash_secret
from training_app.services.signing_in import start_session
from training_app.services.tokens import token_hash
from training_app.services.tries import forgive, take_try

MESSAGES = {
    Fault.LENGTH: f"A PIN has {SHORTEST} to {LONGEST} digits.",
    Fault.RUN: "Digits in a row are guessed first.",
    Fault.REPEATED: "Repeated digits are guessed first.",
    Fault.YEAR: "Years are guessed first.",
    Fault.KEYPAD: "Lines on the keypad are guessed first.",
    Fault.STAFF_NUMBER: "The staff number is known to others.",
}


def hash_new_pin(pin: str, *, staff_number: str | None) -> str:
    """The Argon2id hash of a PIN that somebody chose. Raises Invalid with the code of a `Fault`."""
    fault = fault_of(pin, staff_number=staff_number)
    if fault is not None:
        raise Invalid(fault, MESSAGES[fault])
    return hash_secret(pin)


def choose_first_pin(
    session: Session, *, person: Person, pin_hash: str, language: str, event_id: UUID, now: datetime
) -> None:
    """Keep the first PIN and the language of a person, who was read under a lock; it is on record.

    Raises Conflict `has-pin` when there is a PIN already.
    """
    if person.pin_hash is not None:
        raise Conflict("has-pin", "This person has a PIN already.")
    person.pin_hash = pin_hash
    person.language = language
    record_change(session, event_id=event_id, action="choose-pin", subject=str(person.id), actor_id=person.id, now=now)


def reset_pin(session: Session, *, person: Person, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Take the person's PIN back, so that the next tap on their tile chooses a new one; it is on record.

    Their PIN sessions end, and what was mistyped is forgotten.
    """
    person.pin_hash = None
    session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.kind == SignInKind.PIN))
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash == _person_key(person.id)))
    record_change(session, event_id=event_id, action="reset-pin", subject=str(person.id), actor_id=actor_id, now=now)


def take_pin_try(session: Session, *, person_id: UUID, device_id: UUID, now: datetime) -> int:
    """Count a try as failed until it turns out right; gives the seconds to wait after it, should it stay so.

    The caller commits before the PIN is looked at. Raises TooManyTries.
    """
    limits: dict[str, Limit] = {_person_key(person_id): PIN_LIMIT, _tablet_key(device_id): TABLET_LIMIT}
    return take_try(session, limits, now=now)


def admit_by_pin(session: Session, *, person_id: UUID, device_id: UUID, token: str, now: datetime) -> None:
    """Begin a session that belongs to this tablet, under a fresh token, and take the person's tries back."""
    forgive(session, _person_key(person_id), beside=_tablet_key(device_id))
    session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at <= now))
    start_session(session, person_id=person_id, token=token, now=now, device_id=device_id)


def _person_key(person_id: UUID) -> str:
    return token_hash(f"pin of {person_id}")


def _tablet_key(device_id: UUID) -> str:
    return token_hash(f"pins at {device_id}")
