"""The people of stores with how they stand with each module: rows of the completion report."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from training_app.domain.enrolment import State
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.domain.team import Cell, TeamModule, TeamPerson, TeamStore
from training_app.models import Enrolment, Location, Membership, Module, Person
from training_app.models.types import table_of
from training_app.queries.enrolment_state import state_column, today_at
from training_app.queries.modules import text_in
from training_app.queries.reach import people_with_store
from training_app.queries.team_tries import NOTHING, outcomes

_MODULE = table_of(Module)
_MODULES = select(_MODULE.c.id, _MODULE.c.titles, _MODULE.c.mode).order_by(_MODULE.c.id)


def team_modules(session: Session, *, language: str) -> list[TeamModule]:
    """All modules with their titles in this language; a report shows those of them that occur in it."""
    return [TeamModule(one, text_in(titles, language), mode) for one, titles, mode in session.execute(_MODULES)]


def team_people(session: Session, *, stores: Sequence[TeamStore], level: Level) -> list[TeamPerson]:
    """The people of these stores by store and name, each with their cells. Whoever left is not among them."""
    places = {store.id: store for store in stores}
    tried = outcomes(session, of=Enrolment.location_id.in_(places), level=level)
    cells: dict[UUID, dict[UUID, Cell]] = defaultdict(dict)
    for person_id, module_id, enrolment, state, due_on, passed_on, attempts in session.execute(_cells(stores)):
        outcome = tried.get(enrolment, NOTHING)
        cells[person_id][module_id] = Cell(enrolment, State(state), due_on, passed_on, attempts, *outcome)
    query = people_with_store(Person.id, Person.name, Person.staff_number, Location.id, Membership.role)
    rows = session.execute(query.where(Location.id.in_(places), Person.erased_at.is_(None)).order_by(Person.name))
    people = [
        TeamPerson(one, name, number, places[place], Role(role), cells.get(one, {}))
        for one, name, number, place, role in rows
    ]
    return sorted(people, key=lambda person: (person.store.name, str(person.store.id)))


def _cells(stores: Sequence[TeamStore]) -> Select[Any]:
    """What is shown of each enrolment; of several of one module the one that stands comes last."""
    days = {store.time_zone: store.today for store in stores}
    columns: tuple[Any, ...] = (
        Enrolment.person_id,
        Enrolment.module_id,
        Enrolment.id,
        state_column(today_at(days)),
        Enrolment.due_on,
        Enrolment.passed_on,
        Enrolment.attempts,
    )
    return (
        select(*columns)
        .join(Location, Location.id == Enrolment.location_id)
        .where(Enrolment.location_id.in_([store.id for store in stores]))
        .order_by(Enrolment.withdrawn_at.is_(None), Enrolment.assigned_at, Enrolment.cycle, Enrolment.id)
    )
