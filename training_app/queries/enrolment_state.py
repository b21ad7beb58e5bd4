"""The state of an enrolment in SQL: the twin of `training_app.domain.enrolment.state_of`."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Case, ColumnElement, Date, case, literal
from sqlalchemy.orm import InstrumentedAttribute

from training_app.domain.enrolment import State
from training_app.models import Enrolment, Location


def today_in(time_zones: Iterable[str], *, now: datetime) -> dict[str, date]:
    """The day that it is in each of these time zones."""
    return {time_zone: now.astimezone(ZoneInfo(time_zone)).date() for time_zone in time_zones}


def today_at(days: dict[str, date], time_zone: InstrumentedAttribute[str] = Location.time_zone) -> ColumnElement[date]:
    """The day at the location of the statement. `days` are by time zone, and hold every one that occurs."""
    if not days:
        return literal(date.min, Date)
    return case({zone: literal(day, Date) for zone, day in days.items()}, value=time_zone)


def state_column(today: ColumnElement[date]) -> Case[str]:
    """The state as text, by the same rules in the same order. `today` is the day at the enrolment's location."""
    return case(
        (Enrolment.withdrawn_at.is_not(None), State.WITHDRAWN.value),
        (Enrolment.excused_at.is_not(None), State.EXCUSED.value),
        (Enrolment.passed_on <= Enrolment.due_on, State.PASSED.value),
        (Enrolment.passed_on.is_not(None), State.PASSED_LATE.value),
        (Enrolment.exhausted_at.is_not(None), State.FAILED.value),
        (today > Enrolment.due_on, State.OVERDUE.value),
        (Enrolment.started_at.is_not(None), State.STARTED.value),
        else_=State.NOT_STARTED.value,
    )
