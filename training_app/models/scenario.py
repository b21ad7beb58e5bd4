"""Scenarios and their versions. A published version never changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class ScenarioRecord(Base):
    """A scenario by its id, such as `pushy-muffin-seller`; its content is in its versions."""

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScenarioVersion(Base):
    """One published state of a scenario with all its languages, as canonical JSON.

    `friend_decisions` is D of the score, None for a companion. First tries and statistics join on `rules_sha`.
    """

    __tablename__ = "scenario_version"
    __table_args__ = (
        UniqueConstraint("scenario_id", "number"),
        CheckConstraint("friend_decisions >= 1", name="friend_decisions"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    rules_sha: Mapped[str] = mapped_column(String(64), index=True)
    friend_decisions: Mapped[int | None]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
