"""What one person has played."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.progress import REWIND, PlayRecord
from training_app.models import Play, PlayChoice, ScenarioVersion, ShiftSentence
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion


def plays_of(session: Session, *, person_id: UUID) -> list[PlayRecord]:
    """All plays of the person, rewinds too, the newest first."""
    rows = session.execute(
        select(
            Play.id,
            ScenarioVersion.scenario_id,
            ScenarioVersion.rules_sha,
            Play.mode,
            Play.enrolment_id,
            Play.begun_at,
            Play.started_at,
            Play.finished_at,
            Play.reduced_at,
            Play.result,
        )
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .where(Play.person_id == person_id)
        .order_by(Play.begun_at.desc(), Play.id.desc())
    )
    return [_record(tuple(row)) for row in rows]


def _record(row: tuple[Any, ...]) -> PlayRecord:
    *play, result = row
    return PlayRecord(*(*play, result and result["score"], result and result["passed"]))


@dataclass(frozen=True, slots=True)
class FinishedLog:
    """The log of a finished play that counts, with its version."""

    play_id: UUID
    version: PublishedVersion
    choices: tuple[str, ...]


def finished_logs(session: Session, *, person_id: UUID) -> list[FinishedLog]:
    """The logs of the person's finished plays, rewinds left out."""
    rows = session.execute(
        select(Play.id, PlayChoice.choice, *VERSION_COLUMNS)
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .join(PlayChoice, PlayChoice.play_id == Play.id)
        .where(Play.person_id == person_id, Play.finished_at.is_not(None), Play.mode != REWIND)
        .order_by(Play.id, PlayChoice.number)
    )
    choices: dict[UUID, list[str]] = defaultdict(list)
    versions: dict[UUID, PublishedVersion] = {}
    for row in rows:
        play_id, choice, *version = tuple[Any, ...](row)
        choices[play_id].append(choice)
        versions.setdefault(play_id, PublishedVersion(*version))
    return [FinishedLog(play_id, versions[play_id], tuple(given)) for play_id, given in choices.items()]


def sentences_of(session: Session, *, person_id: UUID, most: int = 20) -> list[ShiftSentence]:
    """The sentences that the person kept for the next shift, the newest first."""
    return list(
        session.scalars(
            select(ShiftSentence)
            .where(ShiftSentence.person_id == person_id)
            .order_by(ShiftSentence.kept_at.desc())
            .limit(most)
        )
    )


def sentence_of(session: Session, *, play_id: UUID) -> ShiftSentence | None:
    """The sentence kept after one play."""
    return session.get(ShiftSentence, play_id)


def shared_sentences(
    session: Session, *, people: Collection[UUID], most: int, since: datetime | None = None
) -> list[ShiftSentence]:
    """The sentences that these people share with those who lead them, the newest first; all others stay theirs.

    With `since` those that have been shared since that moment.
    """
    query = select(ShiftSentence).where(ShiftSentence.person_id.in_(people), ShiftSentence.shared_at.is_not(None))
    if since is not None:
        query = query.where(ShiftSentence.shared_at >= since)
    return list(session.scalars(query.order_by(ShiftSentence.shared_at.desc(), ShiftSentence.play_id).limit(most)))
