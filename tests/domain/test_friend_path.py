"""The friend path has the fewest decisions, then the fewest steps, then comes first in the file."""

from itertools import pairwise

import pytest

from tests.domain.pieces import GLADLY, cool, needs, scenario, warm
from training_app.domain.friend_path import FriendPath, SearchBound, friend_path
from training_app.domain.scenario import Target


def test_a_friend_path_may_come_back_to_a_decision_to_answer_fewer() -> None:
    piece = scenario(
        trust=0,
        start=(
            warm("start", trust=10, name="wait"),
            warm("far"),
            warm("glad", name="leave", offered=needs(at_least=30)),
        ),
        far=(warm("glad"), cool("glad")),
        glad=GLADLY,
    )
    assert friend_path(piece) == FriendPath(("wait", "wait", "wait", "leave"), 1, "glad")


def test_of_equal_friend_paths_the_first_in_the_file_is_taken() -> None:
    piece = scenario(
        start=(cool("glad"), warm("left"), warm("right", name="other")),
        left=(warm("glad", name="second"), warm("glad", name="third")),
        right=(warm("glad"), cool("glad")),
        glad=GLADLY,
    )
    assert friend_path(piece) == FriendPath(("warm", "second"), 2, "glad")


def test_a_short_cut_that_is_never_open_does_not_change_the_order() -> None:
    piece = scenario(
        start=(warm("left"), warm("right", name="other")),
        left=(warm("left-on"), cool("glad")),
        right=(warm(Target("glad", needs(at_least=90)), "right-on"), cool("glad")),
        glad=GLADLY,
        **{f"{side}-on": (warm("glad"), cool("glad")) for side in ("left", "right")},
    )
    assert friend_path(piece) == FriendPath(("warm", "warm", "warm"), 3, "glad")


def test_a_play_that_begins_at_an_ending_has_no_friend_path() -> None:
    assert friend_path(scenario(start=GLADLY)) is None


def test_the_search_for_the_friend_path_says_when_it_gives_up() -> None:
    hidden = warm("glad", name="leave", offered=needs(at_least=50))
    piece = scenario(trust=0, start=(warm("start", trust=1, name="wait"), hidden), glad=GLADLY)
    with pytest.raises(SearchBound):
        friend_path(piece, most_replies=40)
    assert friend_path(piece, most_replies=60) is not None


def test_many_equal_ways_do_not_hide_the_friend_path() -> None:
    names = ["start", *(f"s{n}" for n in range(1, 40)), "glad"]
    everywhere = names[:-1]
    decisions = {
        name: (
            warm(onward),
            *(warm(Target(other, needs(at_most=90)), onward, name=f"to-{other}") for other in everywhere),
        )
        for name, onward in pairwise(names)
    }
    path = friend_path(scenario(**decisions, glad=GLADLY))
    assert path is not None
    assert path.decisions == 2
