"""What the refresher draws from: the first answers of a person's finished plays, and the moments that came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.progress import REWIND
from training_app.domain.refreshing import Key, Standing
from training_app.models import Play, RefresherMoment, ScenarioVersion
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion


@dataclass(frozen=True, slots=True)
class AnsweredPlay:
    """The first answers of a finished play as `[scene, choice, grade]`, with its version."""

    play_id: UUID
    version: PublishedVersion
    answers: Sequence[Sequence[str]]


def answered_plays(session: Session, *, person_id: UUID) -> list[AnsweredPlay]:
    """The person's finished plays whose answers are kept, the newest first; no rewinds and no companions."""
    rows = session.execute(
        select(Play.id, Play.answers, *VERSION_COLUMNS)
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .where(
            Play.person_id == person_id,
            Play.finished_at.is_not(None),
            Play.mode != REWIND,
            Play.answers.is_not(None),
        )
        .order_by(Play.finished_at.desc(), Play.id.desc())
    )
    plays = []
    for row in rows:
        play_id, answers, *version = tuple[Any, ...](row)
        plays.append(AnsweredPlay(play_id, PublishedVersion(*version), answers))
    return plays


def standings_of(session: Session, *, person_id: UUID, time_zone: str) -> dict[Key, Standing]:
    """The moments that the person has seen in the refresher, and where each stands; days are of this time zone."""
    zone = ZoneInfo(time_zone)
    moments = session.scalars(select(RefresherMoment).where(RefresherMoment.person_id == person_id))
    return {
        (one.scenario_id, one.scene): Standing(one.due_on, one.answered_at.astimezone(zone).date()) for one in moments
    }
