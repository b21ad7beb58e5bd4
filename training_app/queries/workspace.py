"""The settings of the workspace: who sees what, and for how long single answers are kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from training_app.db import Transaction
from training_app.domain.levels import Level
from training_app.models import PlayCount, Workspace
from training_app.models.types import table_of

STANDARD_MONTHS = 12
THE_ONE = 1

_WORKSPACE, _COUNT = table_of(Workspace), table_of(PlayCount)
_SETTINGS = select(_WORKSPACE.c.managers_see, _WORKSPACE.c.keep_months).where(_WORKSPACE.c.id == THE_ONE)
LEVEL = select(_WORKSPACE.c.managers_see).where(_WORKSPACE.c.id == THE_ONE)
_REDUCED = select(_WORKSPACE.c.reduced_before).where(_WORKSPACE.c.id == THE_ONE)


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What managers see, and after how many months a play is reduced to counts."""

    managers_see: Level
    keep_months: int


def workspace_settings(transaction: Transaction) -> WorkspaceSettings:
    """The settings in force."""
    row = transaction.execute(_SETTINGS).first()
    if row is None:
        return WorkspaceSettings(Level.STATES, STANDARD_MONTHS)
    return WorkspaceSettings(Level(row.managers_see), row.keep_months)


def managers_see(transaction: Transaction) -> Level:
    """How much managers see of others' results."""
    return workspace_settings(transaction).managers_see


def reduced_before(transaction: Transaction) -> datetime | None:
    """The moment before which plays have been reduced; None while none have."""
    moment: datetime | None = transaction.execute(_REDUCED).scalar()
    return moment


def counted_plays(transaction: Transaction) -> int:
    """How many plays are left as counts alone."""
    count: int = transaction.execute(select(func.coalesce(func.sum(_COUNT.c.plays), 0))).scalar_one()
    return count
