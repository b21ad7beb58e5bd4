"""Failures in a row under keys of any kind, kept in the database so that every process counts the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from training_app.domain.errors import TooManyTries
from training_app.domain.tries import FORGOTTEN_AFTER, Failures, Limit
from training_app.models import SignInFailure
from training_app.models.upsert import insert_into, insert_new


def seconds_until_next(session: Session, limits: Mapping[str, Limit], *, now: datetime, lock: bool = False) -> int:
    """Whole seconds until the next try is taken by every limit, 0 if now. The keys are hashes."""
    query = select(SignInFailure).where(SignInFailure.key_hash.in_(limits)).order_by(SignInFailure.key_hash)
    rows = session.scalars(query.with_for_update() if lock else query)
    failures = {row.key_hash: Failures(row.failures, row.last_at) for row in rows}
    return max(limit.wait(failures.get(key), now=now) for key, limit in limits.items())


def count_failure(session: Session, keys: Iterable[str], *, now: datetime) -> None:
    """Count one failure under each key; forget those of long ago."""
    _forget_long_ago(session, now)
    for key in sorted(keys):
        session.execute(
            insert_into(session, SignInFailure)
            .values(key_hash=key, failures=1, last_at=now)
            .on_conflict_do_update(
                index_elements=["key_hash"], set_={"failures": SignInFailure.failures + 1, "last_at": now}
            )
        )


def take_try(session: Session, limits: Mapping[str, Limit], *, now: datetime) -> int:
    """Count a try as a failure before it is looked at; gives the seconds until the next one, should it fail.

    Whoever calls it commits, looks, and takes the try back with `forgive` if it was right. So never more tries
    are looked at than are free, however many are sent side by side. Raises TooManyTries.
    """
    _forget_long_ago(session, now)
    for key in sorted(limits):
        insert_new(session, SignInFailure, {"key_hash": key, "failures": 0, "last_at": now})
    seconds = seconds_until_next(session, limits, now=now, lock=True)
    if seconds:
        raise TooManyTries(seconds=seconds)
    count_failure(session, limits, now=now)
    return seconds_until_next(session, limits, now=now)


def forgive(session: Session, key: str, *, beside: str) -> None:
    """Forget the failures under the key, and take as many off those of the key beside it.

    Many share a store's address or its tablet: those who mistype and then get in must not add up to a delay for all.
    """
    forgiven = select(SignInFailure.failures).where(SignInFailure.key_hash == key).scalar_subquery()
    session.execute(
        update(SignInFailure)
        .where(SignInFailure.key_hash == beside, forgiven.is_not(None))
        .values(failures=case((SignInFailure.failures > forgiven, SignInFailure.failures - forgiven), else_=0))
    )
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash == key))


def _forget_long_ago(session: Session, now: datetime) -> None:
    """Those that another transaction is about to count again are left to it."""
    old = select(SignInFailure.key_hash).where(SignInFailure.last_at < now - FORGOTTEN_AFTER)
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash.in_(old.with_for_update(skip_locked=True))))
