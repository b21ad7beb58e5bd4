"""Forgetting what has done its work: letters, reminders, rosters, and what is past its time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from training_app.models import Mail, Pairing, Reminder, ResetLink, RosterUpload, SignIn
from training_app.services.roster_uploads import KEPT_FOR as ROSTERS_KEPT_FOR

LETTERS_FOR = timedelta(days=30)
REMINDERS_FOR = timedelta(days=90)


def forget_what_is_done(session: Session, *, now: datetime) -> None:
    """Delete letters that were sent or given up, reminders, rosters, and sign-ins and links past their time."""
    ended = or_(Mail.sent_at < now - LETTERS_FOR, Mail.given_up_at < now - LETTERS_FOR)
    letters = select(Mail.id).where(ended)
    session.execute(delete(Reminder).where(Reminder.day < (now - REMINDERS_FOR).date()))
    session.execute(update(Reminder).where(Reminder.mail_id.in_(letters)).values(mail_id=None))
    session.execute(delete(Mail).where(ended))
    session.execute(delete(RosterUpload).where(RosterUpload.uploaded_at < now - ROSTERS_KEPT_FOR))
    for model in (SignIn, ResetLink, Pairing):
        session.execute(delete(model).where(model.expires_at < now))
