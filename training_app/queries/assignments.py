"""Assignments as those who teach see them: what they assigned, what reaches their places, and how it stands there.

Counts are of the people at the viewer's places alone, each by their last cycle; whoever left, and what was withdrawn
for one person, is out.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from training_app.domain.enrolment import BY_URGENCY, State
from training_app.domain.errors import Forbidden, NotFound
from training_app.domain.permissions import TEACHERS
from training_app.models import Assignment, AssignmentCount, Enrolment, Location, Module, Person
from training_app.queries.current_enrolment import is_last_cycle
from training_app.queries.enrolment_state import state_column, today_at, today_in
from training_app.queries.locations import is_within
from training_app.queries.modules import teaching_places
from training_app.queries.people import has_words
from training_app.queries.reach import is_without, reached_by
from training_app.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment with its module and place. `is_own` says whether the viewer may change it.

    `assigned_by` is a name, None for the command line or whoever was erased.
    """

    assignment: Assignment
    module: Module
    place: Location
    assigned_by: str | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How many it has reached at the viewer's places, how many of them passed, and the name where it is one alone."""

    people: int = 0
    passed: int = 0
    first: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledPerson:
    """One person under an assignment, by the last cycle; `state` is as of today at their store."""

    enrolment: Enrolment
    name: str
    account: str
    store: str
    state: State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people of an assignment are asked for: in this state, with these words in their names or numbers."""

    state: State | None = None
    words: str = ""


def assignments_for(session: Session, viewer: Viewer, *, most: int, after: int = 0) -> list[AssignmentRow]:
    """The viewer's assignments, those in force first and the latest before the others."""
    query = _visible(viewer).order_by(
        Assignment.withdrawn_at.is_not(None), Assignment.assigned_at.desc(), Assignment.id.desc()
    )
    return [AssignmentRow(*row) for row in session.execute(query.limit(most).offset(after))]


def assignment_for(session: Session, assignment_id: UUID, viewer: Viewer) -> AssignmentRow:
    """One that the viewer made or that reaches their places. Raises NotFound."""
    row = session.execute(_visible(viewer).where(Assignment.id == assignment_id)).first()
    if row is None:
        raise NotFound
    return AssignmentRow(*row)


def assignment_for_change(session: Session, assignment_id: UUID, viewer: Viewer) -> AssignmentRow:
    """One at the viewer's places or below. Raises NotFound, and Forbidden for one that comes from above."""
    row = assignment_for(session, assignment_id, viewer)
    if not row.is_own:
        raise Forbidden
    return row


def enrolment_for_change(session: Session, enrolment_id: UUID, viewer: Viewer) -> tuple[Enrolment, Location]:
    """An enrolment of somebody at the viewer's places, and their store. Raises NotFound."""
    query = select(Enrolment, Location).join(Location, Location.id == Enrolment.location_id)
    row = session.execute(query.where(Enrolment.id == enrolment_id, is_within(viewer, TEACHERS))).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def _visible(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Those at the viewer's places or below, and those from above that reach somebody there."""
    theirs = aliased(Enrolment)
    somebody_there = (
        select(theirs.id)
        .join(there := aliased(Location), there.id == theirs.location_id)
        .where(theirs.assignment_id == Assignment.id, _is_below(viewer, there))
    )
    own = is_within(viewer, TEACHERS)
    from_above = or_(false(), *(literal(place.path).startswith(Location.path) for place in teaching_places(viewer)))
    reaches = and_(from_above, or_(Assignment.target == "place", somebody_there.exists()))
    return (
        select(Assignment, Module, Location, Person.name, own.label("is_own"))
        .join(Module, Module.id == Assignment.module_id)
        .join(Location, Location.id == Assignment.location_id)
        .outerjoin(Person, Person.id == Assignment.assigned_by)
        .where(or_(own, reaches))
    )


def _is_below(viewer: Viewer, location: type[Location]) -> ColumnElement[bool]:
    return or_(false(), *(location.path.startswith(place.path) for place in teaching_places(viewer)))


def reached_at(session: Session, assignment_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, Reached]:
    """How far each of these assignments is, from the counts."""
    people = func.sum(AssignmentCount.people)
    query = select(AssignmentCount.assignment_id, people, func.sum(AssignmentCount.passed))
    query = query.join(Location, Location.id == AssignmentCount.location_id).where(is_within(viewer, TEACHERS))
    query = query.where(AssignmentCount.assignment_id.in_(assignment_ids)).group_by(AssignmentCount.assignment_id)
    figures = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(query)}
    single = [one for one, (reached, _passed) in figures.items() if reached == 1]
    names = _counted(select(Enrolment.assignment_id, Person.name), viewer).where(Enrolment.assignment_id.in_(single))
    named = {row[0]: row[1] for row in session.execute(names)} if single else {}
    return defaultdict(Reached, {one: Reached(*own, named.get(one, "")) for one, own in figures.items()})


def states_of(session: Session, assignment_id: UUID, viewer: Viewer, *, now: datetime) -> dict[State, int]:
    """How many people of an assignment stand how."""
    state = state_column(today_at(_days(session, now))).label("state")
    query = _counted(select(state, func.count()), viewer).where(Enrolment.assignment_id == assignment_id)
    return {State(name): number for name, number in session.execute(query.group_by(state))}


def people_of(
    session: Session,
    assignment_id: UUID,
    viewer: Viewer,
    *,
    wanted: Wanted,
    now: datetime,
    most: int,
    after: int = 0,
) -> list[EnrolledPerson]:
    """The people of an assignment, at most so many after the first `after`: what needs looking after comes first."""
    state = state_column(today_at(_days(session, now)))
    urgency = case({one.value: place for place, one in enumerate(BY_URGENCY)}, value=state)
    account = func.coalesce(Person.staff_number, Person.email, "")
    query = _counted(select(Enrolment, Person.name, account, Location.name, state), viewer).where(
        Enrolment.assignment_id == assignment_id, *has_words(wanted.words)
    )
    if wanted.state is not None:
        query = query.where(state == wanted.state.value)
    query = query.order_by(urgency, Enrolment.due_on, Person.name, Enrolment.id).limit(most).offset(after)
    rows = session.execute(query)
    return [EnrolledPerson(row, name, account, store, State(now_is)) for row, name, account, store, now_is in rows]


def count_still_to_enrol(session: Session, assignment: Assignment, place: Location) -> int:
    """How many people at its place an assignment has not reached yet."""
    query = reached_by(assignment, place.path, func.count()).where(*is_without(assignment))
    return session.scalar(query) or 0


def _counted(query: Select[*tuple[Any, ...]], viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """The query over the enrolments that count: the last cycle of whoever is still there, at the viewer's places."""
    return (
        query.select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Location, Location.id == Enrolment.location_id)
        .where(is_within(viewer, TEACHERS), Person.left_at.is_(None), Enrolment.withdrawn_at.is_(None), is_last_cycle())
    )


def _days(session: Session, now: datetime) -> dict[str, Any]:
    return today_in(session.scalars(select(Location.time_zone).distinct()), now=now)
