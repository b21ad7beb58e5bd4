"""The analysis agrees with brute force on random scenarios, and no structure makes it fail."""

from collections.abc import Iterator, Mapping

from hypothesis import given

from tests.domain.pieces import checked, codes
from tests.domain.strategies import (
    PROPERTY,
    broken_scenarios,
    playable_scenarios,
    sound_scenarios,
    states_of,
    tangles,
)
from training_app.domain.engine import State, begin, choose, is_finished, options, replay
from training_app.domain.friend_path import friend_path, is_friend_reply
from training_app.domain.scenario import Scenario
from training_app.domain.scoring import LOSS, score_of

SMALL = tangles() | sound_scenarios(most_decisions=3) | playable_scenarios(most_decisions=3, most_choices=2)


def paths_of(piece: Scenario) -> Iterator[tuple[str, ...]]:
    """Every choice sequence to an ending that answers no decision twice."""
    waiting: list[tuple[State, tuple[str, ...]]] = [(begin(piece), ())]
    while waiting:
        state, choices = waiting.pop()
        if is_finished(piece, state):
            yield choices
        elif state.scene not in state.answered:
            for choice in options(piece, state):
                waiting.append((choose(piece, state, choice.id)[0], (*choices, choice.id)))


def best_friend_play(piece: Scenario) -> tuple[int, int, tuple[int, ...]] | None:
    """Decisions, steps and positions of the friend path, by trying every way until none is better."""
    best: dict[State, tuple[int, int, tuple[int, ...]]] = {begin(piece): (0, 0, ())}
    waiting = [begin(piece)]
    while waiting:
        state = waiting.pop()
        _, steps, order = best[state]
        for position, choice in enumerate(piece.scenes[state.scene].choices):
            if choice in options(piece, state) and is_friend_reply(choice):
                after, _ = choose(piece, state, choice.id)
                cost = (len(after.answered), steps + 1, (*order, position))
                if after not in best or cost < best[after]:
                    best[after] = cost
                    waiting.append(after)
    return min((cost for state, cost in best.items() if is_finished(piece, state) and cost[1]), default=None)


def can_finish(piece: Scenario, state: State) -> bool:
    found, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        if is_finished(piece, here):
            return True
        fresh = {choose(piece, here, choice.id)[0] for choice in options(piece, here)} - found
        found |= fresh
        waiting.extend(fresh)
    return False


def losses(piece: Scenario) -> Mapping[str, set[tuple[int, int]]]:
    """For each ending what its plays can have lost, with the decisions they answered."""
    start = (begin(piece), 0)
    found, waiting = {start}, [start]
    endings: dict[str, set[tuple[int, int]]] = {}
    while waiting:
        state, lost = waiting.pop()
        if is_finished(piece, state):
            endings.setdefault(state.scene, set()).add((lost, len(state.answered)))
        for choice in options(piece, state):
            after, outcome = choose(piece, state, choice.id)
            assert choice.grade is not None
            fresh = (after, lost + (LOSS[choice.grade] if outcome.is_first else 0))
            if fresh not in found:
                found.add(fresh)
                waiting.append(fresh)
    return endings


@PROPERTY
@given(sound_scenarios())
def test_a_sound_scenario_has_no_errors(piece: Scenario) -> None:
    assert checked(piece).errors == ()


@PROPERTY
@given(broken_scenarios)
def test_no_structure_however_odd_makes_the_check_fail(piece: Scenario) -> None:
    analysis = checked(piece)
    assert analysis.findings
    assert {finding.code for finding in analysis.errors} | {finding.code for finding in analysis.warnings} == codes(
        analysis
    )


@PROPERTY
@given(playable_scenarios())
def test_a_scenario_that_passes_can_be_finished_from_everywhere_and_one_that_does_not_says_so(piece: Scenario) -> None:
    is_stuck = any(not can_finish(piece, state) for state in states_of(piece))
    said = codes(checked(piece)) & {"E206", "E208"}
    reaches_dead_end = any(state.scene == "dead-end" for state in states_of(piece))
    assert is_stuck == bool(said or reaches_dead_end)


@PROPERTY
@given(playable_scenarios())
def test_a_state_without_a_friend_reply_is_found_exactly_when_there_is_one(piece: Scenario) -> None:
    open_states = [state for state in states_of(piece) if not is_finished(piece, state) and state.scene != "dead-end"]
    is_missing = any(not any(map(is_friend_reply, options(piece, state))) for state in open_states)
    assert is_missing == bool(codes(checked(piece)) & {"E206", "E207"})


@PROPERTY
@given(playable_scenarios())
def test_what_never_happens_is_found_exactly_when_it_does_not(piece: Scenario) -> None:
    reached = states_of(piece)
    offered = {(state.scene, choice.id) for state in reached for choice in options(piece, state)}
    scenes = {state.scene for state in reached}
    findings = checked(piece).findings
    never = {finding.where[1] for finding in findings if finding.code in {"E202", "W302"}}
    assert never == set(piece.scenes) - scenes
    unheard = {(finding.where[1], finding.where[3]) for finding in findings if finding.code == "W301"}
    assert unheard == {(name, choice.id) for name in scenes for choice in piece.scenes[name].choices} - offered


@PROPERTY
@given(tangles() | playable_scenarios() | sound_scenarios(most_decisions=4))
def test_the_friend_path_is_the_one_that_brute_force_finds(piece: Scenario) -> None:
    best, path = best_friend_play(piece), friend_path(piece)
    assert (best is None) == (path is None)
    if best is not None and path is not None:
        outcomes = replay(piece, path.choices).outcomes
        order = tuple(
            [choice.id for choice in piece.scenes[outcome.scene].choices].index(outcome.choice.id)
            for outcome in outcomes
        )
        assert (path.decisions, len(path.choices), order) == best
        assert outcomes[-1].next_scene == path.ending


@PROPERTY
@given(SMALL)
def test_paths_and_their_lengths_are_those_that_brute_force_finds(piece: Scenario) -> None:
    lengths = [len(choices) for choices in paths_of(piece)]
    figures = checked(piece).figures
    assert not figures.is_bounded
    assert figures.paths == len(lengths)
    assert (figures.shortest, figures.longest) == (min(lengths, default=None), max(lengths, default=None))


@PROPERTY
@given(SMALL)
def test_score_ranges_are_those_that_brute_force_finds(piece: Scenario) -> None:
    figures = checked(piece).figures
    if figures.friend_path is None:
        assert figures.score_ranges == {}
        return
    expected = {}
    for name, pairs in losses(piece).items():
        ending = piece.scenes[name].ending
        assert ending is not None
        scores = [
            score_of(
                lost=lost, decisions=number, friend_decisions=figures.friend_path.decisions, returns=ending.returns
            )
            for lost, number in pairs
        ]
        expected[name] = (min(scores), max(scores))
    assert figures.score_ranges == expected
