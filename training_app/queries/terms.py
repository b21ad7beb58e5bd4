"""What holds for plays under an enrolment: its module's mode, mark, coach and scenarios."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from training_app.db import Transaction
from training_app.domain.errors import NotFound
from training_app.models import Enrolment, Module, ModuleItem
from training_app.models.types import table_of


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one enrolment. `pass_mark` is 0-1; `coach` is `slip` or `end`.

    `allowed` is how often a check's scenario may be started, None for practice. A closed enrolment was withdrawn or
    excused: nothing more can be begun under it.
    """

    enrolment_id: UUID
    person_id: UUID
    mode: str
    pass_mark: float
    coach: str
    think_first: bool
    allowed: int | None
    is_closed: bool
    scenarios: frozenset[str]


_ENROLMENT, _MODULE, _ITEM = table_of(Enrolment), table_of(Module), table_of(ModuleItem)
_COLUMNS = (
    _ENROLMENT.c.id,
    _ENROLMENT.c.person_id,
    _MODULE.c.mode,
    _MODULE.c.pass_mark,
    _MODULE.c.coach,
    _MODULE.c.think_first,
    (_MODULE.c.attempts + _ENROLMENT.c.more_attempts).label("allowed"),
    or_(_ENROLMENT.c.withdrawn_at.is_not(None), _ENROLMENT.c.excused_at.is_not(None)).label("is_closed"),
)
_TERMS = (
    select(*_COLUMNS, _ITEM.c.scenario_id)
    .select_from(_ENROLMENT.join(_MODULE).outerjoin(_ITEM, _ITEM.c.module_id == _MODULE.c.id))
    .where(_ENROLMENT.c.id.in_(bindparam("enrolments", expanding=True)))
)


def terms_named(transaction: Transaction, enrolment_ids: Collection[UUID]) -> dict[UUID, Terms]:
    """The terms of those of these enrolments that there are, whoever's they are, by their ids."""
    rows: dict[UUID, list[Any]] = {}
    for row in transaction.execute(_TERMS, {"enrolments": list(enrolment_ids)}) if enrolment_ids else ():
        rows.setdefault(row.id, []).append(row)
    return {enrolment_id: _terms(of_one) for enrolment_id, of_one in rows.items()}


def own_terms(transaction: Transaction, enrolment_id: UUID, *, person_id: UUID) -> Terms:
    """The terms of one's own enrolment. Raises NotFound, also for somebody else's."""
    terms = terms_named(transaction, [enrolment_id]).get(enrolment_id)
    if terms is None or terms.person_id != person_id:
        raise NotFound("There is no such enrolment.")
    return terms


def _terms(rows: list[Any]) -> Terms:
    values: tuple[Any, ...] = tuple(rows[0])[: len(_COLUMNS)]
    scenarios = frozenset(row.scenario_id for row in rows if row.scenario_id is not None)
    return Terms(*(*values, scenarios))
