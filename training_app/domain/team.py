"""A team's report as one value: what the page, the files, the paper and the summary by mail all show.

Who sees how much is decided where it is made: scores are None unless the workspace lets managers see them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from training_app.domain.enrolment import BY_URGENCY, DUE_SOON, LATE, OPEN, READY, State
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.domain.team_figures import FamilyFigures, Huddle, Push, Week

LATELY = timedelta(days=14)
URGENCY = {state: rank for rank, state in enumerate(BY_URGENCY)}
OUT_OF_THE_COUNT = frozenset({State.EXCUSED, State.WITHDRAWN})
SETTLED = READY | OUT_OF_THE_COUNT


class Cell(NamedTuple):
    """How one person stands with one module.

    `versions` are the versions of the scenarios that were passed, by scenario id. Scores (0-1) are the mean over the
    module's scenarios of the first and of the best try under this enrolment.
    """

    state: State
    due_on: date
    passed_on: date | None
    attempts: int
    first_score: float | None = None
    best_score: float | None = None
    versions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TeamStore:
    """One store of the report, the day that it is there, and the mark of its last change."""

    id: UUID
    name: str
    path: str
    time_zone: str
    today: date
    mark: int


@dataclass(frozen=True, slots=True)
class TeamModule:
    """One module of the report, with its title in the language of the report."""

    id: UUID
    title: str
    mode: str


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """One person with their cells by module; who was given nothing has none."""

    id: UUID
    name: str
    staff_number: str | None
    store: TeamStore
    role: Role
    cells: Mapping[UUID, Cell]

    @property
    def states(self) -> frozenset[State]:
        """The states that occur in their cells."""
        return frozenset(cell.state for cell in self.cells.values())

    @property
    def is_ready(self) -> bool:
        """Whether they have passed all that they were given and were not excused from, and that is something."""
        return bool(self.states & READY) and self.states <= SETTLED

    @property
    def has_work(self) -> bool:
        """Whether there is anything that they pass or passed: nobody is counted for what they were excused from."""
        return bool(self.states - OUT_OF_THE_COUNT)

    @property
    def is_late(self) -> bool:
        """Whether something is overdue, or a check has no attempt left."""
        return bool(self.states & LATE)

    def count(self, *states: State) -> int:
        """How many of their cells are in one of these states."""
        return sum(cell.state in states for cell in self.cells.values())

    def due_soon(self) -> list[tuple[UUID, Cell]]:
        """What is open and due within a week from today, the nearest day first, by module."""
        end = self.store.today + DUE_SOON
        soon = [(module, cell) for module, cell in self.cells.items() if is_soon(cell, self.store.today, end)]
        return sorted(soon, key=lambda one: one[1].due_on)


def is_soon(cell: Cell, today: date, end: date) -> bool:
    """Whether this is open and due between the two days."""
    return cell.state in OPEN and today <= cell.due_on <= end


@dataclass(frozen=True, slots=True)
class Praise:
    """One person to praise: `kind` is `all` (passed the last of all), `back` (came back from a slip) or `passed`."""

    person: UUID
    name: str
    kind: str
    modules: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report shows, as it stands in the address; None and empty mean all."""

    store: UUID | None = None
    module: UUID | None = None
    role: Role | None = None
    state: State | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TeamReport:
    """All of it. People stand most urgent first; `modules` are those that occur, the most overdue first."""

    level: Level
    stores: tuple[TeamStore, ...]
    modules: tuple[TeamModule, ...]
    people: tuple[TeamPerson, ...]
    huddle: Huddle | None = None
    praise: tuple[Praise, ...] = ()
    families: tuple[FamilyFigures, ...] = ()
    pushes: tuple[Push, ...] = ()
    weeks: tuple[Week, ...] = ()
    filters: Filters = field(default_factory=Filters)

    @property
    def at_work(self) -> tuple[TeamPerson, ...]:
        """Those who were given something to do."""
        return tuple(person for person in self.people if person.has_work)


def urgency(person: TeamPerson) -> tuple[int, date, str, str]:
    """What people are ordered by: the worst state, the day it was or is due, the name."""
    worst = min(
        ((URGENCY[cell.state], cell.due_on) for cell in person.cells.values()), default=(len(URGENCY), date.max)
    )
    return (*worst, person.name.casefold(), str(person.id))


def in_order(modules: Iterable[TeamModule], people: Iterable[TeamPerson]) -> tuple[TeamModule, ...]:
    """The modules that these people were given, those with the most overdue first, then by title."""
    occurring: set[UUID] = set()
    overdue: Counter[UUID] = Counter()
    for person in people:
        occurring.update(person.cells)
        overdue.update(module for module, cell in person.cells.items() if cell.state is State.OVERDUE)
    given = (module for module in modules if module.id in occurring)
    return tuple(sorted(given, key=lambda module: (-overdue[module.id], module.title.casefold(), str(module.id))))
