"""An invitation, printed or by mail: with its link somebody sets a password on their own phone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.services.accounts import keep_reset_link
from training_app.services.changes import Change

INVITATION_VALID_FOR = timedelta(days=14)


def invite(session: Session, *, person_id: UUID, token: str, change: Change, action: str) -> datetime:
    """Keep a single-use link with which the person sets a password; gives until when it works.

    `action` is what the record says of it: `invite` for a printed card, `invite-by-mail` for a letter.
    """
    valid_for, now = INVITATION_VALID_FOR, change.now
    expires_at = keep_reset_link(session, person_id=person_id, token=token, valid_for=valid_for, now=now)
    change.record(session, action, person_id)
    return expires_at
