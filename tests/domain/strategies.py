"""Random scenarios: sound ones, playable ones with any fault of meaning, and broken ones."""

from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from training_app.domain.engine import State, begin, choose, options
from training_app.domain.scenario import (
    Choice,
    Condition,
    Ending,
    Grade,
    Returns,
    Scenario,
    Scene,
    Target,
)

PROPERTY = settings(
    deadline=None,
    derandomize=True,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

FACTS = ("name", "dog", "sauce")
ENDINGS = {
    "glad": Ending(sale=False, returns=Returns.GLADLY),
    "maybe": Ending(sale=True, returns=Returns.MAYBE),
    "never": Ending(sale=True, returns=Returns.NEVER),
}

trusts = st.integers(0, 100)
effects = st.integers(-40, 40)
picks = st.lists(st.integers(0, 1000), max_size=25)
fact_sets = st.frozensets(st.sampled_from(FACTS), max_size=2)
conditions = st.builds(
    Condition,
    facts=fact_sets,
    not_facts=fact_sets,
    at_least=st.none() | trusts,
    at_most=st.none() | trusts,
)


def play(scenario: Scenario, picked: Sequence[int]) -> tuple[str, ...]:
    """The choices of a play that picks among what is offered; it may stop before the ending."""
    state, taken = begin(scenario), []
    for pick in picked:
        offered = options(scenario, state)
        if not offered:
            break
        taken.append(offered[pick % len(offered)].id)
        state, _ = choose(scenario, state, taken[-1])
    return tuple(taken)


def states_of(scenario: Scenario) -> set[State]:
    """Every state that a play can reach, decisions answered included, by brute force."""
    found = {begin(scenario)}
    waiting = list(found)
    while waiting:
        state = waiting.pop()
        for choice in options(scenario, state):
            after, _ = choose(scenario, state, choice.id)
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


@st.composite
def gotos(draw: st.DrawFn, *, last: str, others: Sequence[str]) -> tuple[Target, ...]:
    """Up to two conditional targets among `others`, and `last` without a condition."""
    conditional = st.builds(Target, st.sampled_from(others), conditions)
    return (*draw(st.lists(conditional, max_size=2)), Target(last))


@st.composite
def sound_scenarios(draw: st.DrawFn, *, most_decisions: int = 5) -> Scenario:
    """A scenario without errors: conditions, facts, loops with a way out, three endings, a friend reply always.

    In each decision the first friend and the first fair reply are always offered and lead forward, so that
    every scene is reached and every state can be left; friend replies end gladly. The rest may lead anywhere.
    """
    number = draw(st.integers(1, most_decisions))
    names = [f"d{n}" for n in range(number)]
    everywhere = [*names, *ENDINGS]
    scenes = {name: Scene(name, ending=ending) for name, ending in ENDINGS.items()}
    for n, name in enumerate(names):
        onward = [*names[n + 1 :], "glad"]
        is_last = n == number - 1
        choices = [
            Choice(
                "friend",
                draw(gotos(last=onward[0], others=onward)),
                Grade.FRIEND,
                "welcome",
                draw(effects),
                frozenset(FACTS) if n == 0 else draw(fact_sets),
            ),
            Choice("fair", (Target("maybe" if is_last else onward[0]),), Grade.FAIR, "welcome", draw(effects)),
            Choice(
                "prey",
                (Target("never"),)
                if is_last
                else draw(gotos(last=draw(st.sampled_from(everywhere)), others=everywhere)),
                Grade.PREY,
                "one-offer",
                draw(effects),
                draw(fact_sets),
                red_line=draw(st.booleans()),
            ),
        ]
        for extra in range(draw(st.integers(0, 2))):
            grade = draw(st.sampled_from(Grade))
            where = onward if grade is Grade.FRIEND else everywhere
            goto = draw(gotos(last=draw(st.sampled_from(where)), others=where))
            choices.append(
                Choice(f"extra-{extra}", goto, grade, "sincere", draw(effects), draw(fact_sets), draw(conditions))
            )
        order = draw(st.permutations(range(len(choices))))
        scenes[name] = Scene(name, tuple(choices[position] for position in order))
    return Scenario("random", "d0", scenes, draw(trusts))


@st.composite
def playable_scenarios(draw: st.DrawFn, *, most_decisions: int = 4, most_choices: int = 3) -> Scenario:
    """A scenario that the engine can play, and that may have every fault that shows only in play."""
    names = [f"d{n}" for n in range(draw(st.integers(1, most_decisions)))]
    everywhere = [*names, *ENDINGS, "dead-end"]
    scenes = {name: Scene(name, ending=ending) for name, ending in ENDINGS.items()}
    scenes["dead-end"] = Scene("dead-end")
    for name in names:
        choices = []
        for n in range(draw(st.integers(1, most_choices))):
            goto = draw(gotos(last=draw(st.sampled_from(everywhere)), others=everywhere))
            offered = draw(st.none() | st.none() | conditions)
            grade = draw(st.sampled_from((Grade.FRIEND, Grade.FRIEND, Grade.FRIEND, Grade.FAIR, Grade.PREY)))
            trust, learns = draw(st.sampled_from((-60, 0, 0, 40))), draw(fact_sets)
            red_line = draw(st.sampled_from((False, False, False, False, True)))
            choices.append(Choice(f"c{n}", goto, grade, "welcome", trust, learns, offered, red_line))
        scenes[name] = Scene(name, tuple(choices))
    return Scenario("random", "d0", scenes, draw(trusts))


@st.composite
def tangles(draw: st.DrawFn) -> Scenario:
    """Friend replies that lead back and forth among few decisions, and end only at some trust."""
    names = [f"d{n}" for n in range(draw(st.integers(2, 4)))]
    steps = st.sampled_from((-20, 0, 20))
    scenes = {name: Scene(name, ending=ending) for name, ending in ENDINGS.items()}
    for name in names:
        choices = []
        for n in range(draw(st.integers(1, 3))):
            ending = Target("glad", Condition(at_least=draw(st.sampled_from((40, 60, 80)))))
            targets = [*draw(st.lists(st.just(ending), max_size=1)), Target(draw(st.sampled_from(names)))]
            choices.append(Choice(f"c{n}", tuple(targets), Grade.FRIEND, "welcome", draw(steps)))
        scenes[name] = Scene(name, tuple(choices))
    return Scenario("random", "d0", scenes, 20)


_names = st.sampled_from(("a", "b", "c", "nowhere"))
_broken_choices = st.builds(
    Choice,
    id=st.sampled_from(("x", "y")),
    goto=st.lists(st.builds(Target, _names, st.none() | conditions), max_size=2).map(tuple),
    grade=st.none() | st.sampled_from(Grade),
    principle=st.none() | st.sampled_from(("welcome", "unheard-of")),
    trust=st.integers(-100, 100),
    learns=fact_sets,
    needs=st.none() | conditions,
    red_line=st.booleans(),
)
_broken_scenes = st.builds(
    Scene,
    id=st.sampled_from(("a", "b", "c")),
    choices=st.lists(_broken_choices, max_size=3).map(tuple),
    ending=st.none() | st.builds(Ending, st.none() | st.booleans(), st.none() | st.sampled_from(Returns)),
)
broken_scenarios = st.builds(
    Scenario,
    id=st.just("broken"),
    start=_names,
    scenes=st.dictionaries(st.sampled_from(("a", "b", "c")), _broken_scenes, max_size=3),
    trust=st.integers(-20, 120),
)
