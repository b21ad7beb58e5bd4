"""The engine plays by the rules: conditions, effects before targets, first answers, clamped trust."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import GLADLY, MAYBE, cool, needs, reply, scenario, warm
from tests.domain.strategies import PROPERTY, picks, play, playable_scenarios
from training_app.domain.engine import begin, choose, mood, options, replay
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.scenario import Condition, Grade, Mood, Scenario, Scene, Target, mood_of

TWO_STEPS = scenario(
    start=(
        reply("listen", Grade.FRIEND, Target("glad", needs("name", at_least=60)), "so-so", trust=10, learns=["name"]),
        reply("ask", Grade.FAIR, Target("glad", needs("name")), "start", trust=-5),
    ),
    glad=GLADLY,
    **{"so-so": MAYBE},
)


@pytest.mark.parametrize(
    ("condition", "trust", "facts", "holds"),
    [
        (Condition(), 0, [], True),
        (needs("a", "b"), 50, ["a", "b"], True),
        (needs("a", "b"), 50, ["a"], False),
        (needs(without=["a", "b"]), 50, ["c"], True),
        (needs(without=["a", "b"]), 50, ["b"], False),
        (needs(at_least=40), 40, [], True),
        (needs(at_least=40), 39, [], False),
        (needs(at_most=40), 40, [], True),
        (needs(at_most=40), 41, [], False),
        (needs(at_least=40, at_most=60), 61, [], False),
        (needs("a", without=["b"], at_least=40, at_most=40), 40, ["a", "c"], True),
        (needs("a", without=["c"], at_least=40, at_most=40), 40, ["a", "c"], False),
    ],
)
def test_a_condition_holds_when_all_its_parts_hold(
    condition: Condition, trust: int, facts: list[str], holds: bool
) -> None:
    assert condition.holds(trust, frozenset(facts)) is holds


@pytest.mark.parametrize(
    ("trust", "face"),
    [
        (0, Mood.FLEEING),
        (19, Mood.FLEEING),
        (20, Mood.UNEASY),
        (39, Mood.UNEASY),
        (40, Mood.NEUTRAL),
        (59, Mood.NEUTRAL),
        (60, Mood.AT_EASE),
        (79, Mood.AT_EASE),
        (80, Mood.DELIGHTED),
        (100, Mood.DELIGHTED),
    ],
)
def test_trust_gives_the_face(trust: int, face: Mood) -> None:
    assert mood_of(trust) is face


def test_a_scenes_own_mood_wins_over_trust() -> None:
    piece = Scenario("piece", "start", {"start": Scene("start", (warm("start"),), mood=Mood.UNEASY)}, trust=100)
    assert mood(piece, begin(piece)) is Mood.UNEASY


def test_effects_come_before_the_conditions_of_goto() -> None:
    state, outcome = choose(TWO_STEPS, begin(TWO_STEPS), "listen")
    assert (state.scene, state.trust, state.facts) == ("glad", 60, frozenset(["name"]))
    assert (outcome.trust_before, outcome.trust_after, outcome.learned) == (50, 60, frozenset(["name"]))


def test_the_first_target_that_holds_is_taken_and_else_the_last() -> None:
    assert replay(TWO_STEPS, ["ask", "listen"]).state.scene == "so-so"


def test_a_decision_is_counted_at_its_first_answer_only() -> None:
    replayed = replay(TWO_STEPS, ["ask", "ask", "listen"])
    assert [outcome.is_first for outcome in replayed.outcomes] == [True, False, False]
    assert replayed.state.answered == {"start"}


@pytest.mark.parametrize(
    ("start", "effect", "after", "change"), [(95, 10, 100, 5), (3, -10, 0, -3), (50, 100, 100, 50)]
)
def test_trust_is_clamped_and_the_change_is_what_took_effect(start: int, effect: int, after: int, change: int) -> None:
    piece = scenario(start=(warm("glad", trust=effect),), glad=GLADLY, trust=start)
    state, outcome = choose(piece, begin(piece), "warm")
    assert (state.trust, outcome.trust_change) == (after, change)


def test_replies_are_offered_in_file_order_when_their_needs_hold() -> None:
    piece = scenario(
        start=(
            cool("glad", offered=needs(at_least=51)),
            warm("glad", offered=needs(at_most=50)),
            cool("glad", name="a"),
        ),
        glad=GLADLY,
    )
    assert [choice.id for choice in options(piece, begin(piece))] == ["warm", "a"]


def test_nothing_is_offered_at_an_ending() -> None:
    assert options(TWO_STEPS, replay(TWO_STEPS, ["listen"]).state) == ()
    both = Scenario("piece", "start", {"start": Scene("start", (warm("start"),), ending=GLADLY)})
    assert options(both, begin(both)) == ()


@pytest.mark.parametrize("choice", ["no-such", "late", ""])
def test_a_reply_that_is_not_offered_is_refused(choice: str) -> None:
    piece = scenario(start=(warm("glad"), cool("glad", name="late", offered=needs(at_least=51))), glad=GLADLY)
    with pytest.raises(Invalid) as refusal:
        choose(piece, begin(piece), choice)
    assert refusal.value.code == "not-offered"


def test_after_the_ending_everything_is_refused() -> None:
    with pytest.raises(Conflict) as refusal:
        replay(TWO_STEPS, ["listen", "listen"])
    assert refusal.value.code == "finished"


@PROPERTY
@given(playable_scenarios(), picks)
def test_a_replay_equals_the_play_step_by_step(piece: Scenario, picked: list[int]) -> None:
    choices = play(piece, picked)
    state, outcomes = begin(piece), []
    for choice in choices:
        state, outcome = choose(piece, state, choice)
        outcomes.append(outcome)
    replayed = replay(piece, choices)
    assert (replayed.state, replayed.outcomes) == (state, tuple(outcomes))
    assert replay(piece, choices) == replayed


@PROPERTY
@given(playable_scenarios(), picks, st.integers(-100, 100))
def test_trust_stays_between_nothing_and_a_hundred(piece: Scenario, picked: list[int], trust: int) -> None:
    for outcome in replay(piece, play(piece, picked)).outcomes:
        assert 0 <= outcome.trust_after <= 100


@PROPERTY
@given(playable_scenarios(), picks)
def test_facts_are_never_forgotten(piece: Scenario, picked: list[int]) -> None:
    choices = play(piece, picked)
    known = [replay(piece, choices[:length]).state.facts for length in range(len(choices) + 1)]
    assert all(before <= after for before, after in pairwise(known))
