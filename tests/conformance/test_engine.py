"""Python's engine and the browser's say the same of every play, to the last bit of the score."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from config import ROOT
from tests.conformance.comparing import assert_same, in_the_browser
from tests.conformance.small import HERE, small_vectors, text_of
from tests.conformance.vectors import again, vector
from tests.domain.pieces import GLADLY, warm
from tests.domain.strategies import picks, play, playable_scenarios, sound_scenarios, tangles
from training_app.content.check import check_folder
from training_app.content.principles import load_principles
from training_app.domain.engine import begin, choose, options
from training_app.domain.friend_path import friend_path
from training_app.domain.scenario import Scenario, Scene

SCENARIOS = ROOT / "scenarios"
BUILT_IN = sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir())
FILES = sorted(HERE.glob("*.json"))
MOST_PATHS = 2000
AT_ONCE = 250
RANDOM = settings(
    deadline=None,
    derandomize=True,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_the_small_vectors_are_what_their_pieces_give() -> None:
    assert {file.stem: file.read_text(encoding="utf-8") for file in FILES} == {
        name: text_of(plain) + "\n" for name, plain in small_vectors().items()
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_engines_play_a_small_vector(engine_page: Page, file: Path) -> None:
    given_vector = json.loads(file.read_text(encoding="utf-8"))
    assert_same(given_vector, again(given_vector)["plays"])
    assert_same(given_vector, in_the_browser(engine_page, given_vector))


@pytest.mark.parametrize("name", BUILT_IN)
def test_both_engines_play_the_paths_of_a_built_in_piece(engine_page: Page, name: str) -> None:
    content = check_folder(SCENARIOS / name, principles=load_principles(SCENARIOS).ids).content
    assert content
    paths = sample(list(paths_of(content.scenario)))
    for first in range(0, len(paths), AT_ONCE):
        assert_both_play(engine_page, content.scenario, paths[first : first + AT_ONCE], first=first)


def paths_of(scenario: Scenario) -> Iterator[list[str]]:
    """Every way through a piece without loops, from the start to an ending."""
    waiting = [(begin(scenario), ())]
    while waiting:
        state, choices = waiting.pop()
        offered = options(scenario, state)
        if not offered:
            yield list(choices)
        waiting += [(choose(scenario, state, one.id)[0], (*choices, one.id)) for one in offered]


def sample(paths: list[list[str]]) -> list[list[str]]:
    """All of them, or where there are many a seeded spread."""
    return paths if len(paths) <= MOST_PATHS else Random(1).sample(paths, MOST_PATHS)


def assert_both_play(page: Page, scenario: Scenario, logs: Sequence[Sequence[str]], *, first: int = 0) -> None:
    path = friend_path(scenario) if scenario.is_graded else None
    decisions = path.decisions if path else None if not scenario.is_graded else 3
    made = vector("", scenario, logs, friend_decisions=decisions, first=first)
    assert_same(made, in_the_browser(page, made))


@RANDOM
@given(st.one_of(sound_scenarios(), playable_scenarios(), tangles()), st.lists(picks, min_size=8, max_size=12))
def test_both_engines_play_random_pieces(engine_page: Page, piece: Scenario, picked: list[list[int]]) -> None:
    assert_both_play(engine_page, piece, [play(piece, one) for one in picked])


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@RANDOM
@given(st.lists(words, unique=True, max_size=9), words, words)
def test_any_words_stand_in_one_order(engine_page: Page, names: list[str], scene: str, fact: str) -> None:
    learned = frozenset({fact, "～", "😀"})
    choices = tuple(replace(warm("end", name=name), learns=learned) for name in names)
    piece = Scenario("piece", scene, {"end": Scene("end", ending=GLADLY), scene: Scene(scene, choices)})
    assert_both_play(engine_page, piece, [[], names[:1]])
