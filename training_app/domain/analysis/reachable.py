"""Faults that show only when one plays: states without a reply, loops without a way out, what never happens."""

from collections.abc import Iterator

from training_app.domain.analysis.exploration import Exploration
from training_app.domain.analysis.structure import linked_scenes
from training_app.domain.analysis.wording import listed, situation
from training_app.domain.finding import Finding
from training_app.domain.friend_path import is_friend_reply
from training_app.domain.scenario import Scenario


def reachable_findings(scenario: Scenario, exploration: Exploration) -> Iterator[Finding]:
    """What is wrong with the reachable states. What is only missing is said when all of them are known."""
    yield from _states_without_reply(scenario, exploration)
    yield from _loops_without_way_out(scenario, exploration)
    if exploration.is_complete:
        yield from _never_reached(scenario, exploration)
        yield from _never_offered(scenario, exploration)


def _states_without_reply(scenario: Scenario, exploration: Exploration) -> Iterator[Finding]:
    """The first state of each scene in which nothing, or nothing friendly, can be said."""
    said = set()
    for number, steps in enumerate(exploration.steps):
        state = exploration.states[number]
        scene = scenario.scenes[state.scene]
        if scene.ending is not None or not scene.choices or state.scene in said:
            continue
        if steps and (not scenario.is_graded or any(is_friend_reply(choice) for choice, _ in steps)):
            continue
        said.add(state.scene)
        when = situation(state, way=exploration.way_to(number))
        where = ("scenes", state.scene, "choices")
        if steps:
            message = f"{when}, “{state.scene}” offers no friend reply. Add one that is offered then."
            yield Finding("E207", message, where)
        else:
            message = f"{when}, “{state.scene}” offers no reply at all. Add one without `needs`."
            yield Finding("E206", message, where)


def _loops_without_way_out(scenario: Scenario, exploration: Exploration) -> Iterator[Finding]:
    """The states that lead for ever only to each other; one finding for each such trap."""
    stops = {n for n, steps in enumerate(exploration.steps) if not steps}
    stops.update(range(len(exploration.steps), len(exploration.states)))
    free = _leading_to(stops, exploration)
    told: set[int] = set()
    for number, state in enumerate(exploration.states):
        if number in free or number in told:
            continue
        trap = _led_to(number, exploration, past=told)
        if told.isdisjoint(trap):
            names = {exploration.states[n].scene for n in trap}
            scenes = listed(name for name in scenario.scenes if name in names)
            when = situation(state, way=exploration.way_to(number))
            message = f"{when}, no ending can be reached any more. Let a reply lead out of {scenes}."
            yield Finding("E208", message, ("scenes", state.scene))
        told |= trap


def _leading_to(goals: set[int], exploration: Exploration) -> set[int]:
    against: list[list[int]] = [[] for _ in exploration.states]
    for number, steps in enumerate(exploration.steps):
        for _, after in steps:
            against[after].append(number)
    found, waiting = set(goals), list(goals)
    while waiting:
        fresh = set(against[waiting.pop()]) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _led_to(number: int, exploration: Exploration, *, past: set[int]) -> set[int]:
    """The states that follow, going no further than those of `past`."""
    found, waiting = {number}, [number]
    while waiting:
        fresh = {after for _, after in exploration.steps[waiting.pop()]} - found
        found |= fresh
        waiting.extend(fresh - past)
    return found


def _never_reached(scenario: Scenario, exploration: Exploration) -> Iterator[Finding]:
    reached = {state.scene for state in exploration.states}
    linked = linked_scenes(scenario)
    for name, scene in scenario.scenes.items():
        if name not in linked or name in reached:
            continue
        advice = "Loosen the conditions of what leads to it, or delete it."
        if scene.ending is not None:
            yield Finding("W302", f"The ending “{name}” cannot happen in any play. {advice}", ("scenes", name))
        else:
            yield Finding("E202", f"No play comes to the scene “{name}”. {advice}", ("scenes", name))


def _never_offered(scenario: Scenario, exploration: Exploration) -> Iterator[Finding]:
    reached = {state.scene for state in exploration.states}
    offered = {
        (state.scene, choice.id)
        for state, steps in zip(exploration.states, exploration.steps, strict=True)
        for choice, _ in steps
    }
    for name, scene in scenario.scenes.items():
        for choice in scene.choices:
            if name in reached and scene.ending is None and (name, choice.id) not in offered:
                yield Finding(
                    "W301",
                    f"The reply “{choice.id}” is never offered in any play. Loosen its `needs`, or delete it.",
                    ("scenes", name, "choices", choice.id, "needs"),
                )
