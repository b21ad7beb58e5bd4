"""The completion report as rows, the same for the CSV, the Excel file and the PDF: one a person and module."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from training_app.db import current_session
from training_app.domain.levels import Level
from training_app.domain.team import Cell, Filters, TeamModule, TeamPerson, TeamStore, in_order, urgency
from training_app.domain.team_filters import those_of
from training_app.queries.team_modules import team_modules
from training_app.queries.team_people import team_people
from training_app.web.languages import language_now
from training_app.web.levels import level_now
from training_app.web.team.reporting import MOST_STORES

COLUMNS = ("staff_number", "name", "store", "module", "state", "due", "passed_on", "attempts")
SCORES = ("first_score", "best_score")


class Lines(NamedTuple):
    """The lines of one person: staff number, name and store, which begin each, and the modules' titles with cells."""

    who: tuple[str, str, str]
    cells: Sequence[tuple[str, Cell]]


def columns_of(level: Level) -> tuple[str, ...]:
    """The names of the columns at this level; programs read them."""
    return COLUMNS + SCORES if level.shows_scores else COLUMNS


def heading_of(column: str) -> str:
    """A column on paper and in a workbook."""
    names = {
        "staff_number": _("Staff number"),
        "name": _("Name"),
        "store": _("Store"),
        "module": _("Module"),
        "state": _("State"),
        "due": _("Due on"),
        "passed_on": _("Passed on"),
        "attempts": _("Tries"),
        "first_score": _("First try"),
        "best_score": _("Best"),
    }
    return str(names[column])


def lines_of(stores: Sequence[TeamStore], filters: Filters) -> Iterator[Lines]:
    """All lines of these stores, in the order of the screen; of a chain some stores after the others.

    So that a chain of any size takes no more memory than a few dozen stores do.
    """
    session, level = current_session(), level_now()
    modules = team_modules(session, language=language_now())
    for start in range(0, len(stores), MOST_STORES):
        part = stores[start : start + MOST_STORES]
        people = team_people(session, stores=part, modules=modules, level=level, has_outcomes=level.shows_scores)
        yield from _lines(sorted(those_of(people, filters), key=urgency), modules)


def _lines(people: Sequence[TeamPerson], modules: Iterable[TeamModule]) -> Iterator[Lines]:
    shown = in_order(modules, people)
    titles = [module.title for module in shown]
    nothing: dict[UUID, Cell | None] = dict.fromkeys(module.id for module in shown)
    for person in people:
        cells = zip(titles, {**nothing, **person.cells}.values(), strict=True)
        yield Lines(
            (person.staff_number or "", person.name, person.store.name),
            [(title, cell) for title, cell in cells if cell is not None],
        )
