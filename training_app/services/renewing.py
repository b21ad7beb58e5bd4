"""The next cycle of what is to be repeated after so many days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from training_app.models import Assignment, Enrolment, Location, Module, Person
from training_app.models.types import UtcDateTime
from training_app.queries.enrolment_state import today_at, today_in
from training_app.queries.reach import has_open, is_at, is_in_audience, people_with_store
from training_app.services.enrolling import MOST_AT_ONCE, enrol, enrolment_values, lock_modules, refresh_after


def renew_cycles(session: Session, *, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Begin the next cycle for those whose last one began so many days ago as its assignment says; gives how many.

    It is due after as many days as the assignment gave at first. Whoever has not settled the last cycle yet, left, or
    no longer belongs to the place, gets none, nor does anybody for an archived module. At most `most` are enrolled:
    whoever calls it does so again, each time in a transaction of its own, until it gives 0.
    """
    days = today_in(session.scalars(select(Location.time_zone).distinct()), now=now)
    renewals = {
        assignment: people
        for assignment, path in _repeated_assignments(session)
        if _is_anybody(session, people := _due_again(assignment, path, days=days, now=now))
    }
    module_ids = {assignment.module_id for assignment in renewals}
    lock_modules(session, module_ids)
    stores: list[UUID] = []
    for people in renewals.values():
        if len(stores) < most:
            stores += enrol(session, people.limit(most - len(stores)))
    refresh_after(session, stores, module_ids)
    return len(stores)


def _repeated_assignments(session: Session) -> list[tuple[Assignment, str]]:
    """The assignments that are repeated, with the path of their place."""
    query = (
        select(Assignment, Location.path)
        .join(Module, Module.id == Assignment.module_id)
        .join(Location, Location.id == Assignment.location_id)
        .where(Assignment.repeat_days.is_not(None), Assignment.withdrawn_at.is_(None), Module.archived_at.is_(None))
        .order_by(Assignment.id)
    )
    return [(assignment, path) for assignment, path in session.execute(query)]


def _is_anybody(session: Session, people: Select[Any]) -> bool:
    return session.execute(people.limit(1)).first() is not None


def _due_again(assignment: Assignment, path: str, *, days: dict[str, date], now: datetime) -> Select[Any]:
    """The rows of the next cycle; `days` is today by time zone."""
    last, later = aliased(Enrolment), aliased(Enrolment)
    is_followed = exists().where(
        later.assignment_id == last.assignment_id, later.person_id == last.person_id, later.cycle > last.cycle
    )
    span = timedelta(days=max(1, (assignment.due_on - assignment.assigned_at.date()).days))
    due_on = today_at({zone: day + span for zone, day in days.items()})
    people = (
        people_with_store(*enrolment_values(assignment, due_on=due_on, now=now, cycle=last.cycle + 1))
        .join(last, and_(last.person_id == Person.id, last.assignment_id == assignment.id))
        .where(
            last.withdrawn_at.is_(None),
            _began_before(last.assigned_at, assignment.repeat_days or 0, days),
            ~is_followed,
            ~has_open(assignment.module_id),
        )
        .order_by(Location.path, Person.id)
    )
    if assignment.target == "people":
        return people
    return people.where(is_at(path), is_in_audience(assignment.audience))


def _began_before(
    began_at: InstrumentedAttribute[datetime], repeat_days: int, days: dict[str, date]
) -> ColumnElement[bool]:
    """Whether a cycle began on the day so many days ago, at the person's store, or earlier."""
    ends = {
        zone: datetime.combine(day - timedelta(days=repeat_days - 1), time(), ZoneInfo(zone)).astimezone(UTC)
        for zone, day in days.items()
    }
    is_due = (and_(Location.time_zone == zone, began_at < literal(end, UtcDateTime())) for zone, end in ends.items())
    return or_(false(), *is_due)
