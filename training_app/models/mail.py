"""Letters by mail, in a queue that survives a restart, and the reminders that were given."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Mail(Base):
    """One letter. Where it has a secret link, `body` holds `{link}` in its place, and `link` is wiped once it is sent.

    It is tried again at `next_at`, later each time; `given_up_at` is when that ended. `kind` says what it is about.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("kind in ('reminder', 'reset', 'invitation', 'summary')", name="kind"),
        Index("ix_mail_sent_at_given_up_at_next_at", "sent_at", "given_up_at", "next_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(400))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(String(300))


class Reminder(Base):
    """That one person was reminded on one day, whatever of; the key allows no second one."""

    __tablename__ = "reminder"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail.id"))
