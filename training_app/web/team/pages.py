"""What the pages of a team take: plain values, already in the viewer's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar, in hundredths of its length. `kind` is a state, a grade, or how ready people are."""

    kind: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class PersonLink:
    """A person with the address of their page, and what is said of them here."""

    name: str
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """Who is ready today: all people in three groups, those due this week and those who are late by name."""

    ready: int
    of: int
    bar: tuple[Part, ...]
    on_the_way: int
    due: tuple[PersonLink, ...]
    late: tuple[PersonLink, ...]
    who_is_ready: tuple[PersonLink, ...]


@dataclass(frozen=True, slots=True)
class HuddleCard:
    """What to say at the huddle. Without a title it is the principle of the week. `seen` is the end of `narration`,
    `often` what the team does there when it loses, `lost` a percentage.
    """

    friend: str
    principle: str
    why: str | None
    narration: str | None
    seen: str
    says: str | None
    ask: str | None
    often: str | None
    title: str | None
    url: str | None
    minutes: int
    lost: int
    answers: int
    people: int


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


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers of a group as a bar and as numbers. `percent` (0-100) is None under ten answers, `bar` is empty and
    the rest is 0 where too few people answered.
    """

    name: str
    answers: int
    is_shown: bool
    percent: int | None
    welcome: int
    processed: int
    hunted: int
    bar: tuple[Part, ...]
    parts: tuple["Figures", ...] = ()


@dataclass(frozen=True, slots=True)
class PushLine:
    """A decision where the team still pushes; `percent` (0-100) of its answers were prey."""

    title: str
    url: str
    number: int
    customer: str
    is_spoken: bool
    said: str
    prey: int
    answers: int
    people: int
    percent: int


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week of the trend; `percent` (0-100) of the answers were a friend's, None where too few people answered."""

    begins: str
    percent: int | None
    answers: int
    passes: int
    start: float
    height: float


@dataclass(frozen=True, slots=True)
class HuddleList:
    """One list of the huddle sheet: names, those together of whom the same is said, and what it is."""

    key: str
    heading: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HuddlePage:
    """The huddle sheet: the line to say, and all the names of the cards. `query` leads back to the report."""

    title: str
    today: str
    huddle: HuddleCard | None
    lists: tuple[HuddleList, ...]
    query: dict[str, str]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The report of a team. `query` is what its files take along to equal it."""

    title: str
    today: str
    people: int
    modules: int
    is_several: bool
    ready: ReadyCard
    huddle: HuddleCard | None
    praise: tuple[PersonLink, ...]
    matrix: Matrix
    filters: FilterForm
    families: tuple[Figures, ...]
    pushes: tuple[PushLine, ...]
    weeks: tuple[WeekLine, ...]
    query: dict[str, str]
