"""The friend path: friend replies only, no red line, to an ending with the fewest distinct decisions.

Ties go to the fewest steps, then to file order. Its number of decisions is the D of the score.
"""

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count

from training_app.domain.engine import State, begin, choose, is_finished, options
from training_app.domain.loops import loops_of
from training_app.domain.scenario import Choice, Grade, Scenario

MOST_REPLIES = 15_000


@dataclass(frozen=True, slots=True)
class FriendPath:
    """The choices in order, the number of distinct decisions (D, at least 1) and the ending's scene."""

    choices: tuple[str, ...]
    decisions: int
    ending: str


class SearchBound(Exception):
    """The search grew past its bound, so that D is not known."""


def is_friend_reply(choice: Choice) -> bool:
    """A friend reply in the sense of the rules: graded friend and no red line."""
    return choice.grade is Grade.FRIEND and not choice.red_line


def friend_path(scenario: Scenario, *, most_replies: int = MOST_REPLIES) -> FriendPath | None:
    """The friend path, or None where there is none. Raises SearchBound past `most_replies` replies tried.

    Every goto must lead to a scene that exists, whatever its conditions.
    """
    ahead = _Ahead(scenario)
    serial = count()
    queue: list[tuple[int, int, tuple[int, ...], int, tuple[str, ...], State]] = []
    seen = set()
    _push(queue, begin(scenario), ahead=ahead, order=(), choices=(), number=next(serial))
    while queue:
        _, _, order, _, choices, state = heapq.heappop(queue)
        key = (state.scene, state.trust, state.facts, ahead.may_return(state))
        if key in seen:
            continue
        seen.add(key)
        if is_finished(scenario, state):
            return FriendPath(choices, len(state.answered), state.scene) if choices else None
        for position, choice in enumerate(options(scenario, state)):
            if is_friend_reply(choice):
                number = next(serial)
                if number > most_replies:
                    raise SearchBound
                after, _ = choose(scenario, state, choice.id)
                path = (*choices, choice.id)
                _push(queue, after, ahead=ahead, order=(*order, position), choices=path, number=number)
    return None


def _push(
    queue: list[tuple[int, int, tuple[int, ...], int, tuple[str, ...], State]],
    state: State,
    *,
    ahead: "_Ahead",
    order: tuple[int, ...],
    choices: tuple[str, ...],
    number: int,
) -> None:
    """Queue a play by the fewest decisions and steps that its way to an ending can have, then by file order."""
    steps = ahead.distance.get(state.scene)
    if steps is not None:
        decisions = len(state.answered) + ahead.new_decisions(state)
        heapq.heappush(queue, (decisions, len(choices) + steps, order, number, choices, state))


class _Ahead:
    """What the scenes alone, without conditions, tell of the way that is left.

    `distance` is the fewest friend replies to an ending. A decision outside the loop in which the play is
    cannot return, so having answered it no longer matters. A way to an ending passes a scene at each lower
    distance, and costs a new decision at each where none was answered that may return.
    """

    def __init__(self, scenario: Scenario) -> None:
        edges = {
            name: {
                target.scene
                for choice in (() if scene.ending else scene.choices)
                if is_friend_reply(choice)
                for target in choice.goto
            }
            for name, scene in scenario.scenes.items()
        }
        self.loops = loops_of(edges)
        self.distance = _distances(edges, goals=[name for name, scene in scenario.scenes.items() if scene.ending])

    def may_return(self, state: State) -> frozenset[str]:
        """The answered decisions to which the play can still come back."""
        return state.answered & self.loops[state.scene]

    def new_decisions(self, state: State) -> int:
        """How many decisions at least are still to be answered for the first time."""
        far = self.distance[state.scene]
        return far - len({self.distance[scene] for scene in self.may_return(state)} & set(range(1, far + 1)))


def _distances(edges: Mapping[str, Collection[str]], *, goals: Collection[str]) -> dict[str, int]:
    """The fewest steps from each scene to a goal; scenes that lead to none are left out."""
    against: dict[str, list[str]] = {scene: [] for scene in edges}
    for scene, targets in edges.items():
        for target in targets:
            against[target].append(scene)
    distance = dict.fromkeys(goals, 0)
    waiting = list(goals)
    for scene in waiting:
        for before in against[scene]:
            if before not in distance:
                distance[before] = distance[scene] + 1
                waiting.append(before)
    return distance
