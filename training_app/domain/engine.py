"""The engine: pure and deterministic. No clock, no randomness, no I/O.

A choice's effects (trust, facts) come first; the conditions of `goto` then see them. A decision is
counted once per play, by its scene, at its first answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from training_app.domain.errors import Conflict, Invalid
from training_app.domain.scenario import MAX_TRUST, MIN_TRUST, Choice, Mood, Scenario, Scene, mood_of


@dataclass(frozen=True, slots=True)
class State:
    """Where a play stands: scene, trust (0-100), facts learned, decisions already answered."""

    scene: str
    trust: int
    facts: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reply did. `is_first` is true at the first answer of its decision, which alone is scored."""

    scene: str
    choice: Choice
    is_first: bool
    trust_before: int
    trust_after: int
    learned: frozenset[str]
    next_scene: str

    @property
    def trust_change(self) -> int:
        """The change that took effect after clamping, -100 to +100."""
        return self.trust_after - self.trust_before


@dataclass(frozen=True, slots=True)
class Replay:
    """A log of choices, replayed: the outcomes in order and the state after the last."""

    state: State
    outcomes: tuple[Outcome, ...]
    is_finished: bool


def begin(scenario: Scenario) -> State:
    """The state before the first choice."""
    return State(scene=scenario.start, trust=scenario.trust)


def scene_of(scenario: Scenario, state: State) -> Scene:
    """The scene in which the play stands."""
    return scenario.scenes[state.scene]


def is_finished(scenario: Scenario, state: State) -> bool:
    """Whether the play has reached an ending."""
    return scene_of(scenario, state).ending is not None


def mood(scenario: Scenario, state: State) -> Mood:
    """The customer's face now: the scene's own mood, else the one that trust gives."""
    return scene_of(scenario, state).mood or mood_of(state.trust)


def options(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """The replies offered in this state, in file order; none at an ending."""
    scene = scene_of(scenario, state)
    return () if scene.ending else tuple(choice for choice in scene.choices if is_offered(choice, state))


def is_offered(choice: Choice, state: State) -> bool:
    """Whether what this reply needs holds in this state."""
    return choice.needs is None or choice.needs.holds(state.trust, state.facts)


def choose(scenario: Scenario, state: State, choice_id: str) -> tuple[State, Outcome]:
    """Take one reply. Raises Conflict `finished` after the ending, Invalid `not-offered` otherwise."""
    scene = scene_of(scenario, state)
    if scene.ending is not None:
        raise Conflict("finished", "This play has reached its ending; begin a new one.")
    choice = scene.choice(choice_id)
    if choice is None or not is_offered(choice, state):
        raise Invalid("not-offered", f"The reply “{choice_id}” is not offered in this scene.")
    return _take(state, scene, choice)


def follow(choice: Choice, state: State) -> tuple[str, int, frozenset[str]]:
    """Where this reply leads: the next scene, trust clamped to 0-100, and facts."""
    trust = max(MIN_TRUST, min(MAX_TRUST, state.trust + choice.trust))
    facts = state.facts | choice.learns
    return next(t.scene for t in choice.goto if t.needs is None or t.needs.holds(trust, facts)), trust, facts


def _take(state: State, scene: Scene, choice: Choice) -> tuple[State, Outcome]:
    next_scene, trust, facts = follow(choice, state)
    outcome = Outcome(
        scene=scene.id,
        choice=choice,
        is_first=scene.id not in state.answered,
        trust_before=state.trust,
        trust_after=trust,
        learned=choice.learns - state.facts,
        next_scene=next_scene,
    )
    return State(next_scene, trust, facts, state.answered | {scene.id}), outcome


def replay(scenario: Scenario, choice_ids: Iterable[str]) -> Replay:
    """Play a log of choice ids from the start. Raises as `choose` does at the first that does not fit."""
    state = begin(scenario)
    outcomes = []
    for choice_id in choice_ids:
        state, outcome = choose(scenario, state, choice_id)
        outcomes.append(outcome)
    return Replay(state, tuple(outcomes), is_finished(scenario, state))
