"""The modules of a report, with their titles in one language."""

from sqlalchemy import select

from training_app.db import Transaction
from training_app.domain.team import TeamModule
from training_app.models import Module
from training_app.models.types import table_of
from training_app.queries.modules import text_in

_MODULE = table_of(Module)
_ALL = select(_MODULE.c.id, _MODULE.c.titles, _MODULE.c.mode).order_by(_MODULE.c.id)


def team_modules(transaction: Transaction, *, language: str) -> list[TeamModule]:
    """All modules; a report shows those of them that occur in it."""
    return [TeamModule(one, text_in(titles, language), mode) for one, titles, mode in transaction.execute(_ALL)]
