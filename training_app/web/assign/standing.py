"""One assignment: how it stands, and the people with what may be done for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from training_app.domain.check import CHECK
from training_app.domain.enrolment import READY, State
from training_app.queries.assignments import AssignmentRow, EnrolledPerson, Reached, Wanted
from training_app.queries.modules import title_in
from training_app.web.assign.listing import standing_words, to_whom
from training_app.web.assign.pages import EnrolledLine, StandingPage, StatePart
from training_app.web.assign.wording import due_words, people_count, rules
from training_app.web.languages import language_now
from training_app.web.states import state_name

ON_A_PAGE = 50
A_WEEK = timedelta(days=7)
SEARCHED_BEYOND = 20
ALONG_THE_BAR = (
    State.PASSED,
    State.PASSED_LATE,
    State.EXCUSED,
    State.STARTED,
    State.NOT_STARTED,
    State.FAILED,
    State.OVERDUE,
)
CHANGEABLE = frozenset({State.NOT_STARTED, State.STARTED, State.OVERDUE, State.FAILED})


@dataclass(frozen=True, slots=True)
class Found:
    """What the queries gave. `people` hold one more where another page follows, `left` is still to be enrolled."""

    row: AssignmentRow
    states: Mapping[State, int]
    people: Sequence[EnrolledPerson]
    left: int


def standing_page(found: Found, *, wanted: Wanted, number: int, today: date) -> StandingPage:
    """The page, from 0, of its people who are wanted."""
    row, assignment = found.row, found.row.assignment
    reached = Reached(
        people=sum(found.states.values()),
        passed=sum(found.states.get(state, 0) for state in READY),
        first=found.people[0].name if found.people else "",
    )
    more = len(found.people) > ON_A_PAGE
    return StandingPage(
        assignment=str(assignment.id),
        title=title_in(row.module, language_now()),
        is_check=row.module.mode == CHECK,
        to_whom=to_whom(row, reached),
        due=due_words(assignment.due_on),
        next_day=_later(assignment.due_on, today),
        facts=_facts(row),
        note=assignment.note,
        reached=people_count(reached.people),
        passed=standing_words(reached),
        parts=_parts(found.states, wanted, str(assignment.id)),
        lines=tuple(_line(one, is_check=row.module.mode == CHECK, today=today) for one in found.people[:ON_A_PAGE]),
        words=wanted.words,
        state=wanted.state.value if wanted.state else "",
        is_filtered=bool(wanted.words or wanted.state),
        is_searchable=bool(wanted.words) or reached.people > SEARCHED_BEYOND,
        everyone_url=url_for("assign.show", assignment=assignment.id),
        newer=_url(row, wanted, number - 1) if number else None,
        older=_url(row, wanted, number + 1) if more else None,
        here=_url(row, wanted, number),
        is_own=row.is_own,
        is_withdrawn=assignment.withdrawn_at is not None,
        is_spreading=assignment.spread_at is None,
        done=reached.people,
        total=reached.people + found.left,
    )


def _facts(row: AssignmentRow) -> tuple[str, ...]:
    assignment = row.assignment
    day = format_date(assignment.assigned_at, "long")
    by = _("Assigned by %(name)s on %(day)s.", name=row.assigned_by, day=day)
    lines = [str(by if row.assigned_by else _("Assigned on %(day)s.", day=day))]
    if assignment.withdrawn_at is not None:
        lines.append(str(_("Withdrawn on %(day)s.", day=format_date(assignment.withdrawn_at, "long"))))
        return tuple(lines)
    is_for_place = assignment.target == "place"
    return (*lines, *rules(assignment.newcomer_days, assignment.repeat_days, is_for_place=is_for_place))


def _parts(states: Mapping[State, int], wanted: Wanted, assignment: str) -> tuple[StatePart, ...]:
    """The bar from what is passed to what is overdue, with the address that shows each alone."""
    total = sum(states.values())
    parts, start = [], 0.0
    for state in ALONG_THE_BAR:
        count = states.get(state, 0)
        if not count:
            continue
        width = 100 * count / total
        url = url_for("assign.show", assignment=assignment, state=state.value)
        is_chosen = wanted.state is state
        parts.append(StatePart(state.value, state_name(state), count, round(start, 3), round(width, 3), url, is_chosen))
        start += width
    return tuple(parts)


def _line(one: EnrolledPerson, *, is_check: bool, today: date) -> EnrolledLine:
    is_changeable = one.state in CHANGEABLE
    return EnrolledLine(
        enrolment=str(one.enrolment.id),
        name=one.name,
        account=one.account,
        store=one.store,
        state=one.state.value,
        state_name=state_name(one.state),
        due=_day(one),
        is_changeable=is_changeable,
        may_get_attempt=is_changeable and is_check,
        next_day=_later(one.enrolment.due_on, today),
    )


def _day(one: EnrolledPerson) -> str:
    """When it was passed, else when it is due."""
    if one.enrolment.passed_on is not None:
        return str(_("Passed on %(day)s", day=format_date(one.enrolment.passed_on, "medium")))
    return str(_("Due on %(day)s", day=format_date(one.enrolment.due_on, "medium")))


def _later(due_on: date, today: date) -> str:
    """A week later than the day, or than today where that is over."""
    return (max(due_on, today) + A_WEEK).isoformat()


def _url(row: AssignmentRow, wanted: Wanted, number: int) -> str:
    return url_for(
        "assign.show",
        assignment=row.assignment.id,
        state=wanted.state.value if wanted.state else None,
        q=wanted.words or None,
        page=number or None,
    )


def asked_for(state: str, words: str) -> Wanted:
    """The filters of an address; a state that there is not shows all."""
    return Wanted(State(state) if state in set(State) else None, words)
