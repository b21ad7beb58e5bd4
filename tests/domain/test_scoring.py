"""The score of plays reckoned by hand, points by principle, and what the debrief reads from the log."""

import pytest

from tests.domain.pieces import GLADLY, MAYBE, NEVER, cold, cool, reply, scenario, warm
from training_app.domain.engine import Outcome, replay
from training_app.domain.friend_path import friend_path
from training_app.domain.scenario import Grade, Perspective, Returns
from training_app.domain.scoring import PrinciplePoints, Score, score_of, score_play, turning_point, won_back

ASK_AGAIN = reply("again", Grade.FRIEND, "one", trust=5)
THREE = scenario(
    start=(warm("one"), cool("one"), cold("gone")),
    one=(
        reply("warm", Grade.FRIEND, "two", principle="sincere"),
        cool("two"),
        cold("gone"),
        cold("start", name="back"),
    ),
    two=(warm("glad"), cool("maybe"), cold("gone"), ASK_AGAIN, reply("red", Grade.PREY, "glad", red_line=True)),
    glad=GLADLY,
    maybe=MAYBE,
    gone=NEVER,
)


def scored(*choices: str, pass_mark: float = 0.75) -> Score:
    return score_play(THREE, replay(THREE, choices), friend_decisions=3, pass_mark=pass_mark)


def outcomes_of(*changes: int) -> list[Outcome]:
    """Outcomes whose replies changed trust by so much, from 50 on."""
    made, trust = [], 50
    for change in changes:
        made.append(Outcome("start", warm("start"), True, trust, trust + change, frozenset(), "start"))
        trust += change
    return made


@pytest.mark.parametrize(
    ("choices", "lost", "missed", "score", "passed"),
    [
        (("warm", "warm", "warm"), 0, 0, 1, True),
        (("cool", "warm", "warm"), 1, 0, 5 / 6, True),
        (("cool", "cool", "warm"), 2, 0, 4 / 6, False),
        (("cool", "cool", "cool"), 3, 0, 3 / 6, False),
        (("cold",), 2, 2, 2 / 6, False),
        (("warm", "cold"), 2, 1, 0.4, False),
        (("warm", "warm", "cold"), 2, 0, 0.4, False),
        (("warm", "back", "warm", "warm", "warm"), 2, 0, 4 / 6, False),
        (("cool", "back", "warm", "warm", "warm"), 3, 0, 3 / 6, False),
        (("warm", "warm", "again", "cool", "warm"), 0, 0, 1, True),
        (("warm", "warm", "again", "cold"), 0, 0, 0.4, False),
        (("warm", "warm", "red"), 2, 0, 4 / 6, False),
    ],
)
def test_plays_score_as_reckoned_by_hand(
    choices: tuple[str, ...], lost: int, missed: int, score: float, passed: bool
) -> None:
    result = scored(*choices)
    assert (result.lost, result.missed, result.passed) == (lost, missed, passed)
    assert result.score == pytest.approx(score)
    assert result.friend_decisions == 3


@pytest.mark.parametrize(
    ("lost", "decisions", "friend_decisions", "returns", "score"),
    [
        (0, 0, 1, Returns.MAYBE, 0.5),
        (2, 1, 1, Returns.GLADLY, 0),
        (9, 9, 2, Returns.GLADLY, 0),
        (0, 9, 4, Returns.GLADLY, 1),
        (1, 9, 4, Returns.GLADLY, 0.875),
        (0, 4, 4, Returns.NEVER, 0.4),
        (0, 4, 4, None, 1),
    ],
)
def test_the_formula_at_its_edges(
    lost: int, decisions: int, friend_decisions: int, returns: Returns | None, score: float
) -> None:
    assert score_of(lost=lost, decisions=decisions, friend_decisions=friend_decisions, returns=returns) == score


def test_the_friend_path_of_the_example_has_three_decisions() -> None:
    path = friend_path(THREE)
    assert path is not None
    assert (path.choices, path.decisions, path.ending) == (("warm", "warm", "warm"), 3, "glad")


def test_a_red_line_fails_the_play_whatever_the_score() -> None:
    result = scored("warm", "warm", "red", pass_mark=0)
    assert (result.red_line, result.passed) == (True, False)


def test_a_red_line_counts_even_at_a_later_answer() -> None:
    result = scored("warm", "warm", "again", "warm", "red", pass_mark=0)
    assert (result.lost, result.score, result.red_line, result.passed) == (0, 1, True, False)


def test_never_fails_the_play_whatever_the_pass_mark() -> None:
    assert scored("warm", "warm", "cold", pass_mark=0).passed is False


def test_a_score_equal_to_the_pass_mark_passes() -> None:
    ten = {f"s{n}": (warm(f"s{n + 1}"), cool(f"s{n + 1}")) for n in range(1, 10)}
    piece = scenario(start=(warm("s1"), cool("s1")), **ten, s10=GLADLY)
    replayed = replay(piece, ["cool"] * 10)
    assert score_play(piece, replayed, friend_decisions=10, pass_mark=0.5).passed is True
    eleven_lost = score_of(lost=11, decisions=10, friend_decisions=10, returns=None)
    assert eleven_lost < 0.45


def test_no_play_fails_by_a_rounding_error() -> None:
    piece = scenario(
        start=(cold("s1"),),
        **{f"s{n}": (cold(f"s{n + 1}") if n < 4 else warm(f"s{n + 1}"),) for n in range(1, 5)},
        s5=GLADLY,
    )
    replayed = replay(piece, ["cold"] * 4 + ["warm"])
    result = score_play(piece, replayed, friend_decisions=5, pass_mark=0.2)
    assert result.lost == 8
    assert result.score is not None
    assert result.score < 0.2
    assert result.passed is True


def test_principles_get_points_for_first_answers_only() -> None:
    assert scored("cool", "warm", "again", "cold").principles == {
        "welcome": PrinciplePoints(points=3, possible=4),
        "sincere": PrinciplePoints(points=2, possible=2),
    }
    assert PrinciplePoints(points=3, possible=4).answers == 2


def test_a_companion_has_no_score() -> None:
    piece = scenario(
        start=(reply("go", None, "glad", principle=None, red_line=True),), glad=GLADLY, perspective=Perspective.CUSTOMER
    )
    result = score_play(piece, replay(piece, ["go"]), friend_decisions=None)
    assert result == Score(None, None, False, 0, 0, None, {})


def test_an_open_play_has_no_score() -> None:
    with pytest.raises(ValueError, match="finished"):
        scored("warm")


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ((10, -5, -20, 30), 2),
        ((-5, 10, -5), 0),
        ((5, 10, 10), 1),
        ((0, 3), 1),
    ],
)
def test_the_turning_point_is_the_largest_fall_or_else_the_largest_gain(changes: tuple[int, ...], number: int) -> None:
    outcomes = outcomes_of(*changes)
    assert turning_point(outcomes) is outcomes[number]


@pytest.mark.parametrize("changes", [(), (0, 0)])
def test_without_any_change_there_is_no_turning_point(changes: tuple[int, ...]) -> None:
    assert turning_point(outcomes_of(*changes)) is None


@pytest.mark.parametrize(
    ("changes", "regained"),
    [((), 0), ((10, 20), 0), ((-20, 5), 5), ((-20, 5, 30), 20), ((10, -5, -5, 8), 8), ((-5, 5, 5, -10, 3), 8)],
)
def test_trust_won_back_is_what_falls_had_cost_and_gains_returned(changes: tuple[int, ...], regained: int) -> None:
    assert won_back(outcomes_of(*changes)) == regained
