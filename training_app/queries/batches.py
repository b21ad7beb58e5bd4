"""Many plays at once, whoever's they are, with what their logs inherit: in two queries however many there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from training_app.db import Transaction
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.models.types import table_of
from training_app.queries.plays import PLAY_COLUMNS, LoggedPlay
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion


@dataclass(frozen=True, slots=True)
class KnownPlay:
    """A play, and when its last own choice was said."""

    play: LoggedPlay
    last_said_at: datetime | None


# Built once on the bare tables. A rewind's parent may be a rewind itself, so that plays come with all before them.
_PLAY, _CHOICE = table_of(Play), table_of(PlayChoice)
_OWN = select(_PLAY.c.id, _PLAY.c.parent_id).where(_PLAY.c.id.in_(bindparam("plays", expanding=True)))
_BEFORE = _OWN.cte("line", recursive=True)
_LINE = _BEFORE.union(select(_PLAY.c.id, _PLAY.c.parent_id).join(_BEFORE, _BEFORE.c.parent_id == _PLAY.c.id))
_PLAYS = select(*PLAY_COLUMNS, *VERSION_COLUMNS).select_from(
    _PLAY.join(_LINE, _LINE.c.id == _PLAY.c.id).join(table_of(ScenarioVersion))
)
_CHOICES = (
    select(_CHOICE.c.play_id, _CHOICE.c.choice, _CHOICE.c.said_at)
    .where(_CHOICE.c.play_id.in_(bindparam("plays", expanding=True)))
    .order_by(_CHOICE.c.play_id, _CHOICE.c.number)
)


def known_plays(transaction: Transaction, ids: Collection[UUID]) -> dict[UUID, KnownPlay]:
    """Those of these plays that there are, and all that they are rewinds of, by id."""
    rows = {row.id: row for row in transaction.execute(_PLAYS, {"plays": list(ids)})} if ids else {}
    said: dict[UUID, list[Any]] = defaultdict(list)
    for choice in transaction.execute(_CHOICES, {"plays": list(rows)}) if rows else ():
        said[choice.play_id].append(choice)
    logs = _logs(rows, said)
    return {play_id: _known(tuple(row), logs[play_id], said[play_id]) for play_id, row in rows.items()}


def _logs(rows: Mapping[UUID, Any], said: Mapping[UUID, Sequence[Any]]) -> dict[UUID, tuple[str, ...]]:
    """The whole log of each play; a rewind's begins with its parent's choices before `from_number`."""
    logs: dict[UUID, tuple[str, ...]] = {}
    for play_id in rows:
        line = [play_id]
        while line[-1] not in logs and rows[line[-1]].parent_id is not None:
            line.append(rows[line[-1]].parent_id)
        for member in reversed(line):
            row = rows[member]
            inherited = logs[row.parent_id][: row.from_number - 1] if row.parent_id is not None else ()
            logs[member] = inherited + tuple(choice.choice for choice in said[member])
    return logs


def _known(values: tuple[Any, ...], log: tuple[str, ...], said: Sequence[Any]) -> KnownPlay:
    version = PublishedVersion(*values[len(PLAY_COLUMNS) :])
    play = LoggedPlay(*(*values[: len(PLAY_COLUMNS)], version, log))
    return KnownPlay(play, said[-1].said_at if said else None)
