"""Every state (scene, trust, facts) that some play reaches, found breadth first and up to a bound."""

from dataclasses import dataclass

from training_app.domain.engine import State, begin, follow, options
from training_app.domain.scenario import Choice, Scenario

MOST_REPLIES = 30_000

Step = tuple[Choice, int]


@dataclass(frozen=True, slots=True)
class Exploration:
    """The reachable states, those with the fewest replies before them first.

    `steps[n]` are the replies offered in state n, each with the number of the state it leads to; states
    past the bound have none listed. `before[n]` is the state and choice by which n was found first.
    """

    states: tuple[State, ...]
    steps: tuple[tuple[Step, ...], ...]
    before: tuple[tuple[int, str] | None, ...]

    @property
    def is_complete(self) -> bool:
        """False when the bound was hit, so that there may be further states."""
        return len(self.steps) == len(self.states)

    def way_to(self, number: int) -> tuple[str, ...]:
        """The choices of a shortest play to that state."""
        way = []
        step = self.before[number]
        while step is not None:
            way.append(step[1])
            step = self.before[step[0]]
        return tuple(reversed(way))


def explore(scenario: Scenario, *, most_replies: int = MOST_REPLIES) -> Exploration:
    """Explore a scenario that can be played, until every state is known or `most_replies` replies were tried."""
    start = begin(scenario)
    states, numbers = [start], {(start.scene, start.trust, start.facts): 0}
    before: list[tuple[int, str] | None] = [None]
    steps: list[tuple[Step, ...]] = []
    tried = 0
    while len(steps) < len(states) and tried <= most_replies:
        state = states[len(steps)]
        offered = []
        for choice in options(scenario, state):
            after = follow(choice, state)
            number = numbers.setdefault(after, len(states))
            if number == len(states):
                states.append(State(*after))
                before.append((len(steps), choice.id))
            offered.append((choice, number))
        tried += len(offered)
        steps.append(tuple(offered))
    return Exploration(tuple(states), tuple(steps), tuple(before))
