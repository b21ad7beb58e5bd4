"""A person's account: making one, password, links to set it, and their own settings."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid, NotFound
from training_app.domain.permissions import Role
from training_app.domain.personal_details import LONGEST_NAME, is_address, is_name
from training_app.models import AuditEvent, Location, Membership, Person, ResetLink
from training_app.queries.people import person_by_account
from training_app.services.passwords import hash_password
from training_app.services.signing_in import sign_out_everywhere
from training_app.services.tokens import token_hash

LINK_VALID_FOR = timedelta(hours=24)


def record_change(
    session: Session,
    *,
    event_id: UUID,
    action: str,
    subject: str,
    actor_id: UUID | None,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Add a row to the audit record. `actor_id` is None for the command line; `details` name no person."""
    session.add(AuditEvent(id=event_id, at=now, actor_id=actor_id, action=action, subject=subject, details=details))


def create_administrator(
    session: Session,
    *,
    person_id: UUID,
    chain_id: UUID,
    chain_name: str,
    time_zone: str,
    name: str,
    email: str,
    password: str,
    now: datetime,
) -> Person:
    """An administrator of the whole chain, which is made if there is none yet.

    Raises Conflict `taken` if the address belongs to somebody, Invalid `bad-name`, `bad-address`, `bad-time-zone`
    or `weak-password`.
    """
    name, email = name.strip(), email.strip().lower()
    _check_new(name, email, time_zone)
    if person_by_account(session, email) is not None:
        raise Conflict("taken", f"There is already a person who signs in as {email}.")
    chain = session.scalars(select(Location).where(Location.parent_id.is_(None))).first()
    if chain is None:
        chain = Location(id=chain_id, kind="chain", name=chain_name, path=f"{chain_id}/", time_zone=time_zone)
        session.add(chain)
    person = Person(
        id=person_id, name=name, email=email, password_hash=hash_password(password), theme="auto", created_at=now
    )
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, location_id=chain.id, role=Role.ADMINISTRATOR, joined_at=now))
    return person


def _check_new(name: str, email: str, time_zone: str) -> None:
    if not is_name(name):
        raise Invalid("bad-name", f"A name has 1 to {LONGEST_NAME} signs.")
    if not is_address(email):
        raise Invalid("bad-address", f"“{email}” is not an e-mail address.")
    if time_zone not in available_timezones():
        raise Invalid("bad-time-zone", f"“{time_zone}” is not a time zone, such as America/Los_Angeles.")


def set_password(
    session: Session, *, person: Person, password: str, event_id: UUID, now: datetime, action: str = "set-password"
) -> None:
    """Set a new password; every session and open link of the person ends, and it is on record.

    Raises Invalid `weak-password`.
    """
    person.password_hash = hash_password(password)
    sign_out_everywhere(session, person_id=person.id)
    session.execute(delete(ResetLink).where(ResetLink.person_id == person.id, ResetLink.used_at.is_(None)))
    record_change(session, event_id=event_id, action=action, subject=str(person.id), actor_id=person.id, now=now)


def make_reset_link(session: Session, *, account: str, token: str, now: datetime) -> Person:
    """Keep a single-use link for the person who signs in as `account`; older ones of theirs end.

    Raises NotFound.
    """
    person = person_by_account(session, account)
    if person is None or person.left_at is not None:
        raise NotFound(f"Nobody signs in as “{account}”.")
    keep_reset_link(session, person_id=person.id, token=token, valid_for=LINK_VALID_FOR, now=now)
    return person


def keep_reset_link(session: Session, *, person_id: UUID, token: str, valid_for: timedelta, now: datetime) -> datetime:
    """Keep a single-use link for this person, until the moment that is given back; older ones of theirs end."""
    session.execute(delete(ResetLink).where(ResetLink.person_id == person_id))
    expires_at = now + valid_for
    session.add(ResetLink(token_hash=token_hash(token), person_id=person_id, expires_at=expires_at))
    return expires_at


def person_of_link(session: Session, *, token: str, now: datetime) -> Person:
    """Whose link this is. Raises NotFound when it is unknown, used or past its time, or when they have left."""
    link = session.get(ResetLink, token_hash(token), with_for_update=True)
    person = session.get(Person, link.person_id) if link else None
    has_left = person is None or person.left_at is not None
    if link is None or person is None or has_left or link.used_at is not None or link.expires_at <= now:
        raise NotFound("This link has been used or is past its time.")
    return person


def use_reset_link(session: Session, *, token: str, password: str, event_id: UUID, now: datetime) -> Person:
    """Set the password by a link, once. Raises NotFound, or Invalid `weak-password` which leaves it usable."""
    person = person_of_link(session, token=token, now=now)
    session.get_one(ResetLink, token_hash(token)).used_at = now
    session.flush()
    set_password(session, person=person, password=password, event_id=event_id, now=now, action="set-password-by-link")
    return person
