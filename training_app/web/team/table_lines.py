"""What the table of people and modules takes, and the filters above it."""

from dataclasses import dataclass

from training_app.web.team.figure_lines import Part


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many cells are in one state, with the address that shows them alone (or all, where it is chosen)."""

    state: str
    words: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: the state as a shape and words, and its day."""

    state: str
    words: str
    day: str


@dataclass(frozen=True, slots=True)
class Column:
    """One module: how many passed it of those who were given it."""

    title: str
    is_check: bool
    passed: int
    of: int
    overdue: int
    bar: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One person, who passed so many of those they were given; a cell is None where a module was not."""

    name: str
    url: str
    more: str
    passed: int
    of: int
    cells: tuple[CellView | None, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which of the pages this is, and the addresses of those beside it."""

    number: int
    of: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """People and modules: as bars by module, counted by state, and as a table."""

    states: tuple[StateCount, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_by_state: bool
    people: int
    paging: Paging


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters as they are chosen. `stores` is empty where there is one; `kept` goes along unseen."""

    stores: tuple[Option, ...]
    modules: tuple[Option, ...]
    roles: tuple[Option, ...]
    states: tuple[Option, ...]
    words: str
    kept: tuple[tuple[str, str], ...]
    is_filtered: bool
    all_url: str
