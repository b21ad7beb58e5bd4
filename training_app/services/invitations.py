"""A printed invitation: with its link somebody without an e-mail address sets a password on their own phone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.services.accounts import keep_reset_link, record_change

INVITATION_VALID_FOR = timedelta(days=14)


def invite(
    session: Session,
    *,
    person_id: UUID,
    token: str,
    actor_id: UUID,
    event_id: UUID,
    now: datetime,
    action: str = "invite",
) -> datetime:
    """Keep a single-use link with which the person sets a password; gives until when it works.

    `action` is what the record says of it: `invite` for a printed card.
    """
    expires_at = keep_reset_link(session, person_id=person_id, token=token, valid_for=INVITATION_VALID_FOR, now=now)
    record_change(session, event_id=event_id, action=action, subject=str(person_id), actor_id=actor_id, now=now)
    return expires_at
