"""Stores and assignments of their own for the tests of assigning and enrolling."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.conftest import World, make_location, make_person
from tests.modules import new_module
from training_app.domain.permissions import Role
from training_app.models import Assignment, Enrolment, EnrolmentCount, Location, Membership, Module
from training_app.moment import new_id
from training_app.services.assigning import Terms, assign
from training_app.services.changes import Change
from training_app.services.report_counts import refresh_counts

NOW = datetime(2031, 3, 4, 20, 0, tzinfo=UTC)  # noon in the stores
TODAY = date(2031, 3, 4)
DUE = date(2031, 3, 11)


@dataclass(frozen=True)
class Branch:
    """A region with two stores, four employees and a manager of its own, and a module that belongs to it."""

    region: UUID
    first: UUID
    second: UUID
    ann: UUID
    ben: UUID
    cem: UUID
    dia: UUID
    manager: UUID
    module: UUID


def new_branch(world: World, **module_values) -> Branch:
    with world.database.writing() as session:
        chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
        region = make_location(session, f"Region {new_id()}", kind="region", parent=chain)
        first = make_location(session, f"First {new_id()}", kind="store", parent=region)
        second = make_location(session, f"Second {new_id()}", kind="store", parent=region)
        return Branch(
            region=region.id,
            first=first.id,
            second=second.id,
            ann=someone(session, first),
            ben=someone(session, first),
            cem=someone(session, second),
            dia=someone(session, second),
            manager=someone(session, first, role=Role.MANAGER),
            module=new_module(session, location_id=region.id, **module_values).id,
        )


def someone(session: Session, at: Location, **values) -> UUID:
    return make_person(session, f"someone-{new_id().hex}", at=at, **values)


def assigned(
    world: World,
    module: UUID,
    place: UUID,
    *,
    person_ids: list[UUID] | None = None,
    now: datetime = NOW,
    due_on: date = DUE,
    audience: str = "employees",
    **terms,
) -> UUID:
    """A new assignment."""
    assignment_id = new_id()
    with world.database.writing() as session:
        assign(
            session,
            assignment_id=assignment_id,
            module=session.get_one(Module, module),
            place=session.get_one(Location, place),
            terms=Terms(due_on=due_on, **terms),
            today=TODAY,
            change=Change(new_id(), world.cast.administrator, now),
            audience=audience,
            person_ids=person_ids,
        )
    return assignment_id


def enrolments(world: World, assignment_id: UUID, *, cycle: int | None = None) -> dict[UUID, Enrolment]:
    """By person; the last cycle, or this one."""
    with world.database.reading() as session:
        query = select(Enrolment).where(Enrolment.assignment_id == assignment_id).order_by(Enrolment.cycle)
        rows = session.scalars(query if cycle is None else query.where(Enrolment.cycle == cycle)).all()
        return {row.person_id: row for row in rows}


def assignment_of(world: World, assignment_id: UUID) -> Assignment:
    with world.database.reading() as session:
        return session.get_one(Assignment, assignment_id)


def counted(world: World, store: UUID, module: UUID) -> dict[date, int]:
    """How many are assigned by due day, as the reports have it."""
    with world.database.reading() as session:
        query = select(EnrolmentCount).where(EnrolmentCount.location_id == store, EnrolmentCount.module_id == module)
        return {row.due_on: row.assigned for row in session.scalars(query)}


def change(world: World, enrolment: Enrolment, **values) -> None:
    """Give the enrolment these values, and count anew as whoever changes one does."""
    with world.database.writing() as session:
        row = session.get_one(Enrolment, enrolment.id)
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()
        refresh_counts(session, location_ids=[row.location_id])


def move(world: World, person: UUID, store: UUID, role: Role = Role.EMPLOYEE) -> None:
    with world.database.writing() as session:
        session.execute(delete(Membership).where(Membership.person_id == person))
        session.add(Membership(person_id=person, location_id=store, role=role, joined_at=NOW))
