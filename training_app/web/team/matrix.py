"""People and modules: the picture by module, the counts by state, and the table."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from babel.dates import format_skeleton
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from training_app.domain.check import CHECK
from training_app.domain.enrolment import BY_URGENCY, READY, State
from training_app.domain.permissions import Role
from training_app.domain.team import OUT_OF_THE_COUNT, Cell, Filters, TeamModule, TeamPerson, TeamReport
from training_app.web.places import role_name
from training_app.web.states import state_name
from training_app.web.team.bars import bar_of
from training_app.web.team.filtering import address_of
from training_app.web.team.table_lines import CellView, Column, Matrix, Paging, Row, StateCount

PEOPLE_ON_A_PAGE = 50
IN_A_BAR = (State.PASSED, State.PASSED_LATE, State.STARTED, State.NOT_STARTED, State.FAILED, State.OVERDUE)


def matrix_of(whole: TeamReport, shown: TeamReport, *, page: int) -> Matrix:
    """The table of what the filters leave, one page of it; the counts by state are those without that filter."""
    pages = max(1, -(-len(shown.people) // PEOPLE_ON_A_PAGE))
    number = min(page, pages)
    people = shown.people[(number - 1) * PEOPLE_ON_A_PAGE : number * PEOPLE_ON_A_PAGE]
    view = _cell_views()
    return Matrix(
        states=tuple(_states(whole, shown.filters)),
        columns=tuple(_column(module, shown) for module in shown.modules),
        rows=tuple(_row(person, shown, view) for person in people),
        is_by_state=shown.filters.state is not None,
        people=len(shown.people),
        paging=Paging(
            number=number,
            of=pages,
            before=address_of(shown.filters, page=number - 1) if number > 1 else None,
            after=address_of(shown.filters, page=number + 1) if number < pages else None,
        ),
    )


def _states(report: TeamReport, filters: Filters) -> list[StateCount]:
    """The states that occur among the report's cells; the one that is chosen leads back to all."""
    counts = Counter(cell.state for person in report.people for cell in person.cells.values())
    return [
        StateCount(
            state=state.value,
            words=state_name(state),
            count=counts[state],
            url=address_of(replace(filters, state=None if state is filters.state else state)),
            is_chosen=state is filters.state,
        )
        for state in BY_URGENCY
        if counts[state]
    ]


def _column(module: TeamModule, report: TeamReport) -> Column:
    counts = Counter(person.cells[module.id].state for person in report.people if module.id in person.cells)
    return Column(
        title=module.title,
        is_check=module.mode == CHECK,
        passed=sum(counts[state] for state in READY),
        of=sum(count for state, count in counts.items() if state not in OUT_OF_THE_COUNT),
        overdue=counts[State.OVERDUE],
        bar=bar_of([(state.value, counts[state]) for state in IN_A_BAR]),
    )


def _row(person: TeamPerson, report: TeamReport, view: Callable[[Cell, date], CellView]) -> Row:
    cells = (person.cells.get(module.id) for module in report.modules)
    role = "" if person.role is Role.EMPLOYEE else role_name(person.role)
    store = person.store.name if len(report.stores) > 1 else ""
    return Row(
        name=person.name,
        url=url_for("team.progress", person=person.id),
        more=" · ".join(filter(None, (store, role))),
        passed=person.count(*READY),
        of=0 if report.filters.state else len(person.cells) - person.count(*OUT_OF_THE_COUNT),
        cells=tuple(view(cell, person.store.today) if cell else None for cell in cells),
    )


def _cell_views() -> Callable[[Cell, date], CellView]:
    """Gives a cell's words and day; most cells of a table share theirs with others."""

    @cache
    def worded(state: State, day: date | None, is_due: bool, year: int) -> CellView:
        if day is None:
            return CellView(state.value, state_name(state), "")
        text = short_day(day, year=year)
        return CellView(state.value, state_name(state), _("due %(day)s", day=text) if is_due else text)

    def view(cell: Cell, today: date) -> CellView:
        day = None if cell.state in OUT_OF_THE_COUNT else cell.passed_on or cell.due_on
        return worded(cell.state, day, cell.passed_on is None, today.year)

    return view


def short_day(day: date, *, year: int) -> str:
    """The day and the month, with the year where it is not this one."""
    return str(format_skeleton("MMMd" if day.year == year else "yMMMd", day, locale=get_locale() or "en"))
