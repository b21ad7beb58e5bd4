"""Keeps what pages read in place of single rows: counts of enrolments by store, and a mark that grows with changes.

Whoever changes enrolments, results of plays, people or stores calls one of the two as the last thing in the same
transaction: from then on others who do so wait for its end.
"""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, literal, not_, select, true

from training_app.db import Transaction
from training_app.models import Assignment, AssignmentCount, Enrolment, EnrolmentCount, Location, Person, ReportMark
from training_app.models.types import table_of
from training_app.models.upsert import dialect_of, insert_into, insert_of
from training_app.queries.current_enrolment import is_current, is_last_cycle

_COUNT, _REACHED, _MARK = table_of(EnrolmentCount), table_of(AssignmentCount), table_of(ReportMark)
_COLUMNS, _REACHED_COLUMNS = (tuple(column.name for column in table.columns) for table in (_COUNT, _REACHED))


def refresh_counts(
    transaction: Transaction,
    *,
    location_ids: Collection[UUID] | None = None,
    path: str | None = None,
    module_ids: Collection[UUID] | None = None,
) -> None:
    """Count the enrolments of these stores and modules anew, and let the stores' marks grow.

    Stores are named by their ids, or by the path of a location whose branch they are; without either it is all of
    them, as without modules it is all of these. It waits for others who count the same stores.
    """
    places = _places(location_ids, path)
    _wait_for(transaction, places)
    here = select(Location.id).where(places)
    counted = true() if module_ids is None else _COUNT.c.module_id.in_(module_ids)
    transaction.execute(delete(_COUNT).where(_COUNT.c.location_id.in_(here), counted))
    under = true() if module_ids is None else _REACHED.c.assignment_id.in_(_assignments_of(module_ids))
    transaction.execute(delete(_REACHED).where(_REACHED.c.location_id.in_(here), under))
    enrolled = (
        Enrolment.location_id.in_(here),
        true() if module_ids is None else Enrolment.module_id.in_(module_ids),
        Person.left_at.is_(None),
        Person.erased_at.is_(None),
    )
    transaction.execute(insert(_COUNT).from_select(_COLUMNS, _counts().where(*enrolled)))
    transaction.execute(insert(_REACHED).from_select(_REACHED_COLUMNS, _reached().where(*enrolled)))
    _grow(transaction, places)


def touch_reports(transaction: Transaction, location_ids: Collection[UUID]) -> None:
    """Let the marks of these stores grow, for a change that is in no count, such as a name or an answer."""
    if location_ids:
        rows = [{"location_id": one, "number": 1} for one in sorted(location_ids)]
        transaction.execute(_grown_by(dialect_of(transaction)), rows)


def _places(location_ids: Collection[UUID] | None, path: str | None) -> ColumnElement[bool]:
    named = true() if location_ids is None else Location.id.in_(location_ids)
    return named if path is None else and_(named, Location.path.startswith(path))


def _wait_for(transaction: Transaction, places: ColumnElement[bool]) -> None:
    """Have these locations to oneself, in the order of their ids so that nobody waits in a circle."""
    transaction.execute(select(Location.id).where(places).order_by(Location.id).with_for_update(key_share=True)).all()


def _counts() -> Select[Any]:
    """The rows of the table of counts, by the precedence of `training_app.domain.enrolment`."""
    is_excused = Enrolment.excused_at.is_not(None)
    is_passed = and_(not_(is_excused), Enrolment.passed_on.is_not(None))
    is_open = and_(not_(is_excused), Enrolment.passed_on.is_(None))
    columns: tuple[Any, ...] = (
        Enrolment.location_id,
        Enrolment.module_id,
        Enrolment.due_on,
        func.count(),
        _number_of(and_(is_passed, Enrolment.passed_on <= Enrolment.due_on)),
        _number_of(and_(is_passed, Enrolment.passed_on > Enrolment.due_on)),
        _number_of(is_excused),
        _number_of(and_(is_open, Enrolment.exhausted_at.is_not(None))),
        _number_of(and_(is_open, Enrolment.exhausted_at.is_(None), Enrolment.started_at.is_not(None))),
    )
    return (
        select(*columns)
        .join(Person, Person.id == Enrolment.person_id)
        .where(is_current())
        .group_by(Enrolment.location_id, Enrolment.module_id, Enrolment.due_on)
    )


def _reached() -> Select[Any]:
    """The rows of the table of assignments."""
    columns: tuple[Any, ...] = (func.count(), func.count(Enrolment.passed_at))
    return (
        select(Enrolment.location_id, Enrolment.assignment_id, *columns)
        .join(Person, Person.id == Enrolment.person_id)
        .where(is_last_cycle(), Enrolment.withdrawn_at.is_(None))
        .group_by(Enrolment.location_id, Enrolment.assignment_id)
    )


def _assignments_of(module_ids: Collection[UUID]) -> Select[Any]:
    return select(Assignment.id).where(Assignment.module_id.in_(module_ids))


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _grow(transaction: Transaction, places: ColumnElement[bool]) -> None:
    """In the order of the stores' ids, as everybody does it."""
    begun = select(Location.id, literal(1)).where(places).order_by(Location.id)
    mark = insert_into(transaction, ReportMark).from_select(("location_id", "number"), begun)
    transaction.execute(_or_grow(mark))


@cache
def _grown_by(dialect: str) -> Any:
    """The statement for single stores, built once: it is run at the end of every play."""
    return _or_grow(insert_of(dialect, ReportMark))


def _or_grow(mark: Any) -> Any:
    return mark.on_conflict_do_update(index_elements=[_MARK.c.location_id], set_={"number": _MARK.c.number + 1})
