"""Modules, their assignments, and what one person did under one assignment."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Module(Base):
    """An ordered list of scenarios with a pass mark (0-1). It pins no version.

    It belongs to a location: those who lead there or above change it, those at it, above or below use it.
    `attempts` is how often a check's scenario may be started, None for practice. `key` is its id in modules.yaml.
    `titles` and `texts` are by language.
    """

    __tablename__ = "module"
    __table_args__ = (
        CheckConstraint("mode in ('practice', 'check')", name="mode"),
        CheckConstraint("coach in ('slip', 'end')", name="coach"),
        CheckConstraint("pass_mark > 0 and pass_mark <= 1", name="pass_mark"),
        CheckConstraint("(mode = 'check') = (attempts is not null)", name="check_has_attempts"),
        CheckConstraint("attempts between 1 and 10", name="attempts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    mode: Mapped[str] = mapped_column(String(8))
    pass_mark: Mapped[float]
    attempts: Mapped[int | None]
    coach: Mapped[str] = mapped_column(String(4), default="slip")
    think_first: Mapped[bool] = mapped_column(default=False)
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ModuleItem(Base):
    """One scenario of a module; `position` orders them, from 1."""

    __tablename__ = "module_item"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("module.id"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"), primary_key=True, index=True)
    position: Mapped[int]


class Assignment(Base):
    """A module for people or for a place, due on a day in each store's own time zone.

    `location_id` is the place, or for named people the place of whoever assigned. Who joins the place later is due
    `newcomer_days` after that; None leaves newcomers out. With `repeat_days` a new cycle begins so many days after
    the one before. `spread_at` is when everybody whom it reaches had an enrolment.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("target in ('people', 'place')", name="target"),
        CheckConstraint("audience in ('employees', 'everyone')", name="audience"),
        CheckConstraint("repeat_days between 7 and 730", name="repeat_days"),
        CheckConstraint("newcomer_days between 1 and 365", name="newcomer_days"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("module.id"), index=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    target: Mapped[str] = mapped_column(String(6))
    audience: Mapped[str] = mapped_column(String(9))
    due_on: Mapped[date]
    newcomer_days: Mapped[int | None]
    repeat_days: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spread_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Enrolment(Base):
    """One person under one assignment in one cycle (from 0): facts only.

    The state is computed from them and today: `training_app.domain.enrolment`, and in SQL
    `training_app.queries.enrolment_state`. `location_id` is the person's store; days are that store's.
    `attempts` counts the plays that were started under it; `exhausted_at` is when a check's scenario was not passed at
    its last attempt.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("assignment_id", "person_id", "cycle"),
        CheckConstraint("(passed_at is null) = (passed_on is null)", name="passed_has_day"),
        Index("ix_enrolment_location_id_module_id", "location_id", "module_id"),
        Index("ix_enrolment_person_id_module_id", "person_id", "module_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("module.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"))
    cycle: Mapped[int] = mapped_column(default=0)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_on: Mapped[date | None]
    exhausted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    excused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    more_attempts: Mapped[int] = mapped_column(default=0)


class EnrolmentPass(Base):
    """The first play that passed one scenario under an enrolment, with its score (0-1; None for a companion)."""

    __tablename__ = "enrolment_pass"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"), primary_key=True)
    play_id: Mapped[UUID] = mapped_column(ForeignKey("play.id"), index=True)
    passed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    score: Mapped[float | None]
