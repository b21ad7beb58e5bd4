"""What the pages of a team take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from training_app.web.team.figure_lines import Figures, Part, PushLine, WeekLine
from training_app.web.team.table_lines import FilterForm, Matrix


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
