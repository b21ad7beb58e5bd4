"""The refresher: single moments that come back on a fixed ladder of days."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class RefresherMoment(Base):
    """One decision that a person sees again on `due_on`; `step` (0-4) is where it stands on the ladder of days."""

    __tablename__ = "refresher_moment"
    __table_args__ = (
        CheckConstraint("step between 0 and 4", name="step"),
        Index("ix_refresher_moment_person_id_due_on", "person_id", "due_on"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"), primary_key=True)
    scene: Mapped[str] = mapped_column(String(80), primary_key=True)
    step: Mapped[int]
    due_on: Mapped[date]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
