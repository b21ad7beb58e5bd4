"""Shared tablets: connecting one by a code, and what it reports of itself."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid, NotFound, TooManyTries
from training_app.domain.pairing import plain
from training_app.domain.tries import CODE_LIMIT
from training_app.models import Device, Pairing
from training_app.services.accounts import record_change
from training_app.services.tokens import token_hash
from training_app.services.tries import count_failure, seconds_until_next

CODE_VALID_FOR = timedelta(minutes=10)
LONGEST_NAME = 60
LOCK_AFTER = 180  # seconds, until somebody sets it
OFFLINE = frozenset({"unknown", "ready", "insecure", "refused", "full"})
MOST_UNSENT = 1_000_000


def make_pairing(
    session: Session,
    *,
    code: str,
    location_id: UUID,
    name: str,
    actor_id: UUID,
    event_id: UUID,
    now: datetime,
) -> Pairing:
    """Keep a code with which one browser becomes a tablet of this store; codes past their time are forgotten.

    Raises Invalid `bad-name`.
    """
    session.execute(delete(Pairing).where(Pairing.expires_at <= now))
    pairing = Pairing(
        code_hash=code_hash(code),
        location_id=location_id,
        name=checked_name(name),
        created_by=actor_id,
        expires_at=now + CODE_VALID_FOR,
    )
    session.add(pairing)
    subject = f"{location_id} {pairing.name}"
    record_change(session, event_id=event_id, action="make-device-code", subject=subject, actor_id=actor_id, now=now)
    return pairing


def code_hash(code: str) -> str:
    """Under what a code is kept, however it was typed."""
    return token_hash(f"pairing {plain(code)}")


def checked_name(name: str) -> str:
    """A tablet's name, its blanks at the ends gone. Raises Invalid `bad-name`."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid("bad-name", f"A name has 1 to {LONGEST_NAME} signs.")
    return name


def hold_back_guessing(session: Session, *, address: str, now: datetime) -> None:
    """Raises TooManyTries while wrong codes from this network address hold it back; others of it wait in line."""
    seconds = seconds_until_next(session, {_guesser(address): CODE_LIMIT}, now=now, lock=True)
    if seconds:
        raise TooManyTries(seconds=seconds)


def record_wrong_code(session: Session, *, address: str, now: datetime) -> None:
    """Count a wrong code from this network address."""
    count_failure(session, [_guesser(address)], now=now)


def pair_device(session: Session, *, code: str, device_id: UUID, token: str, now: datetime) -> Device:
    """The tablet that the code makes of a browser, which knows it by the token from now on.

    Raises NotFound alike for a code that is unknown, used or past its time.
    """
    pairing = session.execute(
        update(Pairing)
        .where(Pairing.code_hash == code_hash(code), Pairing.used_at.is_(None), Pairing.expires_at > now)
        .values(used_at=now)
        .returning(Pairing.location_id, Pairing.name, Pairing.created_by)
    ).first()
    if pairing is None:
        raise NotFound("This code is wrong, has been used or is past its time.")
    device = Device(
        id=device_id,
        location_id=pairing.location_id,
        name=pairing.name,
        token_hash=token_hash(token),
        lock_after=LOCK_AFTER,
        created_at=now,
        seen_at=now,
    )
    session.add(device)
    session.flush()
    session.execute(update(Pairing).where(Pairing.code_hash == code_hash(code)).values(device_id=device_id))
    record_change(
        session,
        event_id=device_id,
        action="add-device",
        subject=str(device_id),
        actor_id=pairing.created_by,
        now=now,
    )
    return device


def record_state(
    session: Session, *, device_id: UUID, unsent: int, unsent_since: datetime | None, offline: str, now: datetime
) -> None:
    """Keep what a tablet says of itself: unsent answers, the oldest one's time, practice without a network.

    A clock that is wrong makes the oldest neither later than now nor older than the tablet's connection.
    Raises Invalid `unreadable`.
    """
    if offline not in OFFLINE or not 0 <= unsent <= MOST_UNSENT:
        raise Invalid("unreadable", "The state has to be one of those known, with a count of unsent answers.")
    device = session.get_one(Device, device_id)
    device.seen_at = now
    device.offline = offline
    device.unsent = unsent
    device.unsent_since = max(device.created_at, min(unsent_since or now, now)) if unsent else None


def record_forgotten(session: Session, *, device_id: UUID, unsent: int, now: datetime) -> None:
    """Keep that a revoked tablet has forgotten everything, `unsent` answers with it; what it said first stands.

    Raises Conflict `in-force` for a tablet that was not revoked, Invalid `unreadable` for a count that is none.
    """
    device = session.get_one(Device, device_id)
    if device.revoked_at is None:
        raise Conflict("in-force", "This tablet was not revoked.")
    if not 0 <= unsent <= MOST_UNSENT:
        raise Invalid("unreadable", "The count of unsent answers is none.")
    device.seen_at = now
    if device.forgotten_at is None:
        device.forgotten_at = now
        device.lost = unsent
        device.unsent = 0
        device.unsent_since = None


def _guesser(address: str) -> str:
    return token_hash(f"pairing from {address}")
