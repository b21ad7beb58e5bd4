"""Who has something due, where, and when they may be reminded of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.domain.opening_hours import OpeningHours, is_open, next_open
from training_app.models import Enrolment, Location, Module, Person, Reminder
from training_app.queries.enrolment_state import today_at, today_in
from training_app.queries.enrolments import is_open as is_unsettled
from training_app.queries.locations import is_within
from training_app.queries.viewer import Viewer

_DueRows = Select[UUID, date, dict[str, str], Person, Location]
REMINDED_BEFORE = timedelta(days=2)  # so many days before the due day, and from then on


@dataclass(frozen=True, slots=True)
class DueModule:
    """One open enrolment: its module's title by language, and the due day at the store."""

    enrolment_id: UUID
    titles: Mapping[str, str]
    due_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DuePerson:
    """One person with what is due, the earliest first. `address` is None where they have none.

    `today` is the day at their store, `hours` when it is open; `wants_mail` whether they let reminders come by mail.
    """

    id: UUID
    name: str
    address: str | None
    language: str | None
    wants_mail: bool
    store: str
    hours: OpeningHours
    today: date
    modules: tuple[DueModule, ...]

    def named(self, *, also: UUID | None = None) -> Self:
        """The same person with what is worth a reminder: overdue, due within two days, or this enrolment."""
        soon = self.today + REMINDED_BEFORE
        modules = tuple(one for one in self.modules if one.due_on <= soon or one.enrolment_id == also)
        return replace(self, modules=modules)


def hours_of(location: Location) -> OpeningHours:
    """When this location is open."""
    days = frozenset(int(day) for day in location.open_days)
    return OpeningHours(location.time_zone, location.opens, location.closes, days)


def locations_open_now(session: Session, *, now: datetime) -> list[UUID]:
    """The locations that are open at this moment, by their own clocks."""
    locations = session.scalars(select(Location).where(Location.closed_at.is_(None)).order_by(Location.id))
    return [location.id for location in locations if is_open(hours_of(location), at=now)]


def people_to_remind(session: Session, *, location_ids: Collection[UUID], now: datetime) -> list[DuePerson]:
    """Who of these locations has something overdue or due within two days, and is to be told of it by mail.

    Those who were reminded today, have no address or want no reminders by mail are left out, as are the demo's own
    people, whose addresses are made up.
    """
    days = today_in(session.scalars(select(Location.time_zone).distinct()), now=now)
    today = today_at(days)
    soon = today_at({zone: day + REMINDED_BEFORE for zone, day in days.items()})
    was_reminded = exists().where(Reminder.person_id == Person.id, Reminder.day == today)
    query = _due().where(
        Enrolment.location_id.in_(location_ids),
        Enrolment.due_on <= soon,
        Person.email.is_not(None),
        Person.reminders,
        ~_is_made_up(),
        ~was_reminded,
    )
    return _read(session, query, days)


def _is_made_up() -> ColumnElement[bool]:
    """Whether an address is one of the demo workspace, to which nobody listens."""
    return and_(Person.is_demo, Person.email.endswith("@example.com"))


def due_of_people(session: Session, person_ids: Collection[UUID], *, now: datetime) -> list[DuePerson]:
    """All that is open of these people, whatever day it is due."""
    days = today_in(session.scalars(select(Location.time_zone).distinct()), now=now)
    return _read(session, _due().where(Person.id.in_(person_ids)), days)


def person_of_enrolment(session: Session, enrolment_id: UUID, *, viewer: Viewer) -> UUID:
    """Whose it is, if they work at one of the stores that the viewer leads. Raises NotFound."""
    query = (
        select(Enrolment.person_id)
        .join(Location, Location.id == Enrolment.location_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id == enrolment_id, is_within(viewer), Person.left_at.is_(None))
    )
    person_id = session.scalars(query).first()
    if person_id is None:
        raise NotFound
    return person_id


def next_moment_to_remind(session: Session, *, person_id: UUID, now: datetime) -> datetime | None:
    """When a reminder may reach this person: now or at the next opening of their store.

    None where nothing is open any more, or they want no reminders by mail.
    """
    query = _due().with_only_columns(Location).where(Person.id == person_id, Person.reminders).limit(1)
    location = session.scalars(query).first()
    return next_open(hours_of(location), at=now) if location else None


def _due() -> _DueRows:
    """Open enrolments of people who are there, with module, person and store."""
    return (
        select(Enrolment.id, Enrolment.due_on, Module.titles, Person, Location)
        .join(Module, Module.id == Enrolment.module_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Location, Location.id == Enrolment.location_id)
        .where(is_unsettled(), Person.left_at.is_(None))
        .order_by(Person.id, Enrolment.due_on, Enrolment.id)
    )


def _read(session: Session, query: _DueRows, days: Mapping[str, date]) -> list[DuePerson]:
    rows = session.execute(query).all()
    return [_due_person(list(own), days) for _person_id, own in groupby(rows, key=lambda row: row.Person.id)]


def _due_person(rows: Sequence[Any], days: Mapping[str, date]) -> DuePerson:
    person: Person = rows[0].Person
    location: Location = rows[0].Location
    today = days[location.time_zone]
    return DuePerson(
        id=person.id,
        name=person.name,
        address=person.email,
        language=person.language,
        wants_mail=person.reminders,
        store=location.name,
        hours=hours_of(location),
        today=today,
        modules=tuple(DueModule(row.id, row.titles, row.due_on, row.due_on < today) for row in rows),
    )
