"""The log of a play: which choice fits next, and which is there already."""

import pytest
from hypothesis import given

from tests.domain.pieces import GLADLY, reply, scenario
from tests.domain.strategies import PROPERTY, picks, play, playable_scenarios
from training_app.domain.engine import Replay, replay
from training_app.domain.errors import DomainError
from training_app.domain.logbook import LONGEST_PLAY, append
from training_app.domain.scenario import Grade, Scenario

ROUND = scenario(
    start=(reply("stay", Grade.FAIR, "start"), reply("leave", Grade.FRIEND, "glad")),
    glad=GLADLY,
)


def code(scenario: Scenario, replayed: Replay, number: int, choice: str) -> str:
    with pytest.raises(DomainError) as refused:
        append(scenario, replayed, number=number, choice=choice)
    return refused.value.code


@given(scenario=playable_scenarios(), picked=picks)
@PROPERTY
def test_choices_appended_one_by_one_are_the_replay_of_them_all(scenario: Scenario, picked: list[int]) -> None:
    log = play(scenario, picked)
    replayed = replay(scenario, ())
    for number, choice in enumerate(log, start=1):
        before = replayed
        replayed = append(scenario, before, number=number, choice=choice)
        assert append(scenario, replayed, number=number, choice=choice) is replayed
        assert len(before.outcomes) == number - 1
    assert replayed == replay(scenario, log)


def test_what_does_not_fit_has_its_code() -> None:
    once = replay(ROUND, ["stay"])
    assert code(ROUND, once, 0, "stay") == "bad-number"
    assert code(ROUND, once, -3, "stay") == "bad-number"
    assert code(ROUND, once, 1, "leave") == "taken"
    assert code(ROUND, once, 3, "stay") == "gap"
    assert code(ROUND, once, 10**40, "stay") == "gap"
    assert code(ROUND, once, 2, "fly") == "not-offered"
    ended = replay(ROUND, ["leave"])
    assert code(ROUND, ended, 2, "stay") == "finished"
    assert code(ROUND, ended, 9, "stay") == "finished"
    assert code(ROUND, ended, 1, "stay") == "taken"


def test_a_play_does_not_go_on_for_ever() -> None:
    long = replay(ROUND, ["stay"] * LONGEST_PLAY)
    assert code(ROUND, long, LONGEST_PLAY + 1, "stay") == "too-long"
    assert code(ROUND, long, LONGEST_PLAY + 2, "stay") == "gap"
    assert append(ROUND, long, number=LONGEST_PLAY, choice="stay") is long
