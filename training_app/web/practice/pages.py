"""What Practice and My progress take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from training_app.web.play.pages import Stage
from training_app.web.refresher.pages import RefresherCard


@dataclass(frozen=True, slots=True)
class DueMark:
    """What a card says of the enrolment that it stands under.

    `is_done` says that its scenario is passed; `attempts_left` is None for practice and once it is done.
    """

    enrolment: str
    is_check: bool
    is_done: bool
    attempts_left: int | None


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """One scenario as a card. `state` is open (to be continued), new or played; percentages 0-100.

    `passed` is None for a companion, and until a play was finished; `due` where the card stands under an enrolment.
    """

    scenario: str
    title: str
    summary: str
    minutes: int
    stage: Stage
    state: str
    open_play: str | None
    first_score: int | None
    best_score: int | None
    passed: bool | None
    is_companion: bool
    due: DueMark | None = None


@dataclass(frozen=True, slots=True)
class DueModule:
    """What is due: a module with the day in words, `done` of its `of` scenarios passed, and those as cards.

    `note` is from `note_by`; `text` is the module's own. Empty where there is none.
    """

    enrolment: str
    title: str
    text: str
    is_check: bool
    due: str
    is_overdue: bool
    note: str
    note_by: str | None
    done: int
    of: int
    cards: tuple[ScenarioCard, ...]


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Practice: what is due, the refresher, continue, what I have not played, again; the sentence for the next shift.

    `refresher` is None where nothing is to come back today.
    """

    name: str
    due: tuple[DueModule, ...]
    refresher: RefresherCard | None
    proceed: tuple[ScenarioCard, ...]
    fresh: tuple[ScenarioCard, ...]
    again: tuple[ScenarioCard, ...]
    sentence: str | None
    is_first_visit: bool


@dataclass(frozen=True, slots=True)
class PrincipleLine:
    """A principle with its number of answers. `percent` is None below ten answers; then the counts stand."""

    id: str
    name: str
    answers: int
    percent: int | None
    welcome: int
    processed: int
    hunted: int


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family of principles; `percent` is None below ten answers together."""

    name: str
    answers: int
    percent: int | None
    principles: tuple[PrincipleLine, ...]


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """First try and best of one scenario, percentages 0-100; None where it has no score yet.

    `plays` counts the finished ones; `begun` says that there is another one, open or left.
    """

    scenario: str
    title: str
    plays: int
    begun: bool
    first_score: int | None
    first_left: bool
    best_score: int | None
    passed: bool


@dataclass(frozen=True, slots=True)
class PlayLine:
    """One play in the list. `state` is finished, open or left; `when` is in the store's time zone."""

    play: str
    title: str
    when: str
    state: str
    score: int | None
    passed: bool | None
    is_rewind: bool


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A module with which somebody is through. `state` is passed, passed-late, failed or excused.

    `when` is the day on which it was passed, None for the others.
    """

    title: str
    is_check: bool
    state: str
    when: str | None


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence for the next shift, and whether those who lead the person see it too."""

    play: str
    text: str
    when: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, with its address."""

    text: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """My progress: modules, families and principles, scenarios, plays, the kept sentences and the next step."""

    settled: tuple[SettledLine, ...]
    families: tuple[FamilyLine, ...]
    scenarios: tuple[ScenarioLine, ...]
    plays: tuple[PlayLine, ...]
    sentences: tuple[SentenceLine, ...]
    next_step: NextStep | None
