"""Shared tablets: the one that a browser is, and those of a store."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from training_app.db import Transaction
from training_app.models import Device, Location, Pairing
from training_app.models.types import table_of


@dataclass(frozen=True, slots=True)
class DeviceInForce:
    """The tablet that a browser is, with its store; `lock_after` in seconds, `revoked_at` None while in force."""

    id: UUID
    name: str
    location_id: UUID
    store: str
    path: str
    time_zone: str
    lock_after: int
    revoked_at: datetime | None


# Built once and on the bare tables, because it is asked at every request of a tablet.
_DEVICE, _LOCATION = table_of(Device), table_of(Location)
_BY_TOKEN = (
    select(
        _DEVICE.c.id,
        _DEVICE.c.name,
        _DEVICE.c.location_id,
        _LOCATION.c.name.label("store"),
        _LOCATION.c.path,
        _LOCATION.c.time_zone,
        _DEVICE.c.lock_after,
        _DEVICE.c.revoked_at,
    )
    .select_from(_DEVICE.join(_LOCATION))
    .where(_DEVICE.c.token_hash == bindparam("token_hash"))
)


def device_by_token(transaction: Transaction, *, token_hash: str) -> DeviceInForce | None:
    """The tablet with this token, a revoked one too; None if there is none."""
    row = transaction.execute(_BY_TOKEN, {"token_hash": token_hash}).first()
    return DeviceInForce(*row) if row else None


def pairing_by_code(session: Session, *, code_hash: str, created_by: UUID) -> tuple[Pairing, Location] | None:
    """The code that this person made, with its store, used or past its time as well; None if there is none."""
    query = select(Pairing, Location).join(Location, Location.id == Pairing.location_id)
    row = session.execute(query.where(Pairing.code_hash == code_hash, Pairing.created_by == created_by)).first()
    return (row[0], row[1]) if row else None
