"""The letters as administrators read them: what waits, what was sent, what was given up. Secret links are not read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from training_app.domain.permissions import ADMINISTRATORS
from training_app.models import Location, Mail, Membership, Person
from training_app.queries.locations import is_within
from training_app.queries.viewer import Viewer

MOST_LETTERS = 50


class MailState(StrEnum):
    """How a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One letter; `body` holds `{link}` where its secret link was.

    `moment` is when it went, was given up, or is tried next.
    """

    id: UUID
    kind: str
    name: str
    address: str
    subject: str
    body: str
    state: MailState
    queued_at: datetime
    moment: datetime
    tries: int
    fault: str | None


_STATES: dict[MailState, ColumnElement[bool]] = {
    MailState.WAITING: and_(Mail.sent_at.is_(None), Mail.given_up_at.is_(None)),
    MailState.SENT: Mail.sent_at.is_not(None),
    MailState.GIVEN_UP: Mail.given_up_at.is_not(None),
}


def count_waiting(session: Session) -> int:
    """How many letters are neither sent nor given up."""
    return session.scalar(select(func.count()).select_from(Mail).where(_STATES[MailState.WAITING])) or 0


def is_round_needed(session: Session, *, now: datetime) -> bool:
    """Whether there is a letter to hand over now, or one whose secret link may have ended."""
    is_due = or_(Mail.next_at <= now, Mail.link.is_not(None))
    return bool(session.scalar(select(exists().where(_STATES[MailState.WAITING], is_due))))


def count_letters(session: Session, viewer: Viewer) -> dict[MailState, int]:
    """How many letters to the viewer's people stand how."""
    columns = [func.count().filter(condition) for condition in _STATES.values()]
    counts = session.execute(select(*columns).select_from(Mail).where(_is_to_ones_people(viewer))).one()
    return dict(zip(_STATES, counts, strict=True))


def letters(
    session: Session, viewer: Viewer, *, state: MailState | None = None, before: UUID | None = None
) -> list[KeptLetter]:
    """The newest letters to people whom the viewer administers, of one state or of all; older than `before`."""
    query = (
        select(*_COLUMNS)
        .join(Person, Person.id == Mail.person_id)
        .where(_is_to_ones_people(viewer), _STATES[state] if state else true(), _is_older(session, before))
        .order_by(Mail.queued_at.desc(), Mail.id.desc())
        .limit(MOST_LETTERS)
    )
    return [_kept(row) for row in session.execute(query).all()]


def _is_older(session: Session, before: UUID | None) -> ColumnElement[bool]:
    queued_at = session.scalar(select(Mail.queued_at).where(Mail.id == before)) if before else None
    if queued_at is None:
        return true()
    return or_(Mail.queued_at < queued_at, and_(Mail.queued_at == queued_at, Mail.id < before))


# Its link is not among them: what is never read is never shown.
_COLUMNS = (
    Mail.id,
    Mail.kind,
    Person.name,
    Mail.address,
    Mail.subject,
    Mail.body,
    Mail.queued_at,
    Mail.next_at,
    Mail.sent_at,
    Mail.given_up_at,
    Mail.tries,
    Mail.fault,
)


def _is_to_ones_people(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the letter goes to somebody who belongs to a place that the viewer administers."""
    return exists().where(
        Membership.person_id == Mail.person_id,
        Location.id == Membership.location_id,
        is_within(viewer, ADMINISTRATORS),
    )


def _kept(row: Any) -> KeptLetter:
    state = MailState.SENT if row.sent_at else MailState.GIVEN_UP if row.given_up_at else MailState.WAITING
    return KeptLetter(
        id=row.id,
        kind=row.kind,
        name=row.name,
        address=row.address,
        subject=row.subject,
        body=row.body,
        state=state,
        queued_at=row.queued_at,
        moment=row.sent_at or row.given_up_at or row.next_at,
        tries=row.tries,
        fault=row.fault,
    )
