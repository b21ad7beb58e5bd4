"""Enrolments that are open, locked for whoever credits something to them, and what was passed under them.

They are locked in the order of their ids, and nobody else changes them until the transaction ends.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select

from training_app.db import Transaction
from training_app.domain.check import PRACTICE
from training_app.models import Enrolment, EnrolmentPass, Location, Module, ModuleItem
from training_app.models.types import UtcDateTime, table_of

_ENROLMENT, _PASS, _MODULE, _ITEM, _LOCATION = (
    table_of(model) for model in (Enrolment, EnrolmentPass, Module, ModuleItem, Location)
)
_IS_OPEN = and_(*(_ENROLMENT.c[name].is_(None) for name in ("withdrawn_at", "excused_at", "passed_at")))
_COLUMNS = (
    _ENROLMENT.c.id,
    _ENROLMENT.c.location_id,
    _LOCATION.c.time_zone,
    _ENROLMENT.c.module_id,
    _MODULE.c.mode,
    _MODULE.c.pass_mark,
    (_MODULE.c.attempts + _ENROLMENT.c.more_attempts).label("allowed"),
    _ENROLMENT.c.started_at,
    _ENROLMENT.c.attempts,
    _ENROLMENT.c.exhausted_at,
)


def _locked(*conditions: Any) -> Select[Any]:
    tables = _ENROLMENT.join(_MODULE).join(_LOCATION, _LOCATION.c.id == _ENROLMENT.c.location_id)
    open_ones = select(*_COLUMNS).select_from(tables).where(_IS_OPEN, *conditions).order_by(_ENROLMENT.c.id)
    return open_ones.with_for_update(of=_ENROLMENT, key_share=True)


# Built once on the bare tables: every play's first and last choice ask.
_HOLDS = select(_ITEM.c.module_id).where(_ITEM.c.scenario_id.in_(bindparam("scenarios", expanding=True)))
_OF_PLAYS = _locked(
    or_(
        _ENROLMENT.c.id.in_(bindparam("enrolments", expanding=True)),
        and_(
            _ENROLMENT.c.person_id == bindparam("person"),
            _MODULE.c.mode == PRACTICE,
            _ENROLMENT.c.module_id.in_(_HOLDS),
        ),
    )
)
_PLAIN = _locked(
    _ENROLMENT.c.person_id == bindparam("person"),
    _MODULE.c.mode == PRACTICE,
    _ENROLMENT.c.module_id.in_(select(_ITEM.c.module_id).where(_ITEM.c.scenario_id == bindparam("scenario"))),
)
_OF_MODULE = _locked(_ENROLMENT.c.module_id == bindparam("module"))
_ITEMS_AND_PASSES = _ENROLMENT.join(_ITEM, _ITEM.c.module_id == _ENROLMENT.c.module_id).outerjoin(
    _PASS, and_(_PASS.c.enrolment_id == _ENROLMENT.c.id, _PASS.c.scenario_id == _ITEM.c.scenario_id)
)
_ITEMS = (
    select(_ENROLMENT.c.id, _ITEM.c.scenario_id, _PASS.c.passed_at)
    .select_from(_ITEMS_AND_PASSES)
    .where(_ENROLMENT.c.id.in_(bindparam("enrolments", expanding=True)))
)
_COMPLETE = (
    select(_ENROLMENT.c.id, func.max(_PASS.c.passed_at, type_=UtcDateTime).label("passed_at"))
    .select_from(_ITEMS_AND_PASSES)
    .where(_IS_OPEN, _ENROLMENT.c.module_id == bindparam("module"))
    .group_by(_ENROLMENT.c.id)
    .having(func.count(_ITEM.c.scenario_id) == func.count(_PASS.c.scenario_id))
)


def open_for_plays(
    transaction: Transaction, *, person_id: UUID, enrolments: Collection[UUID], scenarios: Collection[str]
) -> Sequence[Any]:
    """These enrolments, and the practice ones of the person whose module holds one of these scenarios.

    Of a single play that was begun freely, which is what comes all day long, the question is the short one.
    """
    if not enrolments and len(scenarios) == 1:
        (scenario,) = scenarios
        return transaction.execute(_PLAIN, {"person": person_id, "scenario": scenario}).all()
    asked = {"enrolments": list(enrolments), "person": person_id, "scenarios": list(scenarios)}
    return transaction.execute(_OF_PLAYS, asked).all()


def open_of_module(transaction: Transaction, module_id: UUID) -> Sequence[Any]:
    """Those of a module."""
    return transaction.execute(_OF_MODULE, {"module": module_id}).all()


def passes_under(transaction: Transaction, enrolments: Collection[UUID]) -> dict[UUID, dict[str, datetime | None]]:
    """Of each enrolment the scenarios that its module holds now, each with the moment when it was passed."""
    found: dict[UUID, dict[str, datetime | None]] = {enrolment: {} for enrolment in enrolments}
    for row in transaction.execute(_ITEMS, {"enrolments": list(enrolments)}) if enrolments else ():
        found[row.id][row.scenario_id] = row.passed_at
    return found


def complete_of_module(transaction: Transaction, module_id: UUID) -> dict[UUID, datetime]:
    """Those under which every scenario of the module was passed, each with the moment of the last pass."""
    return {row.id: row.passed_at for row in transaction.execute(_COMPLETE, {"module": module_id})}
