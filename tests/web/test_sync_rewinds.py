"""Rewinds that a browser has played by itself: what they inherit, and what they are refused for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.web.batches import AISLE_LOG, accepted, choices_of, codes, play_of, refused, send
from tests.web.visitor import Visitor
from training_app.models import PlayChoice, PlayPrinciple
from training_app.moment import new_id

REGULAR = "friendly-regular"


@pytest.fixture
def parent(employee: Visitor, way: list[str]) -> dict[str, Any]:
    """A play that is finished, as it was sent."""
    sent = play_of(way, REGULAR)
    assert accepted(send(employee, sent)[0])
    return sent


def rewind_of(parent: dict[str, Any], log: list[str], *, first: int, **members: Any) -> dict[str, Any]:
    """A rewind from choice `first` on, with these choices of its own."""
    back = {"parent": parent["play"], "from_number": first}
    return play_of((), parent["scenario"], choices=choices_of(log, first=first), **back) | members


def test_a_rewind_goes_on_with_the_numbers_it_inherits(
    world: World, employee: Visitor, parent: dict[str, Any], way: list[str]
) -> None:
    again = rewind_of(parent, way[2:], first=3)
    (answer,) = send(employee, again)
    assert accepted(answer)
    play = employee.get_json(f"/plays/{again['play']}").json
    assert (play["mode"], play["parent"], play["from_number"]) == ("rewind", parent["play"], 3)
    assert (play["number"], play["result"]) == (len(way), answer["result"])
    with world.database.reading() as session:
        own = session.scalars(select(PlayChoice.number).where(PlayChoice.play_id == UUID(again["play"])))
        assert sorted(own) == list(range(3, len(way) + 1))
        points = session.scalars(select(PlayPrinciple).where(PlayPrinciple.play_id == UUID(again["play"])))
        assert points.all() == []


def test_numbers_that_are_inherited_are_known(employee: Visitor, parent: dict[str, Any], way: list[str]) -> None:
    again = rewind_of(parent, way[2:3], first=3)
    again["choices"] += choices_of([way[0], "another"], first=1)
    (answer,) = send(employee, again)
    assert codes(answer) == {1: None, 2: "taken", 3: None}


def test_a_rewind_comes_with_its_parent_in_one_batch_and_again(employee: Visitor, way: list[str]) -> None:
    parent = play_of(way, REGULAR)
    again = rewind_of(parent, way[1:], first=2)
    once_more = rewind_of(again, way[3:], first=4)
    for _ in range(2):
        answers = send(employee, parent, again, once_more)
        assert [accepted(answer) for answer in answers] == [True] * 3
        assert answers[0]["result"] == answers[1]["result"] == answers[2]["result"] is not None
    assert employee.get_json(f"/plays/{once_more['play']}").json["number"] == len(way)


def test_a_rewind_that_the_server_began_goes_on_by_batches(
    employee: Visitor, parent: dict[str, Any], way: list[str]
) -> None:
    begun = employee.post_json(f"/plays/{parent['play']}/rewinds", number=2).json
    again = rewind_of(parent, way[1:], first=2, play=begun["id"])
    assert accepted(send(employee, again)[0])
    assert employee.get_json(f"/plays/{begun['id']}").json["ending"] is True


def test_a_rewind_of_what_has_not_come_to_its_end_yet_may_come_again(employee: Visitor, way: list[str]) -> None:
    parent = play_of(way, REGULAR)
    again = rewind_of(parent, way[1:], first=2)
    send(employee, parent | {"choices": parent["choices"][:3]})
    assert refused(send(employee, again)[0]) == "gap"
    assert employee.get_json(f"/plays/{again['play']}").status_code == 404
    answers = send(employee, parent, again)
    assert [accepted(answer) for answer in answers] == [True, True]


def test_a_parent_that_is_not_ones_own_is_not_found(
    world: World, employee: Visitor, parent: dict[str, Any], way: list[str], visit: Callable[[UUID | None], Visitor]
) -> None:
    unknown = rewind_of(parent | {"play": str(new_id())}, way[1:], first=2)
    assert refused(send(employee, unknown)[0]) == "not-found"
    assert refused(send(visit(world.cast.colleague), rewind_of(parent, way[1:], first=2))[0]) == "not-found"


@pytest.mark.parametrize("number", [0, 1, 10**30])
def test_a_moment_that_the_parent_does_not_have_is_a_mismatch(
    employee: Visitor, parent: dict[str, Any], way: list[str], number: int
) -> None:
    again = rewind_of(parent, [], first=len(way) + number)
    answer = send(employee, again)[0]
    assert accepted(answer) if number == 0 else refused(answer) == "mismatch"


def test_a_rewind_of_another_scenario_is_a_mismatch(employee: Visitor, parent: dict[str, Any]) -> None:
    again = rewind_of(parent, list(AISLE_LOG), first=1, scenario="the-aisle")
    assert refused(send(employee, again)[0]) == "mismatch"


def test_a_known_rewind_keeps_its_parent_and_its_moment(
    employee: Visitor, parent: dict[str, Any], way: list[str]
) -> None:
    again = rewind_of(parent, way[1:3], first=2)
    other = play_of(way, REGULAR)
    assert [accepted(answer) for answer in send(employee, again, other)] == [True, True]
    for members in ({"from_number": 3}, {"parent": other["play"]}, {"parent": None, "from_number": None}):
        assert refused(send(employee, again | members)[0]) == "mismatch"
    back = {"parent": parent["play"], "from_number": 2}
    assert refused(send(employee, other | back)[0]) == "mismatch"
    assert accepted(send(employee, again)[0])


def test_a_rewind_counts_for_nothing(employee: Visitor, parent: dict[str, Any], way: list[str]) -> None:
    before = employee.get_json("/ready").json["results"]
    send(employee, rewind_of(parent, way[1:], first=2), rewind_of(parent, way[1:3], first=2))
    after = employee.get_json("/ready").json
    assert (after["results"], after["plays"]) == (before, [])
