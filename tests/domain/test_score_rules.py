"""The rules of the score hold for every sound scenario and every way to play it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import PROPERTY, picks, play, sound_scenarios
from training_app.domain.engine import Replay, begin, choose, is_finished, options, replay
from training_app.domain.friend_path import FriendPath, friend_path, is_friend_reply
from training_app.domain.scenario import Grade, Returns, Scenario
from training_app.domain.scoring import LOSS, NEVER_CAP, first_answers, score_of, score_play

SHORTER = sound_scenarios(most_decisions=3)


def path_of(scenario: Scenario) -> FriendPath:
    path = friend_path(scenario)
    assert path is not None
    return path


def finished(scenario: Scenario, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The play, ended if need be as a friend would."""
    state = replay(scenario, choices).state
    while not is_finished(scenario, state):
        friendly = next(choice for choice in options(scenario, state) if is_friend_reply(choice))
        choices = (*choices, friendly.id)
        state, _ = choose(scenario, state, friendly.id)
    return choices


def penalty(replayed: Replay, *, friend_decisions: int) -> int:
    """Lost and missed together, as if the play ended here."""
    firsts = first_answers(replayed.outcomes)
    lost = sum(LOSS[outcome.choice.grade] for outcome in firsts if outcome.choice.grade is not None)
    return lost + max(0, friend_decisions - len(firsts))


@PROPERTY
@given(sound_scenarios())
def test_the_friend_path_scores_one_and_passes(scenario: Scenario) -> None:
    path = path_of(scenario)
    score = score_play(scenario, replay(scenario, path.choices), friend_decisions=path.decisions)
    assert (score.score, score.passed, score.lost, score.missed) == (1, True, 0, 0)


@PROPERTY
@given(sound_scenarios(), picks)
def test_a_score_is_between_nothing_and_one_and_capped_after_never(scenario: Scenario, picked: list[int]) -> None:
    replayed = replay(scenario, finished(scenario, play(scenario, picked)))
    score = score_play(scenario, replayed, friend_decisions=path_of(scenario).decisions)
    ending = scenario.scenes[replayed.state.scene].ending
    assert score.score is not None
    assert 0 <= score.score <= 1
    if ending and ending.returns is Returns.NEVER:
        assert score.score <= NEVER_CAP
        assert score.passed is False
    if score.red_line:
        assert score.passed is False


@PROPERTY
@given(sound_scenarios(), picks)
def test_every_other_first_answer_costs_at_least_one_share(scenario: Scenario, picked: list[int]) -> None:
    replayed = replay(scenario, finished(scenario, play(scenario, picked)))
    decisions = path_of(scenario).decisions
    slips = sum(outcome.choice.grade is not Grade.FRIEND for outcome in first_answers(replayed.outcomes))
    score = score_play(scenario, replayed, friend_decisions=decisions).score
    assert score is not None
    assert score <= max(0, 1 - slips / (2 * decisions))


@PROPERTY
@given(sound_scenarios(), picks)
def test_beyond_the_friend_paths_decisions_nothing_wins_a_loss_back(scenario: Scenario, picked: list[int]) -> None:
    choices = finished(scenario, play(scenario, picked))
    decisions = path_of(scenario).decisions
    penalties = []
    for length in range(len(choices) + 1):
        replayed = replay(scenario, choices[:length])
        if len(replayed.state.answered) >= decisions:
            penalties.append(penalty(replayed, friend_decisions=decisions))
    assert penalties == sorted(penalties)


@PROPERTY
@given(sound_scenarios(), picks)
def test_going_on_kindly_never_scores_less_than_leaving(scenario: Scenario, picked: list[int]) -> None:
    choices = play(scenario, picked)
    decisions = path_of(scenario).decisions
    here = penalty(replay(scenario, choices), friend_decisions=decisions)
    there = penalty(replay(scenario, finished(scenario, choices)), friend_decisions=decisions)
    assert there <= here


@PROPERTY
@given(sound_scenarios(), picks)
def test_being_thrown_out_never_scores_more_than_a_friend_reply_instead(scenario: Scenario, picked: list[int]) -> None:
    choices = finished(scenario, play(scenario, picked))
    decisions = path_of(scenario).decisions
    left = replay(scenario, choices)
    kind = replay(scenario, finished(scenario, choices[:-1]))
    assert penalty(kind, friend_decisions=decisions) <= penalty(left, friend_decisions=decisions)


@PROPERTY
@given(sound_scenarios(), picks)
def test_coming_back_to_a_decision_changes_nothing(scenario: Scenario, picked: list[int]) -> None:
    replayed = replay(scenario, play(scenario, picked))
    decisions = path_of(scenario).decisions
    for number, outcome in enumerate(replayed.outcomes):
        if not outcome.is_first:
            before = replay(scenario, [each.choice.id for each in replayed.outcomes[:number]])
            after = replay(scenario, [each.choice.id for each in replayed.outcomes[: number + 1]])
            assert penalty(before, friend_decisions=decisions) == penalty(after, friend_decisions=decisions)


@PROPERTY
@given(sound_scenarios(), picks)
def test_points_by_principle_are_those_of_the_first_answers(scenario: Scenario, picked: list[int]) -> None:
    replayed = replay(scenario, finished(scenario, play(scenario, picked)))
    score = score_play(scenario, replayed, friend_decisions=path_of(scenario).decisions)
    assert sum(points.answers for points in score.principles.values()) == len(replayed.state.answered)
    assert sum(points.possible - points.points for points in score.principles.values()) == score.lost


@PROPERTY
@given(SHORTER, picks, picks, st.integers(0, 25))
def test_a_rewind_leaves_the_play_it_came_from_as_it_was(
    scenario: Scenario, picked: list[int], otherwise: list[int], number: int
) -> None:
    parent = finished(scenario, play(scenario, picked))
    kept = parent[:number]
    state = replay(scenario, kept).state
    rewound = kept
    for pick in otherwise:
        offered = options(scenario, state)
        if offered:
            rewound = (*rewound, offered[pick % len(offered)].id)
            state, _ = choose(scenario, state, rewound[-1])
    assert replay(scenario, rewound).outcomes[: len(kept)] == replay(scenario, parent).outcomes[: len(kept)]
    assert replay(scenario, parent).is_finished


@PROPERTY
@given(st.integers(1, 30), st.integers(0, 80), st.integers(0, 80), st.sampled_from(Returns))
def test_the_score_is_the_formula_of_the_rules(friend: int, lost: int, decisions: int, returns: Returns) -> None:
    score = score_of(lost=lost, decisions=decisions, friend_decisions=friend, returns=returns)
    plain = max(0.0, 1 - (lost + max(0, friend - decisions)) / (2 * friend))
    assert score == (min(plain, 0.4) if returns is Returns.NEVER else plain)


@PROPERTY
@given(SHORTER)
def test_the_start_alone_is_no_play_of_a_sound_scenario(scenario: Scenario) -> None:
    assert not is_finished(scenario, begin(scenario))
