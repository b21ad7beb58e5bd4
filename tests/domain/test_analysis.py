"""The analysis agrees with brute force, never raises, and its figures are right."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pytest
from hypothesis import given

from tests.domain.pieces import GLADLY, MAYBE, NEVER, checked, codes, cold, cool, needs, reply, scenario, texts_of, warm
from tests.domain.strategies import (
    PROPERTY,
    broken_scenarios,
    playable_scenarios,
    sound_scenarios,
    states_of,
)
from training_app.domain.analysis import Figures, analyse
from training_app.domain.engine import State, begin, choose, is_finished, options, replay
from training_app.domain.friend_path import FriendPath, SearchBound, friend_path, is_friend_reply
from training_app.domain.scenario import Ending, Perspective, Scenario, Target
from training_app.domain.scoring import LOSS, score_of

SMALL = sound_scenarios(most_decisions=3) | playable_scenarios(most_decisions=3, most_choices=2)


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
@given(playable_scenarios() | sound_scenarios(most_decisions=4))
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


def test_the_figures_of_a_small_scenario_reckoned_by_hand() -> None:
    piece = scenario(
        start=(warm("second"), cool("second"), cold("gone")),
        second=(warm("glad"), cool("maybe"), cool("start", name="back")),
        glad=GLADLY,
        maybe=MAYBE,
        gone=NEVER,
    )
    assert checked(piece).figures == Figures(
        scenes=5,
        decisions=2,
        endings=3,
        states=5,
        paths=5,
        shortest=1,
        longest=2,
        friend_path=FriendPath(("warm", "warm"), 2, "glad"),
        score_ranges={"glad": (0.5, 1.0), "maybe": (0.5, 0.75), "gone": (0.25, 0.4)},
        is_bounded=False,
    )


def test_what_cannot_be_played_is_only_counted() -> None:
    piece = scenario(start=(warm("nowhere"), cool("glad")), glad=GLADLY)
    assert checked(piece).figures == Figures(scenes=2, decisions=1, endings=1)


def test_a_companion_is_not_held_to_the_graded_rules() -> None:
    replies = (reply("stay", None, "glad", principle=None), reply("leave", None, "gone", principle=None))
    piece = scenario(start=replies, glad=Ending(), gone=Ending(), perspective=Perspective.CUSTOMER)
    lines = {line: text for line, text in texts_of(piece).items() if not line.endswith((".why", ".tells"))}
    analysis = checked(piece, texts={"en": lines})
    assert analysis.findings == ()
    assert (analysis.figures.friend_path, analysis.figures.score_ranges, analysis.figures.paths) == (None, {}, 2)


def test_a_companion_is_still_held_to_the_others() -> None:
    replies = (reply("stay", None, "start", principle=None), reply("wait", None, "start", principle=None))
    piece = scenario(start=replies, glad=Ending(), perspective=Perspective.CUSTOMER)
    lines = {line: text for line, text in texts_of(piece).items() if line != "scenes.start.choices.wait.text"}
    assert codes(checked(piece, texts={"en": lines})) == {"E202", "E208", "E215"}


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


def test_line_ids_of_the_texts_are_those_of_the_contract() -> None:
    piece = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
    findings = analyse(piece, texts={"en": {}}, language="en", principles=["welcome"]).findings
    assert {".".join(map(str, finding.where)) for finding in findings if finding.code == "E215"} == {
        "title",
        "summary",
        "when",
        "role",
        "customer.name",
        "customer.wants",
        "scenes.start.narration",
        "scenes.glad.narration",
        *(f"scenes.start.choices.{name}.{key}" for name in ("warm", "cool") for key in ("text", "why")),
    }
