"""Reminding people of what is due: once a day at most, and never outside their store's opening hours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from training_app.domain.opening_hours import next_open
from training_app.models import Person, Reminder
from training_app.models.upsert import insert_new
from training_app.queries.due import DuePerson
from training_app.services.letters import queue_letter


class Outcome(StrEnum):
    """What became of reminding one person."""

    NOW = "now"
    LATER = "later"
    ALREADY = "already"
    NO_ADDRESS = "no-address"
    UNWANTED = "unwanted"
    NEVER_OPEN = "never-open"


QUEUED = frozenset({Outcome.NOW, Outcome.LATER})


@dataclass(frozen=True, slots=True)
class Reminding:
    """A letter to remind this person with, written in their language."""

    person: DuePerson
    letter_id: UUID
    language: str
    subject: str
    body: str


def remind(session: Session, reminding: Reminding, *, given_by: UUID | None, now: datetime) -> Outcome:
    """Queue the letter for now, or for the next opening of the person's store.

    Nothing is queued for a day on which they were reminded already. `given_by` is None for the command line.
    """
    due = reminding.person
    if due.address is None:
        return Outcome.NO_ADDRESS
    if not due.wants_mail:
        return Outcome.UNWANTED
    moment = next_open(due.hours, at=now)
    if moment is None:
        return Outcome.NEVER_OPEN
    day = moment.astimezone(ZoneInfo(due.hours.time_zone)).date()
    if not insert_new(session, Reminder, {"person_id": due.id, "day": day, "given_by": given_by, "mail_id": None}):
        return Outcome.ALREADY
    queue_letter(
        session,
        letter_id=reminding.letter_id,
        kind="reminder",
        person=session.get_one(Person, due.id),
        language=reminding.language,
        subject=reminding.subject,
        body=reminding.body,
        link=None,
        now=now,
        at=moment,
    )
    session.flush()
    session.execute(
        update(Reminder)
        .where(Reminder.person_id == due.id, Reminder.day == day)
        .values(mail_id=reminding.letter_id)
        .execution_options(synchronize_session=False)
    )
    return Outcome.LATER if moment > now else Outcome.NOW
