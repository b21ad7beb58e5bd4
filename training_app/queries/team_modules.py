"""The modules of a report: read as the database keeps them, and put into words only where a report is made.

A report that is kept is asked for with all modules as they are now, so that a title changed a moment ago is shown.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, select, type_coerce
from sqlalchemy.types import NullType

from training_app.db import Transaction
from training_app.domain.team import TeamModule
from training_app.models import Module
from training_app.models.types import table_of
from training_app.queries.modules import text_in

ModuleRow = tuple[Any, str, str]
_MODULE = table_of(Module)
_ROWS = select(type_coerce(_MODULE.c.id, NullType()), cast(_MODULE.c.titles, Text), _MODULE.c.mode).order_by(
    _MODULE.c.id
)


def module_rows(transaction: Transaction) -> tuple[ModuleRow, ...]:
    """All modules: id, titles and mode as the database gives them."""
    return tuple((one, titles, mode) for one, titles, mode in transaction.execute(_ROWS))


def modules_in(rows: Iterable[ModuleRow], language: str) -> list[TeamModule]:
    """These modules with their titles in this language; a report shows those of them that occur in it."""
    return [
        TeamModule(one if isinstance(one, UUID) else UUID(one), text_in(json.loads(titles), language), mode)
        for one, titles, mode in rows
    ]


def team_modules(transaction: Transaction, *, language: str) -> list[TeamModule]:
    """All modules with their titles in this language."""
    return modules_in(module_rows(transaction), language)
