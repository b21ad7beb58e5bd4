"""Plays of one person, with their whole log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from training_app.db import Transaction
from training_app.domain.errors import NotFound
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.models.types import table_of
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion


@dataclass(frozen=True, slots=True)
class LoggedPlay:
    """A play with its version and its log of choice ids, what it inherited included.

    `enrolment_id` is the enrolment under which it was begun, None for one that was begun freely. A play that was
    reduced (`reduced_at`) has lost its log and keeps its result.
    """

    id: UUID
    person_id: UUID
    location_id: UUID | None
    enrolment_id: UUID | None
    mode: str
    language: str
    parent_id: UUID | None
    from_number: int | None
    begun_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    result: dict[str, Any] | None
    reduced_at: datetime | None
    version: PublishedVersion
    log: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many choices are recorded, inherited ones included."""
        return len(self.log)


# Statements on the bare tables, built once: building one, and the ORM's share, take longer than running it.
_PLAY, _CHOICE = table_of(Play), table_of(PlayChoice)
PLAY_COLUMNS = tuple(
    _PLAY.c[name]
    for name in (
        "id",
        "person_id",
        "location_id",
        "enrolment_id",
        "mode",
        "language",
        "parent_id",
        "from_number",
        "begun_at",
        "started_at",
        "finished_at",
        "result",
        "reduced_at",
    )
)
_OWN_PLAY = (
    select(*PLAY_COLUMNS, *VERSION_COLUMNS, _CHOICE.c.choice)
    .select_from(_PLAY.join(table_of(ScenarioVersion)).outerjoin(_CHOICE, _CHOICE.c.play_id == _PLAY.c.id))
    .where(_PLAY.c.id == bindparam("play"), _PLAY.c.person_id == bindparam("person"))
    .order_by(_CHOICE.c.number)
)
_LOCKED_PLAY = _OWN_PLAY.with_for_update(of=_PLAY)
_OWN_LOG = select(_CHOICE.c.choice).where(_CHOICE.c.play_id == bindparam("play")).order_by(_CHOICE.c.number)
_PARENT = select(_PLAY.c.parent_id, _PLAY.c.from_number).where(_PLAY.c.id == bindparam("play"))


def own_play(transaction: Transaction, play_id: UUID, *, person_id: UUID, lock: bool = False) -> LoggedPlay:
    """One play of this person. `lock` keeps other writers off it until the transaction ends (PostgreSQL;
    SQLite has one writer anyway). Raises NotFound, also for somebody else's.
    """
    statement = _LOCKED_PLAY if lock else _OWN_PLAY
    rows = transaction.execute(statement, {"play": play_id, "person": person_id}).all()
    if not rows:
        raise NotFound("There is no such play of yours.")
    values: tuple[Any, ...] = tuple(rows[0])
    version = PublishedVersion(*values[len(PLAY_COLUMNS) : -1])
    own = tuple(row.choice for row in rows if row.choice is not None)
    inherited = _inherited(transaction, rows[0].parent_id, rows[0].from_number)
    return LoggedPlay(*(*values[: len(PLAY_COLUMNS)], version, inherited + own))


def log_of(transaction: Transaction, play_id: UUID, parent_id: UUID | None, from_number: int | None) -> tuple[str, ...]:
    """The choice ids of a play in order; a rewind's begin with its parent's before `from_number`."""
    own = transaction.execute(_OWN_LOG, {"play": play_id}).scalars()
    return _inherited(transaction, parent_id, from_number) + tuple(own)


def _inherited(transaction: Transaction, parent_id: UUID | None, from_number: int | None) -> tuple[str, ...]:
    if parent_id is None or from_number is None:
        return ()
    parent = transaction.execute(_PARENT, {"play": parent_id}).one()
    return log_of(transaction, parent_id, parent.parent_id, parent.from_number)[: from_number - 1]
