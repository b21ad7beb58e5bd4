"""Enrolling people set-wise: at once or by slices, and when they join a store.

Whoever has an open enrolment of a module does not get another one. Each function takes the module's row first, so
that two that enrol for the same module at once wait for each other; counts are refreshed after it, never before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from training_app.domain.errors import Conflict
from training_app.models import Assignment, Enrolment, Location, Module, Person
from training_app.models.random_uuid import random_uuid
from training_app.models.types import UtcDateTime, table_of
from training_app.models.upsert import insert_into
from training_app.queries.enrolment_state import today_at, today_in
from training_app.queries.reach import is_at, is_without, reached_by, these_people
from training_app.services.report_counts import refresh_counts

MOST_AT_ONCE = 5000
_COLUMNS = ("id", "assignment_id", "module_id", "person_id", "location_id", "cycle", "assigned_at", "due_on")
_NONE_YET = ("attempts", "more_attempts")


@dataclass(frozen=True, slots=True)
class Slice:
    """How many people one slice enrolled, and whether it was the last one."""

    done: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class NewcomerTask:
    """An assignment that newcomers get, and the path of the place that it is for."""

    assignment: Assignment
    path: str


def enrol_place(session: Session, *, assignment: Assignment, now: datetime, most: int = MOST_AT_ONCE) -> Slice:
    """Enrol the next people whom an assignment to a place reaches and who are still without; store by store.

    Repeating it goes on where it stopped. The last slice sets `spread_at`. Raises Conflict `withdrawn`.
    """
    hold_assignment(session, assignment)
    lock_modules(session, [assignment.module_id])
    place = session.get_one(Location, assignment.location_id)
    people = reached_by(
        assignment, place.path, *enrolment_values(assignment, due_on=literal(assignment.due_on, Date), now=now)
    )
    people = people.where(*is_without(assignment)).order_by(Location.path, Person.id).limit(most)
    stores = enrol(session, people)
    is_last = len(stores) < most or session.execute(people.order_by(None).limit(1)).first() is None
    if is_last:
        assignment.spread_at = now
    refresh_after(session, stores, [assignment.module_id])
    return Slice(len(stores), is_last=is_last)


def enrol_people(session: Session, *, assignment: Assignment, person_ids: Collection[UUID], now: datetime) -> int:
    """Enrol these people, if they still work somewhere and are without; gives how many there were."""
    lock_modules(session, [assignment.module_id])
    values = enrolment_values(assignment, due_on=literal(assignment.due_on, Date), now=now)
    people = these_people(person_ids, *values)
    stores = enrol(session, people.where(*is_without(assignment)))
    assignment.spread_at = now
    refresh_after(session, stores, [assignment.module_id])
    return len(stores)


def enrol_newcomers(session: Session, *, person_ids: Collection[UUID], location_id: UUID, now: datetime) -> int:
    """Enrol those of these people who now belong to this store in what its newcomers must do; gives how many.

    Each is due so many days after today at the store; of several assignments of one module the one that is due first
    counts. Whoever had an enrolment under an assignment before does not get it again. The caller refreshes the
    counts of the store afterwards.
    """
    return enrol_joined(session, person_ids=person_ids, location_ids=[location_id], now=now)


def enrol_joined(
    session: Session, *, person_ids: Collection[UUID], location_ids: Collection[UUID], now: datetime
) -> int:
    """The same for people who have joined many stores at once; as many statements as there are assignments."""
    stores = session.scalars(select(Location).where(Location.id.in_(location_ids))).all()
    places = {UUID(one) for store in stores for one in store.line}
    joined = (Person.id.in_(person_ids), Location.id.in_(location_ids))
    tasks = hold_newcomer_tasks(session, place_ids=places)
    return len(_enrol_in(session, tasks, joined, zones={store.time_zone for store in stores}, now=now))


def enrol_branch(session: Session, *, path: str, tasks: Sequence[NewcomerTask], now: datetime) -> None:
    """Enrol everybody at a place with this path and below it in these tasks, as newcomers, and refresh the counts."""
    zones = session.scalars(select(Location.time_zone).where(is_at(path)).distinct()).all()
    stores = _enrol_in(session, tasks, [is_at(path)], zones=zones, now=now)
    refresh_after(session, stores, {task.assignment.module_id for task in tasks})


def hold_newcomer_tasks(session: Session, *, place_ids: Collection[UUID]) -> list[NewcomerTask]:
    """What newcomers must do at these places and below; nobody else enrols for its modules until the end."""
    query = (
        select(Assignment, Location.path)
        .join(Module, Module.id == Assignment.module_id)
        .join(Location, Location.id == Assignment.location_id)
        .where(
            Assignment.location_id.in_(place_ids),
            Assignment.target == "place",
            Assignment.newcomer_days.is_not(None),
            Assignment.withdrawn_at.is_(None),
            Module.archived_at.is_(None),
        )
        .order_by(Assignment.newcomer_days, Assignment.assigned_at, Assignment.id)
    )
    tasks = [NewcomerTask(assignment, path) for assignment, path in session.execute(query)]
    lock_modules(session, [task.assignment.module_id for task in tasks])
    return tasks


def _enrol_in(
    session: Session,
    tasks: Sequence[NewcomerTask],
    joined: Iterable[ColumnElement[bool]],
    *,
    zones: Collection[str],
    now: datetime,
) -> list[UUID]:
    """Enrol those of whom all of `joined` is true in what each task means them to do; gives their stores."""
    today = today_in(zones, now=now)
    stores: list[UUID] = []
    for assignment, path in ((task.assignment, task.path) for task in tasks):
        due_on = today_at({zone: day + timedelta(days=assignment.newcomer_days or 0) for zone, day in today.items()})
        people = reached_by(assignment, path, *enrolment_values(assignment, due_on=due_on, now=now))
        stores += enrol(session, people.where(*joined, *is_without(assignment)))
    return stores


def enrolment_values(
    assignment: Assignment, *, due_on: ColumnElement[date], now: datetime, cycle: ColumnElement[int] | None = None
) -> list[ColumnElement[Any] | InstrumentedAttribute[UUID]]:
    """What an enrolment's row takes, in the order of the columns, for a person at their store."""
    none_yet = [literal(0) for _column in _NONE_YET]
    return [
        random_uuid(),
        literal(assignment.id, Uuid()),
        literal(assignment.module_id, Uuid()),
        Person.id,
        Location.id,
        literal(0) if cycle is None else cycle,
        literal(now, UtcDateTime()),
        due_on,
        *none_yet,
    ]


def enrol(session: Session, people: Select[Any]) -> list[UUID]:
    """Insert an enrolment for each of these people; gives their stores. One that is there already stays as it is."""
    session.flush()
    statement = insert_into(session, Enrolment).from_select([*_COLUMNS, *_NONE_YET], people)
    rows = session.execute(statement.on_conflict_do_nothing().returning(table_of(Enrolment).c.location_id))
    return list(rows.scalars())


def refresh_after(session: Session, stores: Collection[UUID], module_ids: Collection[UUID]) -> None:
    """Count these stores anew for these modules, if anybody was enrolled; the last thing in the transaction."""
    if stores:
        refresh_counts(session, location_ids=set(stores), module_ids=module_ids)


def hold_assignment(session: Session, assignment: Assignment) -> None:
    """Let nobody else change this assignment until the transaction ends. Raises Conflict `withdrawn`."""
    session.refresh(assignment, with_for_update={"key_share": True})
    if assignment.withdrawn_at is not None:
        raise Conflict("withdrawn", "This assignment was withdrawn.")


def lock_modules(session: Session, module_ids: Collection[UUID]) -> None:
    """Wait for others who enrol for one of these modules. SQLite needs nothing: its writers wait anyway."""
    query = select(Module.id).where(Module.id.in_(module_ids)).order_by(Module.id)
    session.execute(query.with_for_update(key_share=True)).all()
