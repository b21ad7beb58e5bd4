"""Erasing a person: all that is kept about them goes; what is left is a row without a name, and counts."""

import json
import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, cast, delete, false, or_, select, update
from sqlalchemy.orm import Session

from training_app.models import (
    AuditEvent,
    Enrolment,
    EnrolmentPass,
    Mail,
    Membership,
    Person,
    RefresherMoment,
    Reminder,
    ResetLink,
    RosterUpload,
    SealingKey,
    SignIn,
)
from training_app.queries.aged import families_of
from training_app.services.accounts import record_change
from training_app.services.privacy import count_and_delete, forget_answers
from training_app.services.report_counts import refresh_counts

NOBODY = "—"  # in place of the name


def erase_person(session: Session, *, person_id: UUID, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Take everything of this person away; it cannot be taken back.

    Plays become counts of their store, enrolments and letters go, and so does every way to sign in. The row stays
    without a name, so that what was recorded of changes still has an id; what it said of the person is wiped.
    """
    person = session.get_one(Person, person_id, with_for_update=True)
    names = {text for text in (person.name, person.email, person.staff_number) if text and text != NOBODY}
    families = families_of(session, people=[person_id])
    stores = set(session.scalars(select(Enrolment.location_id).where(Enrolment.person_id == person_id)))
    stores |= set(session.scalars(select(Membership.location_id).where(Membership.person_id == person_id)))
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(EnrolmentPass).where(EnrolmentPass.enrolment_id.in_(own)))
    forget_answers(session, families)
    count_and_delete(session, families)
    _erase_traces(session, person_id)
    _wipe_records(session, person_id, names)
    _wipe_letters(session, names)
    _wipe_person(person, now)
    record_change(session, event_id=event_id, action="erase-person", subject=str(person_id), actor_id=actor_id, now=now)
    session.flush()
    refresh_counts(session, location_ids=stores | {one.location_id for one in families if one.location_id})


def _erase_traces(session: Session, person_id: UUID) -> None:
    """Ways to sign in, letters and reminders, what comes back to them, and where they belonged."""
    letters = select(Mail.id).where(Mail.person_id == person_id)
    session.execute(update(Reminder).where(Reminder.mail_id.in_(letters)).values(mail_id=None))
    for model in (Reminder, Mail, SignIn, ResetLink, SealingKey, RefresherMoment, Enrolment, Membership):
        session.execute(delete(model).where(model.person_id == person_id))


def _wipe_records(session: Session, person_id: UUID, names: Collection[str]) -> None:
    """Take the person's details out of the record of changes, and rosters in which they stand."""
    about = AuditEvent.subject.contains(str(person_id))
    named = [cast(AuditEvent.details, Text).contains(_as_kept(name), autoescape=True) for name in names]
    session.execute(update(AuditEvent).where(or_(about, *named)).values(details=None))
    listed = [cast(RosterUpload.rows, Text).contains(_as_kept(name), autoescape=True) for name in names]
    session.execute(delete(RosterUpload).where(or_(false(), *listed)))


def _wipe_letters(session: Session, names: Collection[str]) -> None:
    """Take the person out of letters to others, such as a manager's of the week."""
    named = (column.contains(name, autoescape=True) for column in (Mail.subject, Mail.body) for name in names)
    for letter in session.scalars(select(Mail).where(or_(false(), *named))):
        letter.subject, letter.body = _without(names, letter.subject), _without(names, letter.body)


def _without(names: Collection[str], text: str) -> str:
    """The text with a dash for each of the names, not where one is a part of a longer word."""
    return re.sub("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), NOBODY, text)


def _as_kept(text: str) -> str:
    """A text as it stands inside of JSON."""
    return json.dumps(text)


def _wipe_person(person: Person, now: datetime) -> None:
    person.name = NOBODY
    person.email = person.staff_number = person.language = None
    person.password_hash = person.pin_hash = None
    person.theme, person.coach = "auto", "slip"
    person.think_first = person.weekly_summary = False
    person.haste = person.refresher = person.reminders = True
    person.left_at = person.left_at or now
    person.erased_at = now
