"""All plays at once: how many paths there are, how long they are, and what each ending can cost.

Plays are followed decision by decision. Those that stand in the same state, with the same answered
decisions of the loop they are in, have the same future, so they are followed together: what matters of
their past is how many paths they are and the least and the most that they have lost.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from training_app.domain.analysis.exploration import Exploration, Step
from training_app.domain.loops import loops_of
from training_app.domain.scenario import Scenario
from training_app.domain.scoring import LOSS

MOST_STEPS = 60_000

Key = tuple[int, int]


@dataclass(slots=True)
class Arrivals:
    """The plays that arrived somewhere: the paths among them, which answered no decision twice, and their losses."""

    paths: int
    least_lost: int
    most_lost: int

    def take_in(self, other: "Arrivals") -> bool:
        """Add others; true if the span of losses grew."""
        self.paths += other.paths
        grew = other.least_lost < self.least_lost or other.most_lost > self.most_lost
        self.least_lost = min(self.least_lost, other.least_lost)
        self.most_lost = max(self.most_lost, other.most_lost)
        return grew


@dataclass(slots=True)
class Plays:
    """`endings[scene][n]`: the plays that reach that ending with n distinct decisions answered.

    `first_answers` holds (scene, choice) of every reply that can be a first answer. When `is_complete` is
    false the bound was hit and there are more plays than these.
    """

    endings: dict[str, dict[int, Arrivals]] = field(default_factory=lambda: defaultdict(dict))
    first_answers: set[tuple[str, str]] = field(default_factory=set)
    is_complete: bool = True

    @property
    def paths(self) -> int:
        """The number of choice sequences to an ending that answer no decision twice."""
        return sum(arrivals.paths for by_number in self.endings.values() for arrivals in by_number.values())

    @property
    def lengths(self) -> set[int]:
        """The lengths of those sequences, in replies."""
        return {n for by_number in self.endings.values() for n, arrivals in by_number.items() if arrivals.paths}


def follow_plays(scenario: Scenario, exploration: Exploration, *, most_steps: int = MOST_STEPS) -> Plays:
    """Follow all plays through the explored states, or the shorter ones when `most_steps` do not suffice."""
    plays = Plays(is_complete=exploration.is_complete)
    board = _Board(scenario, exploration, most_steps)
    layer: dict[Key, Arrivals] = {(0, 0): Arrivals(1, 0, 0)}
    answered = 0
    while layer:
        board.come_again(layer)
        for number, arrivals in board.at_endings(layer):
            by_number = plays.endings[exploration.states[number].scene]
            by_number.setdefault(answered, Arrivals(0, arrivals.least_lost, arrivals.most_lost)).take_in(arrivals)
        layer = board.answer(layer, plays.first_answers)
        answered += 1
    plays.is_complete &= board.steps_left > 0
    return plays


class _Board:
    """The explored states with, for each, its decision's bit and the bits that can matter again."""

    def __init__(self, scenario: Scenario, exploration: Exploration, most_steps: int) -> None:
        self.steps_left = most_steps
        self.is_ending = [scenario.scenes[state.scene].ending is not None for state in exploration.states]
        self.names = [state.scene for state in exploration.states]
        bits = {name: 1 << position for position, name in enumerate(dict.fromkeys(self.names))}
        loops = loops_of(_scene_edges(exploration))
        kept = {name: sum(bits[other] for other in loops[name]) for name in bits}
        self.bit = [bits[name] for name in self.names]
        self.kept = [kept[name] for name in self.names]
        self.steps: list[tuple[Step, ...]] = [*exploration.steps]
        self.steps += [()] * (len(exploration.states) - len(exploration.steps))

    def at_endings(self, layer: Mapping[Key, Arrivals]) -> Iterator[tuple[int, Arrivals]]:
        return ((number, arrivals) for (number, _), arrivals in layer.items() if self.is_ending[number])

    def come_again(self, layer: dict[Key, Arrivals]) -> None:
        """Replies at decisions answered before cost nothing: spread them within the layer until nothing changes."""
        waiting = [key for key in layer if key[1] & self.bit[key[0]]]
        while waiting and self.steps_left > 0:
            number, mask = waiting.pop()
            come = layer[number, mask]
            again = Arrivals(0, come.least_lost, come.most_lost)
            for _, after in self.steps[number]:
                self.steps_left -= 1
                key = (after, mask & self.kept[after])
                known = layer.get(key)
                if known is None:
                    layer[key] = Arrivals(0, again.least_lost, again.most_lost)
                if (known is None or known.take_in(again)) and mask & self.bit[after]:
                    waiting.append(key)

    def answer(self, layer: Mapping[Key, Arrivals], first_answers: set[tuple[str, str]]) -> dict[Key, Arrivals]:
        """The next layer: every decision that was not answered before gets its first answer."""
        following: dict[Key, Arrivals] = {}
        for (number, mask), come in layer.items():
            if mask & self.bit[number]:
                continue
            for choice, after in self.steps[number]:
                if self.steps_left <= 0:
                    return {}
                self.steps_left -= 1
                first_answers.add((self.names[number], choice.id))
                loss = LOSS[choice.grade] if choice.grade is not None else 0
                gone = Arrivals(come.paths, come.least_lost + loss, come.most_lost + loss)
                key = (after, (mask | self.bit[number]) & self.kept[after])
                known = following.setdefault(key, gone)
                if known is not gone:
                    known.take_in(gone)
        return following


def _scene_edges(exploration: Exploration) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {state.scene: set() for state in exploration.states}
    for state, steps in zip(exploration.states, exploration.steps, strict=False):
        edges[state.scene].update(exploration.states[after].scene for _, after in steps)
    return edges
