"""What a database holds, read past the server that serves it."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import NullPool, create_engine, select

from training_app.content.version import content_from_canonical
from training_app.db import Base
from training_app.domain import engine
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.services.results import result_of


class Records:
    """One database. Each question is a connection of its own, so that a server that starts is the first one there."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._engine.dispose()

    def log(self, play: str) -> list[tuple[int, str]]:
        """The recorded choices of a play, numbers included, in the order of their numbers."""
        query = select(PlayChoice.number, PlayChoice.choice).where(PlayChoice.play_id == UUID(play))
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(PlayChoice.number))]

    def times(self, play: str) -> list[tuple[datetime, datetime, datetime]]:
        """Of each choice in order: when it was said, what its device showed then, and when the server got it."""
        query = select(PlayChoice.said_at, PlayChoice.device_at, PlayChoice.received_at)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(PlayChoice.play_id == UUID(play)).order_by(PlayChoice.number))
            return [tuple(row) for row in rows]

    def results(self, play: str) -> tuple[Any, Any]:
        """The result that was kept at the ending, and the one that replaying the log gives."""
        query = (
            select(Play.result, ScenarioVersion.content, ScenarioVersion.friend_decisions)
            .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
            .where(Play.id == UUID(play))
        )
        with self._engine.connect() as connection:
            kept, canonical, friend_decisions = connection.execute(query).one()
        content = content_from_canonical(canonical)
        replayed = engine.replay(content.scenario, [choice for _number, choice in self.log(play)])
        return kept, result_of(content, replayed, friend_decisions)

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables, as texts that can be compared."""
        with self._engine.connect() as connection:
            return {
                table.name: sorted(tuple(map(str, row)) for row in connection.execute(select(table)))
                for table in Base.metadata.sorted_tables
            }
