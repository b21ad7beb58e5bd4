"""A team's report with filters: cells that do not fit are left out, and people without any of the cells asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from training_app.domain.team import Cell, Filters, TeamPerson, TeamReport, in_order, urgency


def filtered(report: TeamReport, filters: Filters) -> TeamReport:
    """The report of the same stores with these people and cells alone. What is a group's stays the whole group's."""
    people = tuple(sorted(those_of(report.people, filters), key=urgency))
    return replace(report, people=people, modules=in_order(report.modules, people), filters=filters)


def those_of(people: Iterable[TeamPerson], filters: Filters) -> Iterable[TeamPerson]:
    """The people whom the filters let through, with the cells that they let through."""
    words = [word.casefold() for word in filters.words.split()]
    by_cell = filters.module is not None or filters.state is not None
    for person in people:
        if filters.role not in {None, person.role} or not all(_holds(person, word) for word in words):
            continue
        cells = _cells(person.cells, filters) if by_cell else person.cells
        if cells or not by_cell:
            yield replace(person, cells=cells) if by_cell else person


def _cells(cells: Mapping[UUID, Cell], filters: Filters) -> dict[UUID, Cell]:
    return {
        module: cell
        for module, cell in cells.items()
        if filters.module in {None, module} and filters.state in {None, cell.state}
    }


def _holds(person: TeamPerson, word: str) -> bool:
    return word in person.name.casefold() or word in (person.staff_number or "").casefold()
