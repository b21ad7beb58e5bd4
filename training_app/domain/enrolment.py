"""The state of an enrolment: one pure function of stored facts and today.

Its twin in SQL is `training_app.queries.enrolment_state`; a property test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from training_app.domain.errors import Invalid


class State(StrEnum):
    """How an enrolment stands; of those that hold, the first in this order."""

    WITHDRAWN = "withdrawn"
    EXCUSED = "excused"
    PASSED = "passed"
    PASSED_LATE = "passed-late"
    FAILED = "failed"
    OVERDUE = "overdue"
    STARTED = "started"
    NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of an enrolment. Days are those of the person's store.

    `is_exhausted` says that a scenario of a check was not passed at its last attempt.
    """

    due_on: date
    is_started: bool = False
    passed_on: date | None = None
    is_exhausted: bool = False
    is_excused: bool = False
    is_withdrawn: bool = False


OPEN = frozenset({State.OVERDUE, State.STARTED, State.NOT_STARTED})
READY = frozenset({State.PASSED, State.PASSED_LATE})
LATE = frozenset({State.OVERDUE, State.FAILED})
# What somebody has to look after comes first.
BY_URGENCY = (
    State.OVERDUE,
    State.FAILED,
    State.STARTED,
    State.NOT_STARTED,
    State.PASSED_LATE,
    State.PASSED,
    State.EXCUSED,
    State.WITHDRAWN,
)
DUE_SOON = timedelta(days=7)


def state_of(facts: Facts, *, today: date) -> State:
    """The state on this day of the person's store. Who passes on the due day is in time."""
    if facts.is_withdrawn:
        return State.WITHDRAWN
    if facts.is_excused:
        return State.EXCUSED
    if facts.passed_on is not None:
        return State.PASSED if facts.passed_on <= facts.due_on else State.PASSED_LATE
    if facts.is_exhausted:
        return State.FAILED
    if today > facts.due_on:
        return State.OVERDUE
    return State.STARTED if facts.is_started else State.NOT_STARTED


def check_later(due_on: date, *, than: date, today: date) -> None:
    """More time ends after the old day, and not before today. Raises Invalid `not-later`."""
    if due_on <= than or due_on < today:
        raise Invalid("not-later", "The new day has to be later than the old one, and not over.")
