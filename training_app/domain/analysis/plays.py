"""All plays at once: how many paths there are, how long they are, and what each ending can cost.

Plays are followed decision by decision. Those that stand in the same state, with the same answered
decisions of the loop they are in, have the same future, so they are followed together: what matters of
their past is how many paths they are and the least and the most that they have lost.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from training_app.domain.analysis.exploration import Exploration
from training_app.domain.loops import loops_of
from training_app.domain.scenario import Scenario
from training_app.domain.scoring import LOSS

MOST_STEPS = 100_000
MOST_STEPS_OF_A_PART = 20_000

Key = tuple[int, int]


@dataclass(slots=True)
class Arrivals:
    """The plays that arrived somewhere: the paths among them, which answered no decision twice, and their losses."""

    paths: int
    least_lost: int
    most_lost: int

    def take_in(self, *, paths: int, least_lost: int, most_lost: int) -> bool:
        """Add others; true if the span of losses grew."""
        self.paths += paths
        grew = False
        if least_lost < self.least_lost:
            self.least_lost, grew = least_lost, True
        if most_lost > self.most_lost:
            self.most_lost, grew = most_lost, True
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


def follow_plays(scenario: Scenario, exploration: Exploration) -> Plays:
    """Follow all plays through the explored states, or the shorter ones when there are too many.

    Where the states themselves are not all known, less is enough to give an idea.
    """
    plays = Plays(is_complete=exploration.is_complete)
    board = _Board(scenario, exploration, MOST_STEPS if exploration.is_complete else MOST_STEPS_OF_A_PART)
    layer: dict[Key, Arrivals] = {(0, 0): Arrivals(1, 0, 0)}
    answered = 0
    while layer:
        board.come_again(layer)
        for scene, arrivals in board.at_endings(layer):
            known = plays.endings[scene].setdefault(answered, Arrivals(0, arrivals.least_lost, arrivals.most_lost))
            known.take_in(paths=arrivals.paths, least_lost=arrivals.least_lost, most_lost=arrivals.most_lost)
        layer = board.answer(layer)
        answered += 1
    plays.is_complete &= board.steps_left > 0
    plays.first_answers = {
        (exploration.states[number].scene, choice.id)
        for number in board.answered_first.intersection(range(len(exploration.steps)))
        for choice, _ in exploration.steps[number]
    }
    return plays


class _Board:
    """The explored states by number.

    `bit` stands for a state's decision among those answered, `kept` for those that can come again from there,
    and `moves` are its replies: the state that follows, what is kept there, and the loss.
    """

    def __init__(self, scenario: Scenario, exploration: Exploration, most_steps: int) -> None:
        self.steps_left = most_steps
        self.answered_first: set[int] = set()
        self.names = [state.scene for state in exploration.states]
        self.endings = {name for name, scene in scenario.scenes.items() if scene.ending is not None}
        loops = loops_of(_scene_edges(exploration))
        bits = {name: 1 << position for position, name in enumerate(loops)}
        kept = {name: sum(bits[other] for other in loop) for name, loop in loops.items()}
        self.bit = [bits[name] for name in self.names]
        self.moves = [
            [
                (after, kept[self.names[after]], 0 if choice.grade is None else LOSS[choice.grade])
                for choice, after in steps
            ]
            for steps in exploration.steps
        ]
        self.moves += [[] for _ in exploration.states[len(exploration.steps) :]]

    def at_endings(self, layer: Mapping[Key, Arrivals]) -> Iterator[tuple[str, Arrivals]]:
        return ((self.names[n], come) for (n, _), come in layer.items() if self.names[n] in self.endings)

    def come_again(self, layer: dict[Key, Arrivals]) -> None:
        """Replies at decisions answered before cost nothing: spread them within the layer until nothing changes."""
        waiting = [key for key in layer if key[1] & self.bit[key[0]]]
        while waiting and self.steps_left > 0:
            number, mask = waiting.pop()
            come = layer[number, mask]
            self.steps_left -= len(self.moves[number])
            for after, kept, _ in self.moves[number]:
                if _arrive(layer, (after, mask & kept), paths=0, come=come, loss=0) and mask & self.bit[after]:
                    waiting.append((after, mask & kept))

    def answer(self, layer: Mapping[Key, Arrivals]) -> dict[Key, Arrivals]:
        """The next layer: every decision that was not answered before gets its first answer."""
        following: dict[Key, Arrivals] = {}
        for (number, mask), come in layer.items():
            if self.steps_left <= 0:
                return {}
            if not mask & self.bit[number]:
                self.answered_first.add(number)
                self.steps_left -= len(self.moves[number])
                marked = mask | self.bit[number]
                for after, kept, loss in self.moves[number]:
                    _arrive(following, (after, marked & kept), paths=come.paths, come=come, loss=loss)
        return following


def _arrive(layer: dict[Key, Arrivals], key: Key, *, paths: int, come: Arrivals, loss: int) -> bool:
    """Let those who come, with one more loss, arrive at a key; true if it is new there or its span grew."""
    known = layer.get(key)
    least, most = come.least_lost + loss, come.most_lost + loss
    if known is None:
        layer[key] = Arrivals(paths, least, most)
        return True
    return known.take_in(paths=paths, least_lost=least, most_lost=most)


def _scene_edges(exploration: Exploration) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {state.scene: set() for state in exploration.states}
    for state, steps in zip(exploration.states, exploration.steps, strict=False):
        edges[state.scene].update(exploration.states[after].scene for _, after in steps)
    return edges
