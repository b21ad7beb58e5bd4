"""Which moments come back, and when: the ladder, the draw, the recap."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.domain.refreshing import (
    LONGEST_RECAP,
    Given,
    Standing,
    answered_today,
    climbed,
    drawn,
    due_after,
    is_lone,
    moments_of,
    next_on,
    recap_of,
)
from training_app.domain.scenario import Choice, Condition, Grade, Scene

TODAY = date(2031, 3, 4)
EARLIER = TODAY - timedelta(days=1)


def answer(scene: str, principle: str, grade: str = "prey", *, lone: bool = True, scenario: str = "one") -> Given:
    return Given(scenario, scene, principle, Grade(grade), lone, UUID(int=1))


def due(days: int, *, answered: date = EARLIER) -> Standing:
    return Standing(TODAY + timedelta(days), answered)


def names(moments: list[Given]) -> list[str]:
    return [one.scene for one in moments]


def test_a_friend_climbs_fair_stays_and_prey_begins_again() -> None:
    assert [climbed(None, grade) for grade in Grade] == [0, 0, 0]
    assert [climbed(step, Grade.FRIEND) for step in range(5)] == [1, 2, 3, 4, 4]
    assert [climbed(step, Grade.FAIR) for step in range(5)] == [0, 1, 2, 3, 4]
    assert [climbed(step, Grade.PREY) for step in range(5)] == [0, 0, 0, 0, 0]
    assert [(due_after(step, today=TODAY) - TODAY).days for step in range(5)] == [1, 3, 10, 30, 60]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([Choice("a", (), Grade.FRIEND, "p"), Choice("b", (), Grade.PREY, "p")], True),
        ([Choice("a", (), Grade.FRIEND, "p"), Choice("b", (), Grade.PREY, "p", needs=Condition())], False),
        ([Choice("a", (), Grade.FAIR, "p"), Choice("b", (), Grade.PREY, "p")], False),
        ([Choice("a", ()), Choice("b", ())], False),
        ([], False),
    ],
)
def test_a_scene_stands_alone_where_no_reply_asks_for_what_was_before(choices: list[Choice], expected: bool) -> None:
    assert is_lone(Scene("here", tuple(choices))) is expected


def test_the_weakest_principle_leads_and_one_without_a_slip_never_comes() -> None:
    played = [
        answer("a", "weak"),
        answer("b", "middling", "fair"),
        answer("c", "strong", "friend"),
        answer("d", "weak", "fair"),
    ]
    assert names(moments_of(played, withheld=())) == ["a", "d", "b"]
    assert names(drawn(moments_of(played, withheld=()), {}, today=TODAY)) == ["a", "d", "b"]


def test_what_needs_its_play_and_what_is_checked_stays_away_but_counts() -> None:
    played = [answer("a", "weak", lone=False), answer("b", "weak", "friend"), answer("c", "weak", scenario="two")]
    assert names(moments_of(played, withheld={"two"})) == ["b"]


def test_a_moment_comes_from_the_newest_play() -> None:
    newer, older = answer("a", "weak", "fair"), answer("a", "weak")
    assert moments_of([newer, older], withheld=()) == [newer]


def test_the_longest_due_comes_first_then_what_was_never_seen() -> None:
    moments = [answer(scene, "weak") for scene in "abcde"]
    standings = {("one", "a"): due(1), ("one", "b"): due(0), ("one", "d"): due(-5)}
    assert names(drawn(moments, standings, today=TODAY)) == ["d", "b", "c"]


def test_three_a_day_are_enough() -> None:
    moments = [answer(scene, "weak") for scene in "abcdef"]
    standings = {}
    for scene in "abc":
        standings["one", scene] = due(1, answered=TODAY)
        left = 3 - answered_today(standings, today=TODAY)
        assert len(drawn(moments, standings, today=TODAY)) == left
    assert next_on(moments, standings, today=TODAY) == TODAY + timedelta(days=1)
    assert names(drawn(moments, standings, today=TODAY + timedelta(days=1))) == ["a", "b", "c"]


def test_the_next_day_is_that_of_the_first_to_come_back() -> None:
    moments = [answer("a", "weak"), answer("b", "weak")]
    standings = {("one", "a"): due(10), ("one", "b"): due(3)}
    assert next_on(moments, standings, today=TODAY) == TODAY + timedelta(days=3)
    assert next_on([], {}, today=TODAY) is None


ANSWERS = st.builds(
    answer,
    st.sampled_from("abcdef"),
    st.sampled_from(("one-way", "other-way")),
    st.sampled_from(("friend", "fair", "prey")),
    lone=st.booleans(),
    scenario=st.sampled_from(("one", "two")),
)


@given(
    st.lists(ANSWERS, max_size=20),
    st.dictionaries(
        st.tuples(st.sampled_from(("one", "two")), st.sampled_from("abcdef")),
        st.builds(due, st.integers(-3, 3), answered=st.sampled_from((TODAY, EARLIER))),
    ),
    st.sets(st.sampled_from(("one", "two"))),
)
def test_nothing_is_drawn_twice_too_early_or_from_a_check(played, standings, withheld) -> None:
    moments = moments_of(played, withheld=withheld)
    today = drawn(moments, standings, today=TODAY)
    assert len({one.key for one in today}) == len(today) <= 3
    assert all(one.is_lone and one.scenario_id not in withheld for one in today)
    assert all(one.key not in standings or standings[one.key].due_on <= TODAY for one in today)


def test_the_recap_keeps_the_last_whole_sentences_that_fit() -> None:
    assert recap_of(None, None) == (None, None)
    assert recap_of("She looks up.", "Is it ready?") == ("She looks up.", "Is it ready?")
    long = "x" * 60 + ". "
    narration, says = recap_of(long * 3, "Just milk! And bread.")
    assert (narration, says) == ("x" * 60 + ".", "Just milk! And bread.")
    assert recap_of("y" * 300 + ".", None) == ("y" * 300 + ".", None)
    assert recap_of("z" * 140 + ".", "Er sagt „Nein.“ Dann geht er.") == (None, "Er sagt „Nein.“ Dann geht er.")


@given(st.lists(st.text("ab ", min_size=1).map(lambda words: f"w{words}w."), min_size=1, max_size=8))
def test_a_recap_is_whole_and_short(sentences: list[str]) -> None:
    narration, says = recap_of(" ".join(sentences), None)
    assert says is None
    assert narration is not None
    assert " ".join(sentences).endswith(narration)
    assert len(narration) <= LONGEST_RECAP or narration == sentences[-1]
