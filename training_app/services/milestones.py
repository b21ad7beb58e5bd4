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
from training_app.domain.scoring import DEFAULT_PASS_MARK
from training_app.models import Play, PlayPrinciple
from training_app.models.types import UtcDateTime, table_of
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.services.results import answers_of, result_of

_PLAY = table_of(Play)
_NOTE = (
    update(_PLAY)
    .where(_PLAY.c.id == bindparam("play"))
    .values(
        started_at=func.coalesce(_PLAY.c.started_at, bindparam("started", type_=UtcDateTime)),
        finished_at=bindparam("finished"),
        result=bindparam("outcome"),
        answers=bindparam("given"),
    )
)
_INSERT_PRINCIPLES = insert(table_of(PlayPrinciple))


@dataclass(frozen=True, slots=True)
class Milestones:
    """What new choices change on one play, and whose it is. `first_at` is when the first of them was said.

    `finished_at` and `result` are None before the ending; `answers` are for a play that counts.
    """

    play: UUID
    person_id: UUID
    location_id: UUID | None
    scenario_id: str
    enrolment_id: UUID | None
    mode: str
    is_start: bool
    first_at: datetime
    finished_at: datetime | None
    result: dict[str, Any] | None
    answers: list[list[str]] | None


def milestones_of(
    play: LoggedPlay,
    content: Content,
    replayed: Replay,
    *,
    terms: Terms | None,
    first_at: datetime,
    last_at: datetime,
) -> Milestones | None:
    """What choices said from `first_at` to `last_at` change on the play that now stands at `replayed`."""
    if play.started_at is not None and not replayed.is_finished:
        return None
    result, answers = None, None
    if replayed.is_finished:
        pass_mark = terms.pass_mark if terms else DEFAULT_PASS_MARK
        result = result_of(content, replayed, play.version.friend_decisions, pass_mark=pass_mark)
        answers = None if play.mode == REWIND else answers_of(replayed)
    return Milestones(
        play=play.id,
        person_id=play.person_id,
        location_id=play.location_id,
        scenario_id=play.version.scenario_id,
        enrolment_id=play.enrolment_id,
        mode=play.mode,
        is_start=play.started_at is None,
        first_at=first_at,
        finished_at=last_at if replayed.is_finished else None,
        result=result,
        answers=answers,
    )


def keep_milestones(transaction: Transaction, reached: Iterable[Milestones]) -> None:
    """Note them, in the order of the plays' ids; a rewind keeps no points."""
    ordered = sorted(reached, key=lambda one: one.play)
    notes = [
        {
            "play": one.play,
            "started": one.first_at,
            "finished": one.finished_at,
            "outcome": one.result,
            "given": one.answers,
        }
        for one in ordered
    ]
    points = [
        {"play_id": one.play, "principle": principle, **earned}
        for one in ordered
        if one.result is not None and one.mode != REWIND
        for principle, earned in one.result["principles"].items()
    ]
    if notes:
        transaction.execute(_NOTE, notes)
    if points:
        transaction.execute(_INSERT_PRINCIPLES, points)
