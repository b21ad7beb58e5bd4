"""The score: computed from the log alone, never stored as a counter.

score = max(0, 1 - (lost + missed) / (2 D)), where D is the friend path's number of distinct decisions;
an ending that they never return from caps it at 0.4. Only first answers count; a red line always does.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from training_app.domain.engine import Outcome, Replay
from training_app.domain.scenario import Grade, Returns, Scenario

LOSS = {Grade.FRIEND: 0, Grade.FAIR: 1, Grade.PREY: 2}
POINTS = {Grade.FRIEND: 2, Grade.FAIR: 1, Grade.PREY: 0}
MOST_POINTS = 2
DEFAULT_PASS_MARK = 0.75
NEVER_CAP = 0.4
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class PrinciplePoints:
    """Points earned over points possible on first answers that turned on one principle."""

    points: int
    possible: int

    @property
    def answers(self) -> int:
        """How many answers it rests on; it always travels with the score."""
        return self.possible // MOST_POINTS


@dataclass(frozen=True, slots=True)
class Score:
    """A finished play's result. `score` is 0-1 unrounded; None, like `passed`, for a companion."""

    score: float | None
    passed: bool | None
    red_line: bool
    lost: int
    missed: int
    friend_decisions: int | None
    principles: dict[str, PrinciplePoints]


def score_of(*, lost: int, decisions: int, friend_decisions: int, returns: Returns | None) -> float:
    """The score, 0-1, of a play that answered `decisions` distinct decisions and lost `lost`."""
    missed = max(0, friend_decisions - decisions)
    score = max(0.0, 1 - (lost + missed) / (2 * friend_decisions))
    return min(score, NEVER_CAP) if returns is Returns.NEVER else score


def is_passed(score: float, *, red_line: bool, returns: Returns | None, pass_mark: float) -> bool:
    """Whether the score reaches the pass mark (both 0-1), no red line was crossed, and the ending is not `never`.

    Nobody fails by a rounding error: 1 - 11/20 is a little less than 0.45.
    """
    return score >= pass_mark - _ROUNDING and not red_line and returns is not Returns.NEVER


def first_answers(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that count: each decision's first answer, in order."""
    return [outcome for outcome in outcomes if outcome.is_first]


def principle_points(outcomes: Iterable[Outcome]) -> dict[str, PrinciplePoints]:
    """Points by principle over the first answers; empty for a companion."""
    grades: dict[str, list[Grade]] = defaultdict(list)
    for outcome in first_answers(outcomes):
        if outcome.choice.principle is not None and outcome.choice.grade is not None:
            grades[outcome.choice.principle].append(outcome.choice.grade)
    return {
        principle: PrinciplePoints(sum(POINTS[grade] for grade in given), MOST_POINTS * len(given))
        for principle, given in grades.items()
    }


def score_play(
    scenario: Scenario,
    replayed: Replay,
    *,
    friend_decisions: int | None,
    pass_mark: float = DEFAULT_PASS_MARK,
) -> Score:
    """Score a finished replay. `friend_decisions` is D, at least 1, or None for a companion."""
    if not replayed.is_finished:
        raise ValueError("only a finished play has a score")
    if friend_decisions is None:
        return Score(None, None, False, 0, 0, None, {})
    ending = scenario.scenes[replayed.state.scene].ending
    returns = ending.returns if ending else None
    firsts = first_answers(replayed.outcomes)
    lost = sum(LOSS[outcome.choice.grade] for outcome in firsts if outcome.choice.grade is not None)
    score = score_of(lost=lost, decisions=len(firsts), friend_decisions=friend_decisions, returns=returns)
    red_line = any(outcome.choice.red_line for outcome in replayed.outcomes)
    return Score(
        score=score,
        passed=is_passed(score, red_line=red_line, returns=returns, pass_mark=pass_mark),
        red_line=red_line,
        lost=lost,
        missed=max(0, friend_decisions - len(firsts)),
        friend_decisions=friend_decisions,
        principles=principle_points(replayed.outcomes),
    )


def turning_point(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The largest fall of trust, or if there was none the largest gain; the earlier of equals.

    None when no reply moved trust at all.
    """
    moved = [outcome for outcome in outcomes if outcome.trust_change]
    if not moved:
        return None
    deepest = min(moved, key=lambda outcome: outcome.trust_change)
    if deepest.trust_change < 0:
        return deepest
    return max(moved, key=lambda outcome: outcome.trust_change)


def won_back(outcomes: Iterable[Outcome]) -> int:
    """Trust regained after the first fall: the sum of later gains, up to what the falls had cost (0-100)."""
    open_loss = regained = 0
    for outcome in outcomes:
        if outcome.trust_change < 0:
            open_loss -= outcome.trust_change
        else:
            gain = min(outcome.trust_change, open_loss)
            open_loss -= gain
            regained += gain
    return regained
