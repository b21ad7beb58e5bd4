"""Shared tablets, the codes that connect them to a store, and the keys that seal what they have not sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from training_app.db import Base
from training_app.models.types import UtcDateTime


class Device(Base):
    """A store's shared tablet. Only its token's SHA-256 is kept.

    `lock_after` is in seconds. `unsent` is how many answers it held at its last contact, the oldest of them of
    `unsent_since`; `offline` is what it said about practice without a network. A revoked device forgets
    everything at its next contact, `forgotten_at`, and `lost` is how many answers it could not send before.
    """

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("lock_after between 30 and 1800", name="lock_after"),
        CheckConstraint("offline in ('unknown', 'ready', 'insecure', 'refused', 'full')", name="offline"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    lock_after: Mapped[int] = mapped_column(default=180)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unsent: Mapped[int] = mapped_column(default=0)
    unsent_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offline: Mapped[str] = mapped_column(String(8), default="unknown")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost: Mapped[int | None]


class Pairing(Base):
    """A code, valid for a few minutes and once, with which a browser becomes a store's tablet."""

    __tablename__ = "pairing"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))


class SealingKey(Base):
    """A person's pair of P-256 keys: a tablet seals unsent answers with the public one, and the private one
    is given only to a browser in which that person has signed in. Both are hexadecimal: the scalar, and the
    uncompressed point.
    """

    __tablename__ = "sealing_key"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    private: Mapped[str] = mapped_column(String(64))
    public: Mapped[str] = mapped_column(String(130))
