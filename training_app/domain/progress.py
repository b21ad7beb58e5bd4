"""First tries, bests and a person's points by principle, from the plays of one person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from training_app.domain.engine import Outcome
from training_app.domain.scenario import Grade
from training_app.domain.scoring import MOST_POINTS, POINTS, first_answers

ANSWERS_FOR_A_PERCENTAGE = 10
REWIND = "rewind"


@dataclass(frozen=True, slots=True)
class PlayRecord:
    """One play as a report sees it. `score` is 0-1, None while open and for a companion.

    `enrolment_id` is under which enrolment it was begun, None for one that was begun freely. A play that was
    reduced (`reduced_at`) cannot be continued.
    """

    id: UUID
    scenario_id: str
    rules_sha: str
    mode: str
    enrolment_id: UUID | None
    begun_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reduced_at: datetime | None
    score: float | None
    passed: bool | None


def counting(plays: Iterable[PlayRecord], *, rules_sha: str) -> list[PlayRecord]:
    """The plays of these rules that were started and are no rewinds, in the order in which they were started."""
    started = [play for play in plays if play.rules_sha == rules_sha and play.mode != REWIND and play.started_at]
    return sorted(started, key=lambda play: (play.started_at, play.id))


def first_try(plays: Iterable[PlayRecord], *, rules_sha: str) -> PlayRecord | None:
    """The first play that was started of these rules, left early or not."""
    return next(iter(counting(plays, rules_sha=rules_sha)), None)


def best_score(plays: Iterable[PlayRecord], *, rules_sha: str) -> float | None:
    """The best score of the finished plays of these rules, 0-1."""
    return max((play.score for play in counting(plays, rules_sha=rules_sha) if play.score is not None), default=None)


def is_left(play: PlayRecord, plays: Iterable[PlayRecord]) -> bool:
    """Whether the play was left for good: not finished, and reduced or another of its scenario was started later."""
    if play.finished_at is not None or play.started_at is None or play.mode == REWIND:
        return False
    return play.reduced_at is not None or any(
        other.scenario_id == play.scenario_id
        and other.mode != REWIND
        and other.started_at is not None
        and other.started_at > play.started_at
        for other in plays
    )


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """How often each grade was given."""

    friend: int = 0
    fair: int = 0
    prey: int = 0

    @property
    def answers(self) -> int:
        """All answers together."""
        return self.friend + self.fair + self.prey

    @property
    def percent(self) -> int | None:
        """Points earned over points possible, 0-100 rounded down as every score is; None below ten answers."""
        if self.answers < ANSWERS_FOR_A_PERCENTAGE:
            return None
        points = self.friend * POINTS[Grade.FRIEND] + self.fair * POINTS[Grade.FAIR]
        return 100 * points // (MOST_POINTS * self.answers)

    def __add__(self, other: "GradeCounts") -> "GradeCounts":
        return GradeCounts(self.friend + other.friend, self.fair + other.fair, self.prey + other.prey)


def grades_by_principle(plays: Iterable[Sequence[Outcome]]) -> Mapping[str, GradeCounts]:
    """The grades of all first answers of these plays, by principle."""
    given: dict[str, Counter[Grade]] = {}
    for outcomes in plays:
        for outcome in first_answers(outcomes):
            if outcome.choice.principle is not None and outcome.choice.grade is not None:
                given.setdefault(outcome.choice.principle, Counter())[outcome.choice.grade] += 1
    return {
        principle: GradeCounts(counts[Grade.FRIEND], counts[Grade.FAIR], counts[Grade.PREY])
        for principle, counts in given.items()
    }


def weakest(counts: Mapping[str, GradeCounts]) -> str | None:
    """The principle with the lowest share of points among those with a slip; None if there was none."""
    return next(iter(by_weakness(counts)), None)


def by_weakness(counts: Mapping[str, GradeCounts]) -> list[str]:
    """The principles with a slip, that with the lowest share of points first."""
    slips = {principle: given for principle, given in counts.items() if given.fair or given.prey}
    return sorted(slips, key=lambda principle: (_share(slips[principle]), principle))


def _share(given: GradeCounts) -> float:
    return (given.friend * 2 + given.fair) / (MOST_POINTS * given.answers)
