"""Assigning a module to people or to a place, extending an assignment, and withdrawing it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training_app.domain.enrolment import check_later
from training_app.domain.errors import Conflict, Invalid
from training_app.models import Assignment, Enrolment, Location, Module
from training_app.queries.enrolments import is_open
from training_app.services.changes import Change
from training_app.services.enrolling import enrol_people, enrol_place, hold_assignment
from training_app.services.report_counts import refresh_counts

LONGEST_NOTE = 500
MOST_NAMED = 500
NEWCOMER_DAYS = range(1, 366)
REPEAT_DAYS = range(7, 731)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assignment says besides the module and whom it is for.

    `newcomer_days` None leaves out whoever joins later, `repeat_days` None ends it after the first cycle.
    """

    due_on: date
    newcomer_days: int | None = None
    repeat_days: int | None = None
    note: str = ""


def assign(
    session: Session,
    *,
    assignment_id: UUID,
    module: Module,
    place: Location,
    terms: Terms,
    today: date,
    change: Change,
    audience: str = "employees",
    person_ids: Collection[UUID] | None = None,
) -> Assignment:
    """Assign the module to everybody at a place and below it, or to the named people alone.

    For named people `place` is where whoever assigns does so. Those of a place beyond the first slice are enrolled by
    `enrol_place`, until `spread_at` is set. `today` is the latest day that it is where they work. Raises Conflict
    `archived`, Invalid `past-due`, `bad-newcomers`, `bad-repeat`, `bad-note` or `nobody`.
    """
    _check(module, terms, today=today)
    if person_ids is not None and not 1 <= len(person_ids) <= MOST_NAMED:
        raise Invalid("nobody", f"Name 1 to {MOST_NAMED} people.")
    assignment = Assignment(
        id=assignment_id,
        module_id=module.id,
        location_id=place.id,
        target="place" if person_ids is None else "people",
        audience=audience if person_ids is None else "everyone",
        due_on=terms.due_on,
        newcomer_days=terms.newcomer_days if person_ids is None else None,
        repeat_days=terms.repeat_days,
        note=terms.note.strip(),
        assigned_by=change.actor_id,
        assigned_at=change.now,
    )
    session.add(assignment)
    session.flush()
    people = None if person_ids is None else len(person_ids)
    _record(session, assignment, action="assign", change=change, people=people)
    if person_ids is None:
        enrol_place(session, assignment=assignment, now=change.now)
    else:
        enrol_people(session, assignment=assignment, person_ids=person_ids, now=change.now)
    return assignment


def _check(module: Module, terms: Terms, *, today: date) -> None:
    if module.archived_at is not None:
        raise Conflict("archived", "This module was archived; it cannot be assigned anew.")
    if terms.due_on < today:
        raise Invalid("past-due", "The day is over already.")
    if terms.newcomer_days is not None and terms.newcomer_days not in NEWCOMER_DAYS:
        raise Invalid("bad-newcomers", f"Newcomers have {NEWCOMER_DAYS[0]} to {NEWCOMER_DAYS[-1]} days.")
    if terms.repeat_days is not None and terms.repeat_days not in REPEAT_DAYS:
        raise Invalid("bad-repeat", f"It repeats after {REPEAT_DAYS[0]} to {REPEAT_DAYS[-1]} days.")
    if len(terms.note) > LONGEST_NOTE:
        raise Invalid("bad-note", f"A note has at most {LONGEST_NOTE} signs.")


def extend_assignment(session: Session, *, assignment: Assignment, due_on: date, today: date, change: Change) -> None:
    """Give everybody until a later day; open enrolments that were due on the old one follow.

    Raises Conflict `withdrawn`, Invalid `not-later`.
    """
    hold_assignment(session, assignment)
    check_later(due_on, than=assignment.due_on, today=today)
    session.execute(
        update(Enrolment)
        .where(Enrolment.assignment_id == assignment.id, Enrolment.due_on == assignment.due_on, is_open())
        .values(due_on=due_on)
        .execution_options(synchronize_session=False)
    )
    before, assignment.due_on = assignment.due_on, due_on
    _record(session, assignment, action="extend-assignment", change=change, before=before.isoformat())
    _refresh(session, assignment)


def withdraw_assignment(session: Session, *, assignment: Assignment, change: Change) -> None:
    """Take an assignment back: nobody has to do it any more; whoever passed or was excused keeps that.

    Raises Conflict `withdrawn`.
    """
    hold_assignment(session, assignment)
    assignment.withdrawn_at = change.now
    assignment.spread_at = assignment.spread_at or change.now
    session.execute(
        update(Enrolment)
        .where(
            Enrolment.assignment_id == assignment.id,
            Enrolment.passed_at.is_(None),
            Enrolment.excused_at.is_(None),
            Enrolment.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=change.now)
        .execution_options(synchronize_session=False)
    )
    _record(session, assignment, action="withdraw-assignment", change=change)
    _refresh(session, assignment)


def _record(session: Session, assignment: Assignment, *, action: str, change: Change, **details: object) -> None:
    details |= {
        "location": str(assignment.location_id),
        "due_on": assignment.due_on.isoformat(),
        "newcomer_days": assignment.newcomer_days,
        "repeat_days": assignment.repeat_days,
    }
    details = {name: value for name, value in details.items() if value is not None}
    change.record(session, action, assignment.id, details)


def _refresh(session: Session, assignment: Assignment) -> None:
    stores = session.scalars(
        select(Enrolment.location_id).where(Enrolment.assignment_id == assignment.id).distinct()
    ).all()
    session.flush()
    refresh_counts(session, location_ids=stores, module_ids=[assignment.module_id])
