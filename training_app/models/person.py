"""Persons, the tree of locations, and the role a person has at one of them."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Location(Base):
    """A chain, region or store. `path` is the ids from the root, each followed by a slash; it is compared by its bytes.

    It is open from `opens` to `closes` by its own time zone, on the days of the week in `open_days` (1 is Monday);
    reminders keep to that. `closed_at` is when it was given up.
    """

    __tablename__ = "location"
    __table_args__ = (CheckConstraint("kind in ('chain', 'region', 'store')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    path: Mapped[str] = mapped_column(String(400).with_variant(String(400, collation="C"), "postgresql"), unique=True)
    time_zone: Mapped[str] = mapped_column(String(60))
    opens: Mapped[time] = mapped_column(default=time(9))
    closes: Mapped[time] = mapped_column(default=time(20))
    open_days: Mapped[str] = mapped_column(String(7), default="1234567")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def line(self) -> list[str]:
        """The ids from the root to this place, as they stand in its path."""
        return self.path.rstrip("/").split("/")


class Person(Base):
    """Someone who signs in, by e-mail address (kept in lower case) or staff number; both are unique.

    `reminders` and `weekly_summary` say what they want by mail. Whoever left (`left_at`) cannot sign in, and their
    record stays. Of whoever was erased (`erased_at`) only the row is left, so that counts stay right.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("theme in ('auto', 'light', 'dark')", name="theme"),
        CheckConstraint("coach in ('slip', 'end')", name="coach"),
        CheckConstraint("email is not null or staff_number is not null or erased_at is not null", name="can_sign_in"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    staff_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str] = mapped_column(String(5), default="auto")
    coach: Mapped[str] = mapped_column(String(4), default="slip")
    think_first: Mapped[bool] = mapped_column(default=False)
    haste: Mapped[bool] = mapped_column(default=True)
    refresher: Mapped[bool] = mapped_column(default=True)
    weekly_summary: Mapped[bool] = mapped_column(default=False)
    reminders: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(Base):
    """The one role that a person has at one location and below it, since `joined_at`."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role in ('employee', 'trainer', 'manager', 'administrator')", name="role"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(13))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
