"""Tokens in place of choices, a face that tells nothing, and the count of attempts."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pieces import GLADLY, cold, scenario, warm
from training_app.domain import engine
from training_app.domain.check import Tokens, attempts_left, shown_mood
from training_app.domain.errors import Invalid
from training_app.domain.scenario import Mood

PIECE = scenario(start=(warm("then"), cold("then")), then=(warm("end", name="warmer"), cold("end")), end=GLADLY)
PLAY = UUID("01980000-0000-7000-8000-000000000001")
OTHER = UUID("01980000-0000-7000-8000-000000000002")
TOKENS = Tokens("secret", PLAY)
NAMES = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True)


@given(st.text(min_size=1), st.uuids(), NAMES, NAMES)
def test_a_token_is_sixteen_url_safe_signs_that_stay(secret: str, play: UUID, scene: str, choice: str) -> None:
    tokens = Tokens(secret, play)
    assert re.fullmatch(r"[A-Za-z0-9_-]{16}", tokens.of(scene, choice))
    assert tokens.of(scene, choice) == Tokens(secret, play).of(scene, choice)


def test_another_secret_play_scene_or_choice_has_another_token() -> None:
    others = {
        Tokens("other", PLAY).of("start", "warm"),
        Tokens("secret", OTHER).of("start", "warm"),
        TOKENS.of("then", "warm"),
        TOKENS.of("start", "cold"),
        TOKENS.of("start", "warm"),
    }
    assert len(others) == 5


@pytest.mark.parametrize(
    ("log", "number", "scene"), [((), 1, "start"), (("warm",), 2, "then"), (("warm",), 1, "start")]
)
def test_a_token_is_read_in_the_scene_of_its_number(log: tuple[str, ...], number: int, scene: str) -> None:
    replayed = engine.replay(PIECE, log)
    token = TOKENS.of(scene, "cold")
    assert TOKENS.choice(PIECE, replayed, number=number, token=token) == "cold"


@pytest.mark.parametrize(
    "token", ["warm", "cold", "", "ü", TOKENS.of("then", "cold"), Tokens("secret", OTHER).of("start", "cold")]
)
def test_what_is_no_token_of_the_scene_is_not_offered(token: str) -> None:
    for log in ((), ("warm",)):
        with pytest.raises(Invalid) as refused:
            TOKENS.choice(PIECE, engine.replay(PIECE, log), number=1, token=token)
        assert refused.value.code == "not-offered"


@pytest.mark.parametrize(("log", "number"), [((), 0), ((), 2), (("warm", "cold"), 3)])
def test_a_number_that_cannot_be_answered_is_left_to_the_log(log: tuple[str, ...], number: int) -> None:
    assert TOKENS.choice(PIECE, engine.replay(PIECE, log), number=number, token="warm") == "warm"


@pytest.mark.parametrize("trust", [0, 30, 50, 100])
def test_the_face_shows_what_the_scene_sets_and_nothing_of_trust(trust: int) -> None:
    state = replace(engine.begin(PIECE), trust=trust)
    assert shown_mood(PIECE, state) is Mood.NEUTRAL
    uneasy = replace(PIECE, scenes={**PIECE.scenes, "start": replace(PIECE.scenes["start"], mood=Mood.UNEASY)})
    assert shown_mood(uneasy, state) is Mood.UNEASY


@given(st.integers(1, 12), st.integers(0, 20), st.booleans())
def test_attempts_run_out_and_end_with_passing(allowed: int, used: int, is_passed: bool) -> None:
    left = attempts_left(allowed=allowed, used=used, is_passed=is_passed)
    assert left == (0 if is_passed or used >= allowed else allowed - used)
