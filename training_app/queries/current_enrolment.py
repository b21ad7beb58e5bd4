"""Which enrolment stands for a person and a module in every report, where there are several."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from training_app.models import Enrolment


def is_current() -> ColumnElement[bool]:
    """Whether it is the one assigned last of the person's enrolments of its module that are not withdrawn."""
    later = aliased(Enrolment)
    is_later = or_(
        later.assigned_at > Enrolment.assigned_at,
        and_(
            later.assigned_at == Enrolment.assigned_at,
            or_(later.cycle > Enrolment.cycle, and_(later.cycle == Enrolment.cycle, later.id > Enrolment.id)),
        ),
    )
    has_later = exists().where(
        later.person_id == Enrolment.person_id,
        later.module_id == Enrolment.module_id,
        later.withdrawn_at.is_(None),
        is_later,
    )
    return and_(Enrolment.withdrawn_at.is_(None), ~has_later)


def is_last_cycle() -> ColumnElement[bool]:
    """Whether the person has no later cycle under the same assignment."""
    later = aliased(Enrolment)
    return ~exists().where(
        later.assignment_id == Enrolment.assignment_id,
        later.person_id == Enrolment.person_id,
        later.cycle > Enrolment.cycle,
    )
