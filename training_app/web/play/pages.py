"""What the player's templates take: plain values, already in the viewer's language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """The picture: words of the drawing's vocabularies, and the two chips over it."""

    place: str
    light: str
    portrait: Mapping[str, str | int]
    companions: tuple[str, ...]
    mood: str
    where_and_when: str
    who: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply card; `key` is the number key that takes it, 1-9."""

    id: str
    text: str
    key: int


@dataclass(frozen=True, slots=True)
class Coach:
    """The quiet slip about the reply before: why it landed as it did, and the principle."""

    why: str
    principle: str
    rule: str


@dataclass(frozen=True, slots=True)
class Hurry:
    """The customer's impatience: after `seconds`, they say something. Nothing is scored."""

    seconds: int
    says: str


@dataclass(frozen=True, slots=True)
class ScenePage:
    """One scene of a play. `number` is the next choice's own; `steps` are done, now and open.

    With `scenario`, `version`, `mode`, `parent`, `from_number`, `enrolment` and `log` a browser can play on by itself.
    `notice` is `moved` where the play was continued elsewhere. `has_slip`, `has_haste` and `think_first` are the
    person's own settings.
    """

    play: str
    scenario: str
    version: int
    mode: str
    parent: str | None
    from_number: int | None
    enrolment: str | None
    log: tuple[str, ...]
    title: str
    scene: str
    number: int
    stage: Stage
    narration: str | None
    says: str | None
    ask: str | None
    said: str | None
    replies: tuple[Reply, ...]
    coach: Coach | None
    steps: tuple[str, ...]
    think_first: bool
    hurry: Hurry | None
    has_slip: bool
    has_haste: bool
    is_rewind: bool
    is_ending: bool
    is_companion: bool
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleIntro:
    """The enrolment under which a play is to begin.

    `attempts_left` is None for practice and once the scenario is passed. `closed` is why nothing begins under it any
    more: excused, passed or none-left.
    """

    enrolment: str
    title: str
    is_check: bool
    attempts_left: int | None
    closed: str | None


@dataclass(frozen=True, slots=True)
class IntroPage:
    """A scenario before it begins. `play` is the id that the form carries; `open_play` can be continued."""

    scenario: str
    version: int
    title: str
    role: str
    minutes: int
    stage: Stage
    play: str
    open_play: str | None
    pass_mark: int
    is_companion: bool
    first_score: int | None
    best_score: int | None
    module: ModuleIntro | None
