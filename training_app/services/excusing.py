"""One person under an assignment: excused, given more time or one more attempt, or let off altogether."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid
from training_app.models import Enrolment, Module
from training_app.services.accounts import record_change
from training_app.services.report_counts import refresh_counts


def excuse(session: Session, *, enrolment: Enrolment, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """Nothing is expected of the person under this assignment. Raises Conflict `settled`."""
    _hold(session, enrolment)
    enrolment.excused_at = now
    _keep(session, enrolment, action="excuse", actor_id=actor_id, event_id=event_id, now=now)


def withdraw_enrolment(
    session: Session, *, enrolment: Enrolment, actor_id: UUID, event_id: UUID, now: datetime
) -> None:
    """As if the person had not been meant. Raises Conflict `settled`."""
    _hold(session, enrolment)
    enrolment.withdrawn_at = now
    _keep(session, enrolment, action="withdraw-enrolment", actor_id=actor_id, event_id=event_id, now=now)


def extend_enrolment(
    session: Session, *, enrolment: Enrolment, due_on: date, today: date, actor_id: UUID, event_id: UUID, now: datetime
) -> None:
    """Give the person until a later day; `today` is the day at their store.

    Raises Conflict `settled`, Invalid `not-later`.
    """
    _hold(session, enrolment)
    if due_on <= enrolment.due_on or due_on < today:
        raise Invalid("not-later", "The new day has to be later than the old one, and not over.")
    enrolment.due_on = due_on
    _keep(session, enrolment, action="extend-enrolment", actor_id=actor_id, event_id=event_id, now=now)


def give_attempt(session: Session, *, enrolment: Enrolment, actor_id: UUID, event_id: UUID, now: datetime) -> None:
    """One more attempt at each scenario of a check. Raises Conflict `settled` or `no-check`."""
    _hold(session, enrolment)
    if session.get_one(Module, enrolment.module_id).mode != "check":
        raise Conflict("no-check", "Only checks count attempts.")
    enrolment.more_attempts += 1
    enrolment.exhausted_at = None
    _keep(session, enrolment, action="give-attempt", actor_id=actor_id, event_id=event_id, now=now)


def _hold(session: Session, enrolment: Enrolment) -> None:
    """Let nobody else change the enrolment until the transaction ends. Raises Conflict `settled`."""
    session.refresh(enrolment, with_for_update={"key_share": True})
    if enrolment.passed_at or enrolment.excused_at or enrolment.withdrawn_at:
        raise Conflict("settled", "This was passed, excused or withdrawn before.")


def _keep(
    session: Session, enrolment: Enrolment, *, action: str, actor_id: UUID, event_id: UUID, now: datetime
) -> None:
    details = {"module": str(enrolment.module_id), "due_on": enrolment.due_on.isoformat()}
    subject = str(enrolment.person_id)
    record_change(
        session, event_id=event_id, action=action, subject=subject, actor_id=actor_id, now=now, details=details
    )
    session.flush()
    refresh_counts(session, location_ids=[enrolment.location_id], module_ids=[enrolment.module_id])
