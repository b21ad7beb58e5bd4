"""Signing in and out, with a growing delay after failures that every process shares.

The order matters: `seconds_to_wait` before the password is verified, then `admit` or `record_failure` in a
writing transaction. `admit` looks at the delay again under a lock, so that guesses sent side by side learn nothing
once the free tries are used up.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from training_app.db import Transaction
from training_app.domain.errors import TooManyTries
from training_app.domain.permissions import SignInKind
from training_app.domain.tries import ACCOUNT_LIMIT, ADDRESS_LIMIT, Limit
from training_app.models import SignIn
from training_app.services.tokens import token_hash
from training_app.services.tries import count_failure, forgive, seconds_until_next

SIGNED_IN_FOR = timedelta(days=14)
SIGNED_IN_BY_PIN_FOR = timedelta(hours=12)


# An account is whatever failures count for: a person's id, or a name that nobody has.
def _keys(account: str, address: str) -> dict[str, Limit]:
    return {
        token_hash(f"account {account.strip().lower()}"): ACCOUNT_LIMIT,
        token_hash(f"address {address}"): ADDRESS_LIMIT,
    }


def seconds_to_wait(session: Session, *, account: str, address: str, now: datetime, lock: bool = False) -> int:
    """Whole seconds until the next try is taken, 0 if now."""
    return seconds_until_next(session, _keys(account, address), now=now, lock=lock)


def record_failure(session: Session, *, account: str, address: str, now: datetime) -> None:
    """Count one failure for the account and for the address; forget those of long ago."""
    count_failure(session, _keys(account, address), now=now)


def admit(session: Session, *, person_id: UUID, account: str, address: str, token: str, now: datetime) -> None:
    """Begin a session under a fresh token and forget the account's failures.

    Raises TooManyTries when failures beside this try have brought the delay into force.
    """
    seconds = seconds_to_wait(session, account=account, address=address, now=now, lock=True)
    if seconds:
        raise TooManyTries(seconds=seconds)
    account_key, address_key = _keys(account, address)
    forgive(session, account_key, beside=address_key)
    session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at <= now))
    start_session(session, person_id=person_id, token=token, now=now)


def start_session(
    session: Session, *, person_id: UUID, token: str, now: datetime, device_id: UUID | None = None
) -> None:
    """Keep a new session of the person, valid for `SIGNED_IN_FOR`; one that a PIN opens belongs to its tablet."""
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person_id,
            started_at=now,
            expires_at=now + (SIGNED_IN_FOR if device_id is None else SIGNED_IN_BY_PIN_FOR),
            kind=SignInKind.PASSWORD if device_id is None else SignInKind.PIN,
            device_id=device_id,
        )
    )


def sign_out(transaction: Transaction, *, token: str) -> None:
    """End the session of this token."""
    transaction.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def sign_out_everywhere(session: Session, *, person_id: UUID) -> None:
    """End all sessions of the person."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id))
