"""Replies stand on screen in the same order everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import warm
from tests.domain.strategies import PROPERTY
from training_app.domain.screen_order import fnv1a_32, on_screen

PLAY = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize(
    ("text", "value"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("b", 0xE70C2DE5), ("foobar", 0xBF9CF968)]
)
def test_the_hash_gives_the_published_values(text: str, value: int) -> None:
    assert fnv1a_32(text) == value


@PROPERTY
@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), unique=True), st.uuids(version=None).map(str))
def test_the_order_on_screen_is_a_permutation_that_the_order_in_the_file_does_not_change(
    names: list[str], play_id: str
) -> None:
    choices = [warm("glad", name=name) for name in names]
    shown = on_screen(choices, play_id=play_id, scene_id="start")
    assert sorted(choice.id for choice in shown) == sorted(names)
    assert on_screen(reversed(choices), play_id=play_id, scene_id="start") == shown


def test_the_hash_of_play_scene_and_choice_decides() -> None:
    names = ["smile", "nod", "wave", "wait"]
    shown = on_screen([warm("glad", name=name) for name in names], play_id=PLAY, scene_id="arrival")
    assert [choice.id for choice in shown] == sorted(names, key=lambda name: fnv1a_32(f"{PLAY}/arrival/{name}"))


def test_another_play_is_in_another_order() -> None:
    choices = [warm("glad", name=name) for name in ("smile", "nod-and-wait", "two-for-one", "ask-her-name")]
    orders = {
        tuple(choice.id for choice in on_screen(choices, play_id=f"play-{number}", scene_id="start"))
        for number in range(20)
    }
    assert len(orders) > 5
