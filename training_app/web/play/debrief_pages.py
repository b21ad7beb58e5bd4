"""What the debrief's templates take: plain values, already in the viewer's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from training_app.web.play.pages import Stage


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ending costs and brings: `sale` yes or no, `returns` gladly, maybe or never, `tone` good, mixed or bad.

    `sale_as` and `returns_as` are the author's own words for them.
    """

    sale: str
    sale_as: str | None
    returns: str
    returns_as: str | None
    tells: str
    tone: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the conversation. `number` is the choice's own; `trust` is after the reply, 0-100.

    `change` is the signed change of trust, empty for none; `friend` is what a friend would have said, None where that
    was said. `red_line` says that this reply crossed one.
    """

    number: int
    narration: str | None
    says: str | None
    text: str
    grade: str | None
    friend: str | None
    why: str | None
    principle: str | None
    is_first: bool
    trust: int
    change: str
    can_rewind: bool
    red_line: bool


@dataclass(frozen=True, slots=True)
class TrustPoint:
    """One point of the line of trust, in the picture's own units (0-480 by 0-210)."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The point where it turned: a gain or a fall, and where the word beside it stands."""

    x: int
    y: int
    kind: str
    words_y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class TrustLine:
    """The line of trust: its values in words, its path, and its points; `here` is the one where it turned."""

    values: str
    path: str
    points: tuple[TrustPoint, ...]
    here: TurningPoint | None


@dataclass(frozen=True, slots=True)
class PrincipleLine:
    """How the answers went that turned on one principle: points and possible, and the number of answers as `num`."""

    name: str
    points: Mapping[str, int]
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """The details: percentages 0-100, counts as `num`, and the words for the principles.

    `friends_way` has its moments as `num` and the points that they are worth; `missed` is None where nothing was,
    `left` where no points are left, and `cap` unless an ending from which nobody returns holds the percentage down.
    """

    percent: int
    passed: bool
    pass_mark: int
    friends_way: Mapping[str, int]
    lost: Mapping[str, int]
    missed: Mapping[str, int] | None
    left: Mapping[str, int] | None
    cap: int | None
    principles: tuple[PrincipleLine, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """How a check that is over stands: `attempts_left` has their number as `num`, and is None where none is left."""

    enrolment: str
    passed: bool
    attempts_left: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Following:
    """The scenario that comes next, and under which enrolment it is due; None where it is not."""

    scenario: str
    title: str
    enrolment: str | None


@dataclass(frozen=True, slots=True)
class ModuleWay:
    """The module under which a play was begun. `is_open` says that there is more to do under `enrolment`."""

    enrolment: str
    title: str
    is_open: bool
    is_passed: bool


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """The page after the ending. `score`, `turning` and `trust` are None where there is none to show, `check` where it
    was none.

    `parent` is the play that a rewind came from; `crossed` are the replies that crossed a red line; `marks` are the
    grades of the moments, and `felt_welcome` counts them; `turned` is gain or fall; `ended_safe` says that trust ended
    at or above its start, `is_shared` that those who lead the person see the sentence too.
    """

    play: str
    parent: str | None
    scenario: str
    title: str
    score_value: float | None
    stage: Stage
    perspective: str
    story: str
    crossed: tuple[str, ...]
    ledger: Ledger | None
    marks: tuple[str, ...]
    felt_welcome: Mapping[str, int] | None
    turning: Turn | None
    turned: str | None
    turns: tuple[Turn, ...]
    trust: TrustLine | None
    won_back: int | None
    ended_safe: bool
    score: Score | None
    sentences: tuple[str, ...]
    own_sentence: str | None
    is_shared: bool
    is_rewind: bool
    is_companion: bool
    ended_early: bool
    check: CheckLine | None
    module: ModuleWay | None
    following: Following | None
