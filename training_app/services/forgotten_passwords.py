"""Asking for a new password without being signed in: how often, and a link that leaves others as they are."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from training_app.domain.tries import ADDRESS_LIMIT, FORGOTTEN_LIMIT
from training_app.models import ResetLink
from training_app.services.accounts import record_change
from training_app.services.tokens import token_hash
from training_app.services.tries import take_try

LINK_VALID_FOR = timedelta(hours=1)


def take_forgotten_try(session: Session, *, account: str, address: str, now: datetime) -> None:
    """Count that somebody at this network address asked for this account. Raises TooManyTries."""
    limits = {
        token_hash(f"forgotten {account.strip().lower()}"): FORGOTTEN_LIMIT,
        token_hash(f"forgotten from {address}"): ADDRESS_LIMIT,
    }
    take_try(session, limits, now=now)


def keep_link_for_forgetful(session: Session, *, person_id: UUID, token: str, event_id: UUID, now: datetime) -> None:
    """Keep a single-use link for an hour; it is on record, with nobody as the one who asked.

    Links that somebody else gave the person stay: a stranger who asks must not end an invitation.
    """
    session.execute(delete(ResetLink).where(ResetLink.person_id == person_id, ResetLink.expires_at <= now))
    session.add(ResetLink(token_hash=token_hash(token), person_id=person_id, expires_at=now + LINK_VALID_FOR))
    record_change(session, event_id=event_id, action="ask-for-password", subject=str(person_id), actor_id=None, now=now)
