"""Fills in the first answers of plays that ended before these were kept beside the result."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from training_app.content.cache import ContentCache
from training_app.domain import engine
from training_app.domain.progress import REWIND
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.models.types import table_of
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion, content_of
from training_app.services.results import answers_of

_PLAY = table_of(Play)
_FILL = update(_PLAY).where(_PLAY.c.id == bindparam("play")).values(answers=bindparam("given"))


@dataclass(frozen=True, slots=True)
class Filled:
    """How many plays got their answers, and the last one that was looked at; None when none is left."""

    done: int
    last: UUID | None


def fill_answers(session: Session, *, contents: ContentCache, after: UUID | None, most: int) -> Filled:
    """Replay the logs of at most so many finished plays that lack their answers, from the one `after` on."""
    versions = _plays(session, after=after, most=most)
    logs: dict[UUID, list[str]] = defaultdict(list)
    said = select(PlayChoice.play_id, PlayChoice.choice).where(PlayChoice.play_id.in_(versions))
    for play_id, choice in session.execute(said.order_by(PlayChoice.play_id, PlayChoice.number)):
        logs[play_id].append(choice)
    filled = []
    for play_id, version in versions.items():
        content = contents.get(version.sha256, lambda one=version: content_of(session, one.id))  # type: ignore[misc]
        answers = answers_of(engine.replay(content.scenario, logs[play_id]))
        filled.append({"play": play_id, "given": answers})
    if filled:
        session.execute(_FILL, filled)
    return Filled(len(filled), max(versions, default=None))


def _plays(session: Session, *, after: UUID | None, most: int) -> dict[UUID, PublishedVersion]:
    """Finished plays of graded scenarios whose log is kept and whose answers are missing."""
    query = (
        select(_PLAY.c.id, *VERSION_COLUMNS)
        .join(table_of(ScenarioVersion))
        .where(
            _PLAY.c.finished_at.is_not(None),
            _PLAY.c.answers.is_(None),
            _PLAY.c.reduced_at.is_(None),
            _PLAY.c.mode != REWIND,
            table_of(ScenarioVersion).c.friend_decisions.is_not(None),
        )
        .order_by(_PLAY.c.id)
        .limit(most)
    )
    if after is not None:
        query = query.where(_PLAY.c.id > after)
    return {play: PublishedVersion(*version) for play, *version in session.execute(query)}
