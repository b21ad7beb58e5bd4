"""Plays and their append-only log of choices; what is derived from it is written once, at the ending."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Play(Base):
    """One person's run through one scenario version. Its id is a UUIDv7 made by whoever begins it.

    `started_at` is the time of its first recorded choice: opening a scenario is not a try. `location_id` is
    the person's store at that time. `result` is cached from replay when the ending is reached. A rewind's log
    begins with its parent's choices before `from_number`. `answers` are its first answers as `[scene, choice, grade]`,
    cached like the result. A play that was reduced (`reduced_at`) has lost its log and its answers.
    """

    __tablename__ = "play"
    __table_args__ = (
        CheckConstraint("mode in ('practice', 'check', 'rewind')", name="mode"),
        CheckConstraint("(mode = 'rewind') = (parent_id is not null)", name="rewind_has_parent"),
        CheckConstraint("(parent_id is null) = (from_number is null)", name="parent_has_number"),
        CheckConstraint("(finished_at is null) = (result is null)", name="finished_has_result"),
        CheckConstraint("mode <> 'check' or enrolment_id is not null", name="check_has_enrolment"),
        Index("ix_play_person_id_begun_at", "person_id", "begun_at"),
        Index("ix_play_location_id_finished_at", "location_id", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("scenario_version.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    mode: Mapped[str] = mapped_column(String(8))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("play.id"), index=True)
    from_number: Mapped[int | None]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    answers: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    reduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlayCount(Base):
    """What is left of plays that were reduced: how many of one scenario there were at one store in one month.

    `month` is its first day.
    """

    __tablename__ = "play_count"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    plays: Mapped[int]
    finished: Mapped[int]
    passed: Mapped[int]


class PlayChoice(Base):
    """One recorded choice. Never updated; its key makes each number of a play exist once.

    `said_at` is when it was said by the server's time; `device_at` is what the clock of the browser showed, where
    the browser played; `received_at` is when the server got it.
    """

    __tablename__ = "play_choice"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    play_id: Mapped[UUID] = mapped_column(ForeignKey("play.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    choice: Mapped[str] = mapped_column(String(80))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlayPrinciple(Base):
    """Points earned and possible on one principle in one finished play; no rows for a rewind."""

    __tablename__ = "play_principle"

    play_id: Mapped[UUID] = mapped_column(ForeignKey("play.id"), primary_key=True)
    principle: Mapped[str] = mapped_column(String(80), primary_key=True)
    points: Mapped[int]
    possible: Mapped[int]


class ShiftSentence(Base):
    """The sentence for the next shift that its owner kept after a play. Nobody else sees it unless they share it."""

    __tablename__ = "shift_sentence"

    play_id: Mapped[UUID] = mapped_column(ForeignKey("play.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
