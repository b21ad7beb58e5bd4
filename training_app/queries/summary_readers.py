"""Who wants the week in a letter, and whose Monday morning it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.permissions import LEADS, Role, SignInKind
from training_app.models import Location, Mail, Membership, Person
from training_app.queries.viewer import Place, Viewer

MORNING = (time(6), time(12))  # by the clock of the place that they lead
MONDAY = 1
_LETTERS = UUID("6f0c6f0e-6d1c-4f6b-9a51-2f1f3a7a9b11")  # under which a week's letter to a person has its id


@dataclass(frozen=True, slots=True)
class SummaryReader:
    """One of them as the viewer of their stores. The letter's id is the same for all who would write it."""

    viewer: Viewer
    letter_id: UUID
    monday: date


def summary_readers(session: Session, *, now: datetime) -> list[SummaryReader]:
    """Those who lead a store, where it is Monday morning now, and who have not got this week's letter yet."""
    rows = session.execute(
        select(Person, Membership.role, Location)
        .join(Membership, Membership.person_id == Person.id)
        .join(Location, Location.id == Membership.location_id)
        .where(Person.weekly_summary, Person.email.is_not(None), Person.left_at.is_(None), Membership.role.in_(LEADS))
        .order_by(Person.id)
    ).all()
    readers = [_reader(list(own), now) for _id, own in groupby(rows, key=lambda row: row.Person.id)]
    waiting = [reader for reader in readers if reader is not None]
    written = set(session.scalars(select(Mail.id).where(Mail.id.in_([reader.letter_id for reader in waiting]))))
    return [reader for reader in waiting if reader.letter_id not in written]


def _reader(rows: Sequence[Any], now: datetime) -> SummaryReader | None:
    """The person of these rows; None where it is no Monday morning."""
    person: Person = rows[0].Person
    places = tuple(
        Place(row.Location.id, row.Location.name, row.Location.path, row.Location.time_zone, Role(row.role))
        for row in rows
    )
    viewer = Viewer(
        id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        theme=person.theme,
        coach=person.coach,
        think_first=person.think_first,
        haste=person.haste,
        kind=SignInKind.PASSWORD,
        device_id=None,
        places=places,
    )
    local = now.astimezone(ZoneInfo(viewer.time_zone))
    if local.isoweekday() != MONDAY or not MORNING[0] <= local.time() < MORNING[1]:
        return None
    return SummaryReader(viewer, uuid5(_LETTERS, f"{person.id} {local.date()}"), local.date())
