"""Loops are the scenes between which one can come and go."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import PROPERTY
from training_app.domain.loops import loops_of

NAMES = "abcdef"
graphs = st.fixed_dictionaries({name: st.frozensets(st.sampled_from(NAMES), max_size=3) for name in NAMES})


def reached(graph: dict[str, frozenset[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = graph[waiting.pop()] - found
        found |= fresh
        waiting.extend(fresh)
    return found


@PROPERTY
@given(graphs)
def test_two_scenes_share_a_loop_exactly_when_each_leads_to_the_other(graph: dict[str, frozenset[str]]) -> None:
    loops = loops_of(graph)
    for one in NAMES:
        assert loops[one] == {other for other in reached(graph, one) if one in reached(graph, other)}


def test_a_very_long_chain_is_no_trouble() -> None:
    chain = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": ["0"]}
    assert len(loops_of(chain)["17"]) == 5001
