"""What is noted on a play beside its log: when its first and last choice were said, the result, points by principle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, update

from training_app.content.version import Content
from training_app.db import Transaction
from training_app.domain.engine import Replay
from training_app.domain.progress import REWIND
from training_app.models import Play, PlayPrinciple
from training_app.models.types import UtcDateTime, table_of
from training_app.queries.plays import LoggedPlay
from training_app.services.results import result_of

_PLAY = table_of(Play)
_NOTE = (
    update(_PLAY)
    .where(_PLAY.c.id == bindparam("play"))
    .values(
        started_at=func.coalesce(_PLAY.c.started_at, bindparam("started", type_=UtcDateTime)),
        finished_at=bindparam("finished"),
        result=bindparam("outcome"),
    )
)
_INSERT_PRINCIPLES = insert(table_of(PlayPrinciple))


@dataclass(frozen=True, slots=True)
class Milestones:
    """What new choices change on one play. `finished_at` and `result` are None before the ending."""

    play: UUID
    is_rewind: bool
    started_at: datetime
    finished_at: datetime | None
    result: dict[str, Any] | None


def milestones_of(
    play: LoggedPlay, content: Content, replayed: Replay, *, first_at: datetime, last_at: datetime
) -> Milestones | None:
    """What choices said from `first_at` to `last_at` change on the play that now stands at `replayed`."""
    if play.started_at is not None and not replayed.is_finished:
        return None
    result = result_of(content, replayed, play.version.friend_decisions) if replayed.is_finished else None
    return Milestones(play.id, play.mode == REWIND, first_at, last_at if replayed.is_finished else None, result)


def keep_milestones(transaction: Transaction, reached: Iterable[Milestones]) -> None:
    """Note them, in the order of the plays' ids; a rewind keeps no points."""
    ordered = sorted(reached, key=lambda one: one.play)
    notes = [
        {"play": one.play, "started": one.started_at, "finished": one.finished_at, "outcome": one.result}
        for one in ordered
    ]
    points = [
        {"play_id": one.play, "principle": principle, **earned}
        for one in ordered
        if one.result is not None and not one.is_rewind
        for principle, earned in one.result["principles"].items()
    ]
    if notes:
        transaction.execute(_NOTE, notes)
    if points:
        transaction.execute(_INSERT_PRINCIPLES, points)
