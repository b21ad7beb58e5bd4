"""Failures in a row under keys of any kind, kept in the database so that every process counts the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training_app.domain.tries import FORGOTTEN_AFTER, Failures, Limit
from training_app.models import SignInFailure
from training_app.models.upsert import insert_into


def seconds_until_next(session: Session, limits: Mapping[str, Limit], *, now: datetime, lock: bool = False) -> int:
    """Whole seconds until the next try is taken by every limit, 0 if now. The keys are hashes."""
    query = select(SignInFailure).where(SignInFailure.key_hash.in_(limits)).order_by(SignInFailure.key_hash)
    rows = session.scalars(query.with_for_update() if lock else query)
    failures = {row.key_hash: Failures(row.failures, row.last_at) for row in rows}
    return max(limit.wait(failures.get(key), now=now) for key, limit in limits.items())


def count_failure(session: Session, keys: Iterable[str], *, now: datetime) -> None:
    """Count one failure under each key; forget those of long ago."""
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < now - FORGOTTEN_AFTER))
    for key in sorted(keys):
        session.execute(
            insert_into(session, SignInFailure)
            .values(key_hash=key, failures=1, last_at=now)
            .on_conflict_do_update(
                index_elements=["key_hash"], set_={"failures": SignInFailure.failures + 1, "last_at": now}
            )
        )
