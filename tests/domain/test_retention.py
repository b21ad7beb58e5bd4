"""How long answers are kept, and which plays keep their result."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.domain.retention import Tried, kept_since, landmarks

START = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2031-03-04", 12, "2030-03-04"),
        ("2031-03-31", 1, "2031-02-28"),
        ("2032-03-31", 1, "2032-02-29"),
        ("2032-02-29", 12, "2031-02-28"),
        ("2031-01-15", 1, "2030-12-15"),
        ("2031-12-31", 120, "2021-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, expected: str) -> None:
    moment = datetime.fromisoformat(f"{day}T08:30+00:00")
    assert kept_since(moment, months=months).isoformat() == f"{expected}T08:30:00+00:00"


@st.composite
def tries(draw: st.DrawFn) -> list[Tried]:
    """Plays of one person, of two graded rules and a companion's, in no order."""
    plays = []
    for number in range(draw(st.integers(0, 12))):
        is_finished = draw(st.booleans())
        rules = draw(st.sampled_from(["a", "b", "companion"]))
        has_score = is_finished and rules != "companion"
        score = draw(st.sampled_from([0.0, 0.5, 0.8, 1.0])) if has_score else None
        passed = draw(st.booleans()) if has_score else None
        started = START + timedelta(days=draw(st.integers(0, 5)))
        plays.append(Tried(UUID(int=number), rules, started, is_finished, score, passed))
    return draw(st.permutations(plays))


@given(tries())
def test_first_try_best_and_pass_are_told_the_same_by_what_stays(plays: list[Tried]) -> None:
    staying = landmarks(plays)
    left = [play for play in plays if play.id in staying]
    for rules in {play.rules_sha for play in plays}:
        all_of, left_of = ([play for play in some if play.rules_sha == rules] for some in (plays, left))
        assert 1 <= len(left_of) <= 3
        assert min(all_of, key=_begun) == min(left_of, key=_begun)
        for told in (_best, _has_passed, _has_ended):
            assert told(all_of) == told(left_of)
    assert landmarks(left) == staying


def _begun(play: Tried) -> tuple[datetime, UUID]:
    return play.started_at, play.id


def _best(plays: list[Tried]) -> float:
    return max((play.score for play in plays if play.score is not None), default=-1.0)


def _has_passed(plays: list[Tried]) -> bool:
    return any(play.passed for play in plays)


def _has_ended(plays: list[Tried]) -> bool:
    return any(play.is_finished for play in plays)
