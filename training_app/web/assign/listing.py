"""The assignments of the viewer as their list takes them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from training_app.queries.assignments import AssignmentRow, Reached
from training_app.queries.modules import title_in
from training_app.web.assign.pages import AssignmentCard, ListPage
from training_app.web.assign.wording import due_words, people_words, place_words
from training_app.web.languages import language_now

ON_A_PAGE = 20


def list_page(rows: Sequence[AssignmentRow], reached: Mapping[UUID, Reached], *, number: int) -> ListPage:
    """One page of them, from 0; `rows` hold one more where another page follows."""
    has_older = len(rows) > ON_A_PAGE
    return ListPage(
        cards=tuple(_card(row, reached[row.assignment.id]) for row in rows[:ON_A_PAGE]),
        newer=url_for("assign.assignments", page=number - 1 or None) if number else None,
        older=url_for("assign.assignments", page=number + 1) if has_older else None,
    )


def _card(row: AssignmentRow, reached: Reached) -> AssignmentCard:
    return AssignmentCard(
        assignment=str(row.assignment.id),
        title=title_in(row.module, language_now()),
        to_whom=to_whom(row, reached),
        due=due_words(row.assignment.due_on),
        passed=reached.passed,
        people=reached.people,
        standing=standing_words(reached),
        is_withdrawn=row.assignment.withdrawn_at is not None,
        is_spreading=row.assignment.spread_at is None,
        is_from_above=not row.is_own,
    )


def to_whom(row: AssignmentRow, reached: Reached) -> str:
    """For whom it is, in words."""
    if row.assignment.target == "people":
        return people_words(reached.people, reached.first)
    return place_words(row.place, row.assignment.audience)


def standing_words(reached: Reached) -> str:
    """How far it is."""
    if not reached.people:
        return str(_("Nobody here has it to do."))
    return str(_("%(passed)s of %(people)s passed", passed=reached.passed, people=reached.people))
