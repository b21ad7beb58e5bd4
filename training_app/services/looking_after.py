"""Looking after a store's tablet: its name, its store, when it locks, and taking it out of use."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid
from training_app.models import Device, SignIn
from training_app.services.accounts import record_change
from training_app.services.devices import checked_name

LOCKS_AFTER = (30, 60, 120, 180, 300, 600, 1800)  # seconds without a touch


def change_device(
    session: Session,
    *,
    device: Device,
    name: str,
    location_id: UUID,
    lock_after: int,
    actor_id: UUID,
    new_id: Callable[[], UUID],
    now: datetime,
) -> None:
    """Rename the tablet, move it to another store and set when it locks; each change is on record by itself.

    Who is signed in on a tablet that moves is signed out. Raises Invalid `bad-name` or `bad-lock`, Conflict
    `revoked`.
    """
    if device.revoked_at is not None:
        raise Conflict("revoked", "This tablet is no longer in use.")
    if lock_after not in LOCKS_AFTER:
        raise Invalid("bad-lock", f"A tablet locks after one of these many seconds: {LOCKS_AFTER}.")
    there_is = {"rename-device": device.name, "move-device": device.location_id, "set-device-lock": device.lock_after}
    wanted = {"rename-device": checked_name(name), "move-device": location_id, "set-device-lock": lock_after}
    device.name, device.location_id, device.lock_after = checked_name(name), location_id, lock_after
    for action, value in wanted.items():
        if value != there_is[action]:
            subject = f"{device.id} {value}"
            record_change(session, event_id=new_id(), action=action, subject=subject, actor_id=actor_id, now=now)
    if location_id != there_is["move-device"]:
        _end_sessions(session, device)


def revoke_device(session: Session, *, device: Device, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Take a tablet out of use: its PIN sessions end now, and it forgets everything at its next contact.

    Revoking it again changes nothing.
    """
    if device.revoked_at is not None:
        return
    device.revoked_at = now
    _end_sessions(session, device)
    record_change(
        session, event_id=event_id, action="revoke-device", subject=str(device.id), actor_id=actor_id, now=now
    )


def _end_sessions(session: Session, device: Device) -> None:
    session.execute(delete(SignIn).where(SignIn.device_id == device.id))
