"""Everything that is kept about one person, as plain values that become one JSON file.

Secrets are left out and named instead: whether there is a password or a PIN, and never a link that opens something.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training_app.db import Base
from training_app.models import (
    Assignment,
    AuditEvent,
    Device,
    Enrolment,
    EnrolmentPass,
    Location,
    Mail,
    Membership,
    Pairing,
    Person,
    Play,
    PlayChoice,
    PlayPrinciple,
    RefresherMoment,
    Reminder,
    ResetLink,
    RosterUpload,
    ScenarioVersion,
    SealingKey,
    ShiftSentence,
    SignIn,
)
from training_app.models.types import table_of

SECRET = {"password_hash", "pin_hash", "token_hash", "code_hash", "link", "private"}
Rows = list[dict[str, Any]]


def personal_data(session: Session, *, person_id: UUID) -> dict[str, Any]:
    """All of it by subject; the keys are the names in the database."""
    person = session.get_one(Person, person_id)
    own = {"has_password": person.password_hash is not None, "has_pin": person.pin_hash is not None}
    return {
        "person": _row(person) | own,
        "places": _places(session, person_id),
        "plays": _plays(session, person_id),
        "enrolments": _enrolments(session, person_id),
        "assigned_by_them": _rows(session, Assignment, Assignment.assigned_by == person_id),
        "refresher": _rows(session, RefresherMoment, RefresherMoment.person_id == person_id),
        "reminders": _rows(session, Reminder, or_(Reminder.person_id == person_id, Reminder.given_by == person_id)),
        "letters": _rows(session, Mail, Mail.person_id == person_id),
        "sign_ins": _sign_ins(session, person_id),
        "links_to_set_a_password": _rows(session, ResetLink, ResetLink.person_id == person_id),
        "key_to_seal_answers": _rows(session, SealingKey, SealingKey.person_id == person_id),
        "codes_for_tablets": _rows(session, Pairing, Pairing.created_by == person_id),
        "rosters_uploaded": _rosters(session, person_id),
        "record_of_changes": _rows(
            session, AuditEvent, or_(AuditEvent.actor_id == person_id, AuditEvent.subject.contains(str(person_id)))
        ),
    }


def _places(session: Session, person_id: UUID) -> Rows:
    query = select(Membership, Location.name).join(Location, Location.id == Membership.location_id)
    rows = session.execute(query.where(Membership.person_id == person_id).order_by(Location.path))
    return [_row(row.Membership) | {"location": row.name} for row in rows]


def _plays(session: Session, person_id: UUID) -> Rows:
    """Each play with its choices, its points and the sentence that was kept after it, the oldest first."""
    query = select(Play, ScenarioVersion.scenario_id, ScenarioVersion.number)
    query = query.join(ScenarioVersion, ScenarioVersion.id == Play.version_id).where(Play.person_id == person_id)
    parts = {
        name: _by_play(session, model, person_id)
        for name, model in (("choices", PlayChoice), ("principles", PlayPrinciple), ("sentence", ShiftSentence))
    }
    return [
        _row(row.Play)
        | {"scenario": row.scenario_id, "version": row.number}
        | {name: of_play[row.Play.id] for name, of_play in parts.items()}
        for row in session.execute(query.order_by(Play.begun_at, Play.id))
    ]


def _by_play(session: Session, model: Any, person_id: UUID) -> dict[UUID, Rows]:
    keys = table_of(model).primary_key
    rows = session.scalars(
        select(model).join(Play, Play.id == model.play_id).where(Play.person_id == person_id).order_by(*keys)
    )
    found: dict[UUID, Rows] = defaultdict(list)
    for row in rows:
        found[row.play_id].append(_row(row))
    return found


def _enrolments(session: Session, person_id: UUID) -> Rows:
    passes: dict[UUID, Rows] = defaultdict(list)
    query = select(EnrolmentPass).join(Enrolment, Enrolment.id == EnrolmentPass.enrolment_id)
    for row in session.scalars(query.where(Enrolment.person_id == person_id).order_by(EnrolmentPass.passed_at)):
        passes[row.enrolment_id].append(_row(row))
    enrolments = session.scalars(
        select(Enrolment).where(Enrolment.person_id == person_id).order_by(Enrolment.assigned_at, Enrolment.id)
    )
    return [_row(enrolment) | {"passes": passes[enrolment.id]} for enrolment in enrolments]


def _sign_ins(session: Session, person_id: UUID) -> Rows:
    query = select(SignIn, Device.name).outerjoin(Device, Device.id == SignIn.device_id)
    rows = session.execute(query.where(SignIn.person_id == person_id).order_by(SignIn.started_at))
    return [_row(row.SignIn) | {"tablet": row.name} for row in rows]


def _rosters(session: Session, person_id: UUID) -> Rows:
    """What they uploaded, without the rows, which are about others."""
    uploads = session.scalars(select(RosterUpload).where(RosterUpload.uploaded_by == person_id))
    return [{name: value for name, value in _row(upload).items() if name != "rows"} for upload in uploads]


def _rows(session: Session, model: type[Base], condition: Any) -> Rows:
    rows: Sequence[Base] = session.scalars(select(model).where(condition).order_by(*table_of(model).primary_key)).all()
    return [_row(row) for row in rows]


def _row(row: Base) -> dict[str, Any]:
    columns = (column.name for column in table_of(type(row)).columns)
    return {name: _plain(getattr(row, name)) for name in columns if name not in SECRET}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value
