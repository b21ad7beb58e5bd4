"""Who changes something, when, and under which id it is on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.services.accounts import record_change


@dataclass(frozen=True, slots=True)
class Change:
    """One change of somebody, or of the command line where `actor_id` is None."""

    event_id: UUID
    actor_id: UUID | None
    now: datetime

    def record(self, session: Session, action: str, subject: UUID, details: dict[str, Any] | None = None) -> None:
        """Add it to the audit record; `details` name no person."""
        record_change(
            session,
            event_id=self.event_id,
            action=action,
            subject=str(subject),
            actor_id=self.actor_id,
            now=self.now,
            details=details,
        )
