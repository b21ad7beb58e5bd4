"""Rosters that were uploaded: kept until they are taken in, slice by slice, or forgotten.

A slice looks at its rows anew, so that it can be repeated and what changed meanwhile is seen.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, NotFound
from training_app.domain.personal_details import one_line
from training_app.domain.roster import RosterRow, plain
from training_app.domain.rostering import PlannedRow, Scope, doubles_in
from training_app.models import RosterUpload
from training_app.queries.roster import plan
from training_app.services.accounts import record_change
from training_app.services.report_counts import refresh_counts
from training_app.services.roster import SLICE, Import, take_in

KEPT_FOR = timedelta(days=7)
LONGEST_FILE_NAME = 200


def keep_upload(
    session: Session,
    *,
    upload_id: UUID,
    name: str,
    rows: Sequence[RosterRow],
    reading: dict[str, str],
    actor_id: UUID,
    now: datetime,
) -> RosterUpload:
    """Keep a roster that was read; earlier ones of the same person, and all old ones, are forgotten.

    Its rows are kept in the order of stores, so that a slice has few of them.
    """
    old = RosterUpload.uploaded_at < now - KEPT_FOR
    session.execute(delete(RosterUpload).where(or_(RosterUpload.uploaded_by == actor_id, old)))
    in_order = sorted(rows, key=lambda row: (plain(row.store), row.number))
    upload = RosterUpload(
        id=upload_id,
        uploaded_by=actor_id,
        uploaded_at=now,
        name=one_line(name)[:LONGEST_FILE_NAME],
        rows=[asdict(row) for row in in_order],
        total=len(rows),
        done=0,
        reading=reading,
        counts={},
    )
    session.add(upload)
    session.flush()
    return upload


def own_upload(session: Session, upload_id: UUID, *, person_id: UUID, lock: bool = False) -> RosterUpload:
    """A roster that this person uploaded. Raises NotFound."""
    query = select(RosterUpload).where(and_(RosterUpload.id == upload_id, RosterUpload.uploaded_by == person_id))
    upload = session.scalars(query.with_for_update() if lock else query).first()
    if upload is None:
        raise NotFound
    return upload


def plan_of(session: Session, upload: RosterUpload, scope: Scope) -> list[PlannedRow]:
    """What would become of all its rows, in the order of the file."""
    rows = sorted(rows_of(upload), key=lambda row: row.number)
    return plan(session, rows, scope=scope, doubles=doubles_in(rows))


def rows_of(upload: RosterUpload) -> list[RosterRow]:
    """Its rows as they were read."""
    return [RosterRow(**row) for row in upload.rows]


def take_slice(
    session: Session, *, upload: RosterUpload, scope: Scope, good_rows_only: bool, taking: Import, event_id: UUID
) -> None:
    """Take the next rows in; after the last ones it is finished, and on record. A finished one stays as it is.

    Raises Conflict `bad-rows` at the beginning, unless the good rows are wanted without the bad ones.
    """
    if upload.finished_at is not None:
        return
    if upload.done == 0 and not good_rows_only and any(row.kind == "bad" for row in plan_of(session, upload, scope)):
        raise Conflict("bad-rows", "Some rows cannot be taken. Correct them, or take the good rows only.")
    rows = rows_of(upload)
    doubles = doubles_in(rows)
    planned = plan(session, rows[upload.done : upload.done + SLICE], scope=scope, doubles=doubles)
    touched: set[UUID] = set()
    counts: dict[str, int] = dict(take_in(session, planned, taking, touched))
    refresh_counts(session, location_ids=touched)
    upload.counts = {kind: upload.counts.get(kind, 0) + counts.get(kind, 0) for kind in {*upload.counts, *counts}}
    upload.done += len(planned)
    if upload.done < upload.total:
        return
    bad = {row.row.number for row in plan(session, rows, scope=scope, doubles=doubles) if row.kind == "bad"}
    upload.rows = [asdict(row) for row in rows if row.number in bad]
    upload.finished_at = taking.now
    record_import(session, taking, counts=upload.counts, event_id=event_id)


def record_import(session: Session, taking: Import, *, counts: dict[str, int], event_id: UUID) -> None:
    """Put a whole roster on record, with how many rows of each kind it had."""
    details: dict[str, Any] = {kind: count for kind, count in sorted(counts.items()) if count}
    record_change(
        session,
        event_id=event_id,
        action="import-roster",
        subject=str(taking.id),
        actor_id=taking.actor_id,
        now=taking.now,
        details=details,
    )
