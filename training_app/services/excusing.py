"""One person under an assignment: excused, given more time or one more attempt, or let off altogether."""

from datetime import date

from sqlalchemy.orm import Session

from training_app.domain.check import CHECK
from training_app.domain.enrolment import check_later
from training_app.domain.errors import Conflict
from training_app.models import Enrolment, Module
from training_app.services.changes import Change
from training_app.services.report_counts import refresh_counts


def excuse(session: Session, *, enrolment: Enrolment, change: Change) -> None:
    """Nothing is expected of the person under this assignment. Raises Conflict `settled`."""
    _hold(session, enrolment)
    enrolment.excused_at = change.now
    _keep(session, enrolment, action="excuse", change=change)


def withdraw_enrolment(session: Session, *, enrolment: Enrolment, change: Change) -> None:
    """As if the person had not been meant. Raises Conflict `settled`."""
    _hold(session, enrolment)
    enrolment.withdrawn_at = change.now
    _keep(session, enrolment, action="withdraw-enrolment", change=change)


def extend_enrolment(session: Session, *, enrolment: Enrolment, due_on: date, today: date, change: Change) -> None:
    """Give the person until a later day; `today` is the day at their store.

    Raises Conflict `settled`, Invalid `not-later`.
    """
    _hold(session, enrolment)
    check_later(due_on, than=enrolment.due_on, today=today)
    enrolment.due_on = due_on
    _keep(session, enrolment, action="extend-enrolment", change=change)


def give_attempt(session: Session, *, enrolment: Enrolment, change: Change) -> None:
    """One more attempt at each scenario of a check. Raises Conflict `settled` or `no-check`."""
    _hold(session, enrolment)
    if session.get_one(Module, enrolment.module_id).mode != CHECK:
        raise Conflict("no-check", "Only checks count attempts.")
    enrolment.more_attempts += 1
    enrolment.exhausted_at = None
    _keep(session, enrolment, action="give-attempt", change=change)


def _hold(session: Session, enrolment: Enrolment) -> None:
    """Let nobody else change the enrolment until the transaction ends. Raises Conflict `settled`."""
    session.refresh(enrolment, with_for_update={"key_share": True})
    if enrolment.passed_at or enrolment.excused_at or enrolment.withdrawn_at:
        raise Conflict("settled", "This was passed, excused or withdrawn before.")


def _keep(session: Session, enrolment: Enrolment, *, action: str, change: Change) -> None:
    details = {"module": str(enrolment.module_id), "due_on": enrolment.due_on.isoformat()}
    change.record(session, action, enrolment.person_id, details)
    session.flush()
    refresh_counts(session, location_ids=[enrolment.location_id], module_ids=[enrolment.module_id])
