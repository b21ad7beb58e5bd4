"""Who looks after whom: only downwards, and only where all of a person is below."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.domain.permissions import LEADS, Role, Standing, is_below

CHAIN, REGION, STORE, OTHER = "c/", "c/r/", "c/r/s/", "c/r/o/"
standings = st.lists(st.tuples(st.sampled_from([CHAIN, REGION, STORE, OTHER]), st.sampled_from(Role)), max_size=3)


@pytest.mark.parametrize(
    ("person", "viewer", "expected"),
    [
        ((STORE, Role.EMPLOYEE), (STORE, Role.MANAGER), True),
        ((STORE, Role.TRAINER), (STORE, Role.MANAGER), True),
        ((STORE, Role.MANAGER), (STORE, Role.MANAGER), False),
        ((STORE, Role.MANAGER), (REGION, Role.MANAGER), True),
        ((STORE, Role.ADMINISTRATOR), (REGION, Role.MANAGER), False),
        ((STORE, Role.MANAGER), (STORE, Role.ADMINISTRATOR), True),
        ((CHAIN, Role.ADMINISTRATOR), (CHAIN, Role.ADMINISTRATOR), False),
        ((REGION, Role.ADMINISTRATOR), (CHAIN, Role.ADMINISTRATOR), True),
        ((REGION, Role.EMPLOYEE), (STORE, Role.ADMINISTRATOR), False),
        ((STORE, Role.EMPLOYEE), (OTHER, Role.ADMINISTRATOR), False),
        ((STORE, Role.EMPLOYEE), (CHAIN, Role.TRAINER), False),
    ],
)
def test_one_looks_after_those_below(person: Standing, viewer: Standing, expected: bool) -> None:
    assert is_below([person], [viewer]) is expected


@given(standings, standings)
def test_nobody_is_below_each_other_or_themselves(one: list[Standing], other: list[Standing]) -> None:
    assert not (is_below(one, other) and is_below(other, one))
    assert not is_below(one, one)


@given(standings, standings)
def test_all_of_a_person_has_to_be_below(person: list[Standing], viewer: list[Standing]) -> None:
    assert is_below(person, viewer) is (bool(person) and all(is_below([one], viewer) for one in person))
    assert not is_below([], viewer)


def test_who_leads_nothing_looks_after_nobody() -> None:
    for role, person in product(set(Role) - LEADS, Role):
        assert not is_below([(STORE, person)], [(CHAIN, role)])
