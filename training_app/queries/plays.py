"""Plays of one person, with their whole log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion


@dataclass(frozen=True, slots=True)
class LoggedPlay:
    """A play with its version and its log of choice ids, what it inherited included."""

    id: UUID
    mode: str
    language: str
    parent_id: UUID | None
    from_number: int | None
    begun_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    result: dict[str, Any] | None
    version: PublishedVersion
    log: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many choices are recorded, inherited ones included."""
        return len(self.log)


_COLUMNS = (
    Play.id,
    Play.mode,
    Play.language,
    Play.parent_id,
    Play.from_number,
    Play.begun_at,
    Play.started_at,
    Play.finished_at,
    Play.result,
)


def own_play(session: Session, play_id: UUID, *, person_id: UUID, lock: bool = False) -> LoggedPlay:
    """One play of this person. `lock` keeps other writers off it until the transaction ends (PostgreSQL;
    SQLite has one writer anyway). Raises NotFound, also for somebody else's.
    """
    query = (
        select(*_COLUMNS, *VERSION_COLUMNS)
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .where(Play.id == play_id, Play.person_id == person_id)
    )
    row = session.execute(query.with_for_update(of=Play) if lock else query).first()
    if row is None:
        raise NotFound("There is no such play of yours.")
    values: tuple[Any, ...] = tuple(row)
    version = PublishedVersion(*values[len(_COLUMNS) :])
    log = log_of(session, play_id, row.parent_id, row.from_number)
    return LoggedPlay(*(*values[: len(_COLUMNS)], version, log))


def log_of(session: Session, play_id: UUID, parent_id: UUID | None, from_number: int | None) -> tuple[str, ...]:
    """The choice ids of a play in order; a rewind's begin with its parent's before `from_number`."""
    inherited: tuple[str, ...] = ()
    if parent_id is not None and from_number is not None:
        parent = session.execute(select(Play.parent_id, Play.from_number).where(Play.id == parent_id)).one()
        inherited = log_of(session, parent_id, parent.parent_id, parent.from_number)[: from_number - 1]
    own = session.scalars(select(PlayChoice.choice).where(PlayChoice.play_id == play_id).order_by(PlayChoice.number))
    return inherited + tuple(own)
