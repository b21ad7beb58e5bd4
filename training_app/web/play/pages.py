"""What the player's and the debrief's templates take: plain values, already in the viewer's language."""

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

    With `scenario`, `version`, `mode`, `parent`, `from_number` and `log` a browser can play on by itself.
    `notice` is `moved` where the play was continued elsewhere. `has_slip`, `has_haste` and `think_first` are the
    person's own settings.
    """

    play: str
    scenario: str
    version: int
    mode: str
    parent: str | None
    from_number: int | None
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


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of what the ending costs and brings; `tone` is good, mixed, bad or plain."""

    question: str
    answer: str
    tone: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reply with its grade's id and how the customer felt, in words."""

    text: str
    grade: str | None
    felt: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the conversation. `number` is the choice's own; `trust` is after the reply, 0-100.
    `red_line` says that this reply crossed one."""

    number: int
    narration: str | None
    says: str | None
    said: Said
    friend: str | None
    why: str | None
    principle: str | None
    is_first: bool
    trust: int
    trust_change: int
    can_rewind: bool
    red_line: bool


@dataclass(frozen=True, slots=True)
class TrustPoint:
    """One point of the line of trust, in the picture's own units (0-480 by 0-210)."""

    x: int
    y: int
    trust: int
    is_turning: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The details: percentages 0-100, counts and the words for the principles.

    The friend's way has `friend_moments`, worth `points` together; `capped` says that an ending from which nobody
    returns holds the percentage down to `cap`.
    """

    percent: int
    passed: bool
    pass_mark: int
    friend_moments: int
    points: int
    lost: int
    missed: int
    cap: int
    capped: bool
    principles: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """The page after the ending. `score` and `turning` are None where there is none to show.

    `parent` is the play that a rewind came from; `ended_safe` says that trust ended at or above its start.
    """

    play: str
    parent: str | None
    scenario: str
    title: str
    score_value: float | None
    stage: Stage
    story: str
    ledger: tuple[LedgerLine, ...]
    welcome: int
    moments: int
    turning: Turn | None
    turning_is_gain: bool
    turns: tuple[Turn, ...]
    line: tuple[TrustPoint, ...]
    line_label: str
    won_back: int
    ended_safe: bool
    score: Score | None
    sentences: tuple[str, ...]
    own_sentence: str | None
    is_rewind: bool
    is_companion: bool
    ended_early: bool
    next_scenario: tuple[str, str] | None
