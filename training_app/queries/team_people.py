"""The people of stores with how they stand with each module: rows of the completion report.

A report has a row for each person and module, and a chain a million of them. So ids and days come as the database
keeps them, and each is read once however many rows it is in.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, case, literal, null, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from training_app.domain.enrolment import State
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.domain.team import Cell, TeamModule, TeamPerson, TeamStore
from training_app.models import Enrolment, Location, Membership, Module, Person
from training_app.models.types import table_of
from training_app.queries.enrolment_state import state_column
from training_app.queries.modules import text_in
from training_app.queries.reach import people_with_store
from training_app.queries.team_tries import outcomes

_MODULE = table_of(Module)
_MODULES = select(_MODULE.c.id, _MODULE.c.titles, _MODULE.c.mode).order_by(_MODULE.c.id)


class _Ids(dict[Any, UUID]):
    """Ids by what the database gives for them."""

    def __missing__(self, raw: UUID | str) -> UUID:
        self[raw] = raw if isinstance(raw, UUID) else UUID(raw)
        return self[raw]


class _Cells(dict[tuple[Any, ...], Cell]):
    """Cells without an outcome, the same way: by state, due day, day of the pass, and number of tries."""

    def __missing__(self, raw: tuple[Any, ...]) -> Cell:
        state, due_on, passed_on, attempts = raw
        self[raw] = Cell(State(state), _day(due_on), passed_on and _day(passed_on), attempts)
        return self[raw]


def _day(raw: date | str) -> date:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def team_modules(session: Session, *, language: str) -> list[TeamModule]:
    """All modules with their titles in this language; a report shows those of them that occur in it."""
    return [TeamModule(one, text_in(titles, language), mode) for one, titles, mode in session.execute(_MODULES)]


def team_people(
    session: Session, *, stores: Sequence[TeamStore], level: Level, has_outcomes: bool = True
) -> list[TeamPerson]:
    """The people of these stores by store and name, each with their cells. Whoever left is not among them.

    Without outcomes the cells lack what was passed and how well.
    """
    places = {store.id: store for store in stores}
    cells = _cells(session, stores, level=level, has_outcomes=has_outcomes)
    query = people_with_store(
        Person.id, _raw(Person.id), Person.name, Person.staff_number, Location.id, Membership.role
    )
    rows = session.execute(query.where(Location.id.in_(places), Person.erased_at.is_(None)).order_by(Person.name))
    people = [
        TeamPerson(one, name, number, places[place], Role(role), cells.get(raw, {}))
        for one, raw, name, number, place, role in rows
    ]
    return sorted(people, key=lambda person: (person.store.name, str(person.store.id)))


def _cells(
    session: Session, stores: Sequence[TeamStore], *, level: Level, has_outcomes: bool
) -> dict[Any, dict[UUID, Cell]]:
    """The cells of each person by module; of several enrolments of one the one that stands comes last."""
    here = Enrolment.location_id.in_([store.id for store in stores])
    tried = outcomes(session, of=here, level=level) if has_outcomes else {}
    query = _enrolments(stores, is_named=bool(tried)).where(here)
    ids, bare = _Ids(), _Cells()
    cells: dict[Any, dict[UUID, Cell]] = defaultdict(dict)
    for person, module, enrolment, *facts in session.connection().execute(query):
        cell = bare[(*facts,)]
        cells[person][ids[module]] = cell._replace(**tried[enrolment]._asdict()) if enrolment in tried else cell
    return cells


def _enrolments(stores: Sequence[TeamStore], *, is_named: bool) -> Select[Any]:
    """What is shown of each enrolment, with its id where it is asked for."""
    columns: tuple[Any, ...] = (
        _raw(Enrolment.person_id),
        _raw(Enrolment.module_id),
        Enrolment.id if is_named else null(),
        state_column(_today_at(stores)),
        _raw(Enrolment.due_on),
        _raw(Enrolment.passed_on),
        Enrolment.attempts,
    )
    return select(*columns).order_by(
        Enrolment.withdrawn_at.is_(None), Enrolment.assigned_at, Enrolment.cycle, Enrolment.id
    )


def _raw(column: Any) -> ColumnElement[Any]:
    """The column as the database gives it."""
    return type_coerce(column, NullType()).label(f"raw_{column.key}")


def _today_at(stores: Sequence[TeamStore]) -> ColumnElement[date]:
    """The day at the enrolment's store: mostly it is the same at all of them."""
    places: dict[date, list[UUID]] = defaultdict(list)
    for store in stores:
        places[store.today].append(store.id)
    (usual, _most), *others = sorted(places.items(), key=lambda one: -len(one[1]))
    days = [(Enrolment.location_id.in_(ids), literal(day, Date)) for day, ids in others]
    return case(*days, else_=literal(usual, Date)) if days else literal(usual, Date)
