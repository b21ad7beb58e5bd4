"""Sign-ins (one row a session), failures that limits count, and links to set a password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class SignIn(Base):
    """One signed-in session. Only the token's SHA-256 is kept; deleting the row ends the session.

    A session that a PIN opened belongs to its tablet and may do less.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("kind in ('password', 'pin')", name="kind"),
        CheckConstraint("(kind = 'pin') = (device_id is not null)", name="pin_has_device"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(8), default="password")
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)


class SignInFailure(Base):
    """The run of failures for one key (an account name or an address, hashed)."""

    __tablename__ = "sign_in_failure"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ResetLink(Base):
    """A single-use link to set a password. Only the token's SHA-256 is kept."""

    __tablename__ = "reset_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
