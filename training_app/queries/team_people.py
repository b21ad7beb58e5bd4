"""The people of stores with how they stand with each module: rows of the completion report.

A report has a row for each person and module, and a chain a million of them. So ids and days come as the database
keeps them, and each is read once however many rows it is in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, case, cast, literal, null, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from training_app.domain.enrolment import State
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.domain.team import Cell, TeamModule, TeamPerson, TeamStore
from training_app.models import Enrolment, Location, Membership, Person
from training_app.queries.enrolment_state import state_column
from training_app.queries.reach import people_with_store
from training_app.queries.team_tries import Outcome, outcomes


class _Ids(dict[str, UUID]):
    """Ids by their text; a known one is the same object each time, which dictionaries find fastest."""

    def __init__(self, known: Iterable[UUID]) -> None:
        super().__init__()
        for one in known:
            self[str(one)] = self[one.hex] = one

    def __missing__(self, text: str) -> UUID:
        self[text] = UUID(text)
        return self[text]


class _Cells(dict[tuple[Any, ...], Cell]):
    """Cells without an outcome, the same way: by state, due day, day of the pass, and number of tries."""

    def __missing__(self, raw: tuple[Any, ...]) -> Cell:
        state, due_on, passed_on, attempts = raw
        self[raw] = Cell(State(state), _day(due_on), passed_on and _day(passed_on), attempts)
        return self[raw]


def _day(raw: date | str) -> date:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def team_people(
    session: Session,
    *,
    stores: Sequence[TeamStore],
    modules: Iterable[TeamModule],
    level: Level,
    has_outcomes: bool = True,
) -> list[TeamPerson]:
    """The people of these stores by store and name, each with their cells. Whoever left is not among them.

    `modules` are all that there are. Without outcomes the cells lack what was passed and how well.
    """
    places = {store.id: store for store in stores}
    here = Enrolment.location_id.in_(places)
    tried = outcomes(session, of=here, level=level) if has_outcomes else {}
    cells = _cells(session, _enrolments(stores, is_named=bool(tried)).where(here), modules=modules, tried=tried)
    query = people_with_store(
        Person.id, _text(Person.id), Person.name, Person.staff_number, Location.id, Membership.role
    )
    rows = session.execute(query.where(Location.id.in_(places), Person.erased_at.is_(None)).order_by(Person.name))
    people = [
        TeamPerson(one, name, number, places[place], Role(role), cells.get(text, {}))
        for one, text, name, number, place, role in rows
    ]
    return sorted(people, key=lambda person: (person.store.name, str(person.store.id)))


_THE_ONE_THAT_STANDS_LAST = (
    Enrolment.withdrawn_at.is_(None),
    Enrolment.assigned_at,
    Enrolment.cycle,
    Enrolment.id,
)
_AT_ONCE = 1_000  # rows


def _cells(
    session: Session, query: Select[Any], *, modules: Iterable[TeamModule], tried: Mapping[UUID, Outcome]
) -> dict[str, dict[UUID, Cell]]:
    """The cells of each person by module: mostly of one enrolment each, and then nothing needs to be sorted."""
    ids = _Ids(module.id for module in modules)
    rows, cells = _read(session, query, ids=ids, tried=tried)
    if rows > sum(map(len, cells.values())):  # of several the one that stands has to come last
        _rows, cells = _read(session, query.order_by(*_THE_ONE_THAT_STANDS_LAST), ids=ids, tried=tried)
    return cells


def _read(
    session: Session, query: Select[Any], *, ids: Mapping[str, UUID], tried: Mapping[UUID, Outcome]
) -> tuple[int, dict[str, dict[UUID, Cell]]]:
    """How many enrolments there are, and the cells, where the last one of a person and a module stays."""
    count, bare = 0, _Cells()
    cells: dict[str, dict[UUID, Cell]] = defaultdict(dict)
    for part in session.connection().execute(query).partitions(_AT_ONCE):
        count += len(part)
        for person, module, enrolment, state, due_on, passed_on, attempts in part:
            cell = bare[state, due_on, passed_on, attempts]
            if enrolment in tried:
                cell = cell._replace(**tried[enrolment]._asdict())
            cells[person][ids[module]] = cell
    return count, cells


def _enrolments(stores: Sequence[TeamStore], *, is_named: bool) -> Select[Any]:
    """What is shown of each enrolment, with its id where it is asked for."""
    columns: tuple[Any, ...] = (
        _text(Enrolment.person_id),
        _text(Enrolment.module_id),
        Enrolment.id if is_named else null(),
        state_column(_today_at(stores)),
        _raw(Enrolment.due_on),
        _raw(Enrolment.passed_on),
        Enrolment.attempts,
    )
    return select(*columns)


def _raw(column: Any) -> ColumnElement[Any]:
    """The column as the database gives it."""
    return type_coerce(column, NullType()).label(f"raw_{column.key}")


def _text(column: Any) -> ColumnElement[str]:
    """An id as text, which takes a third of the time to read and to look up."""
    return cast(column, String).label(f"text_of_{column.key}")


def _today_at(stores: Sequence[TeamStore]) -> ColumnElement[date]:
    """The day at the enrolment's store: mostly it is the same at all of them."""
    places: dict[date, list[UUID]] = defaultdict(list)
    for store in stores:
        places[store.today].append(store.id)
    (usual, _most), *others = sorted(places.items(), key=lambda one: -len(one[1]))
    days = [(Enrolment.location_id.in_(ids), literal(day, Date)) for day, ids in others]
    return case(*days, else_=literal(usual, Date)) if days else literal(usual, Date)
