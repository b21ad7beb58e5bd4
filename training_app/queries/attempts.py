"""How often a scenario was started under an enrolment."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from training_app.db import Transaction
from training_app.models import EnrolmentPass, Play, ScenarioVersion
from training_app.models.types import table_of


class StartedPlay(NamedTuple):
    """A play and when its first choice was said."""

    id: UUID
    started_at: datetime


_PLAY, _VERSION, _PASS = table_of(Play), table_of(ScenarioVersion), table_of(EnrolmentPass)
_STARTED = (
    select(_PLAY.c.id, _PLAY.c.started_at)
    .select_from(_PLAY.join(_VERSION))
    .where(
        _PLAY.c.enrolment_id == bindparam("enrolment"),
        _VERSION.c.scenario_id == bindparam("scenario"),
        _PLAY.c.started_at.is_not(None),
    )
    .order_by(_PLAY.c.started_at, _PLAY.c.id)
)
_PASSED = select(_PASS.c.play_id).where(
    _PASS.c.enrolment_id == bindparam("enrolment"), _PASS.c.scenario_id == bindparam("scenario")
)


def started_plays(transaction: Transaction, enrolment_id: UUID, scenario_id: str) -> list[StartedPlay]:
    """The plays of the scenario that were started under the enrolment, in the order in which they were."""
    rows = transaction.execute(_STARTED, {"enrolment": enrolment_id, "scenario": scenario_id})
    return [StartedPlay(*row) for row in rows]


def is_scenario_passed(transaction: Transaction, enrolment_id: UUID, scenario_id: str) -> bool:
    """Whether the scenario was passed under the enrolment."""
    found = transaction.execute(_PASSED, {"enrolment": enrolment_id, "scenario": scenario_id})
    return found.first() is not None
