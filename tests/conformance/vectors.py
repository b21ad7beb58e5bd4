"""Vectors: plays of a scenario with everything that an engine says on the way. README.md describes the format."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from training_app.content.structure import plain_scenario, scenario_from_plain
from training_app.domain import engine
from training_app.domain.engine import Outcome, Replay, State
from training_app.domain.errors import DomainError
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.scenario import Scenario
from training_app.domain.scoring import score_play, turning_point, won_back
from training_app.domain.screen_order import on_screen

FORMAT = 1
UNKNOWN = "no-such-reply"
Plain = dict[str, Any]


def vector(
    about: str, scenario: Scenario, logs: Iterable[Sequence[str]], *, friend_decisions: int | None, first: int = 0
) -> Plain:
    """The plays of these logs of choices; the play ids count on from `first`."""
    steps = Steps(scenario)
    plays = [
        steps.play(str(UUID(int=number)), log, friend_decisions=friend_decisions)
        for number, log in enumerate(logs, start=first)
    ]
    return {
        "format": FORMAT,
        "about": about,
        "rules": plain_scenario(scenario),
        "friend_decisions": friend_decisions,
        "plays": plays,
    }


def again(given: Plain) -> Plain:
    """The same vector from its rules, logs and attempts alone: what the Python engine says of it."""
    steps = Steps(scenario_from_plain(given["rules"]))
    plays = [
        steps.play(play["play"], play["choices"], friend_decisions=given["friend_decisions"]) for play in given["plays"]
    ]
    return {**given, "plays": plays}


class Steps:
    """What the Python engine says of one scenario's plays."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._at = cache(self._describe)

    def play(self, play_id: str, choices: Sequence[str], *, friend_decisions: int | None) -> Plain:
        """One play, from the start to the last of these choices."""
        states = [engine.begin(self._scenario)]
        for choice in choices:
            states.append(engine.choose(self._scenario, states[-1], choice)[0])
        replayed = engine.replay(self._scenario, choices)
        turning = turning_point(replayed.outcomes)
        return {
            "play": play_id,
            "choices": list(choices),
            "outcomes": [_outcome(outcome) for outcome in replayed.outcomes],
            "steps": [{**self._at(state), "screen": self._screen(play_id, state)} for state in states],
            "turning_point": None if turning is None else replayed.outcomes.index(turning) + 1,
            "won_back": won_back(replayed.outcomes),
            "result": self._result(replayed, friend_decisions) if replayed.is_finished else None,
        }

    def _describe(self, state: State) -> Plain:
        offered = engine.options(self._scenario, state)
        return {
            "scene": state.scene,
            "trust": state.trust,
            "facts": sorted(state.facts),
            "answered": sorted(state.answered),
            "mood": engine.mood(self._scenario, state).value,
            "options": [choice.id for choice in offered],
            "friend": next((choice.id for choice in offered if is_friend_reply(choice)), None),
            "refused": {attempt: self._code(state, attempt) for attempt in self._attempts(state)},
        }

    def _screen(self, play_id: str, state: State) -> list[str]:
        offered = engine.options(self._scenario, state)
        return [choice.id for choice in on_screen(offered, play_id=play_id, scene_id=state.scene)]

    def _attempts(self, state: State) -> list[str]:
        """Choices that nobody may take now: unknown ones, those of this scene not offered, those of another scene."""
        offered = {choice.id for choice in engine.options(self._scenario, state)}
        others = {choice.id for scene in self._scenario.scenes.values() for choice in scene.choices[:2]}
        own = {choice.id for choice in engine.scene_of(self._scenario, state).choices}
        return sorted(({UNKNOWN, ""} | own | set(sorted(others)[:3])) - offered)

    def _code(self, state: State, attempt: str) -> str:
        try:
            engine.choose(self._scenario, state, attempt)
        except DomainError as refusal:
            return refusal.code
        raise AssertionError(f"{attempt!r} is offered in {state}")

    def _result(self, replayed: Replay, friend_decisions: int | None) -> Plain:
        score = score_play(self._scenario, replayed, friend_decisions=friend_decisions)
        return {
            "score": score.score,
            "passed": score.passed,
            "red_line": score.red_line,
            "lost": score.lost,
            "missed": score.missed,
            "friend_decisions": score.friend_decisions,
            "principles": {
                principle: {"points": earned.points, "possible": earned.possible}
                for principle, earned in score.principles.items()
            },
        }


def _outcome(outcome: Outcome) -> Plain:
    return {
        "scene": outcome.scene,
        "choice": outcome.choice.id,
        "is_first": outcome.is_first,
        "trust_before": outcome.trust_before,
        "trust_after": outcome.trust_after,
        "learned": sorted(outcome.learned),
        "next": outcome.next_scene,
    }
