"""What the pictures of a team's figures take: bars, principles, where it still pushes, week by week."""

from dataclasses import dataclass

from training_app.domain.team_figures import Push


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar, in hundredths of its length. `kind` is a state, a grade, or how ready people are."""

    kind: str
    start: float
    length: float


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
    """A decision where the team still pushes, with the way to it; `percent` (0-100) of its answers were prey."""

    push: Push
    url: str
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
