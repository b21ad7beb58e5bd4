"""Trying a moment again: a play of its own that inherits what came before, and counts for nothing."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import PlayChoice, PlayPrinciple


@pytest.fixture
def poor(regular: Reference) -> list[str]:
    """A way to an ending from which nobody returns."""
    ways = regular.ways()
    return next(log for ending, log in ways.items() if regular.scenes[ending]["ending"]["returns"] == "never")


def rewind(visitor: Visitor, play: str, number: int) -> dict:
    answer = visitor.post_json(f"/plays/{play}/rewinds", number=number)
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_rewind_begins_before_the_choice_that_is_tried_again(
    employee: Visitor, regular: Reference, poor: list[str]
) -> None:
    parent = employee.play("friendly-regular", poor)
    again = rewind(employee, parent["id"], 3)
    standing = regular.after(poor[:2])
    assert (again["mode"], again["parent"], again["from_number"]) == ("rewind", parent["id"], 3)
    assert (again["scene"], again["trust"], again["number"]) == (standing.scene, standing.trust, 2)
    assert again["options"] == regular.offered(standing)
    assert again["version"] == parent["version"]
    page = employee.post(f"/plays/{parent['id']}/rewinds", number="3")
    assert page.status_code == 303
    assert page.location not in {f"/plays/{parent['id']}", f"/plays/{again['id']}"}


def test_a_rewind_goes_on_with_the_numbers_it_inherited(employee: Visitor, regular: Reference, poor: list[str]) -> None:
    parent = employee.play("friendly-regular", poor)
    again = rewind(employee, parent["id"], 2)
    address = f"/plays/{again['id']}/choices"
    kind = next(c for c in again["options"] if c != poor[1])
    assert employee.post_json(address, number=1, choice=poor[0]).json["number"] == 1
    assert employee.post_json(address, number=1, choice="another").json["error"]["code"] == "taken"
    assert employee.post_json(address, number=3, choice=kind).json["error"]["code"] == "gap"
    after = employee.post_json(address, number=2, choice=kind).json
    assert after["number"] == 2
    assert after["scene"] == regular.after([poor[0], kind]).scene
    assert employee.get_json(f"/plays/{parent['id']}").json == parent


def test_a_rewind_can_be_rewound(employee: Visitor, regular: Reference, poor: list[str]) -> None:
    parent = employee.play("friendly-regular", poor)
    first = rewind(employee, parent["id"], len(poor))
    for number, choice in enumerate(poor[len(poor) - 1 :], start=len(poor)):
        first = employee.post_json(f"/plays/{first['id']}/choices", number=number, choice=choice).json
    assert first["result"] == parent["result"]
    second = rewind(employee, first["id"], 2)
    assert (second["number"], second["scene"]) == (1, regular.after(poor[:1]).scene)
    assert second["parent"] == first["id"]


def test_only_a_choice_of_a_finished_play_can_be_tried_again(employee: Visitor, poor: list[str]) -> None:
    open_play = employee.play("friendly-regular", poor[:1])["id"]
    early = employee.post_json(f"/plays/{open_play}/rewinds", number=1)
    assert (early.status_code, early.json["error"]["code"]) == (409, "not-finished")
    finished = employee.play("friendly-regular", poor)["id"]
    for number in (0, len(poor) + 1, "x", ""):
        assert employee.post_json(f"/plays/{finished}/rewinds", number=number).status_code == 422
    assert employee.post_json(f"/plays/{finished}/rewinds").status_code == 422


def test_a_rewind_counts_for_nothing(world: World, employee: Visitor, regular: Reference, poor: list[str]) -> None:
    parent = employee.play("friendly-regular", poor)
    before = employee.get("/progress").text
    again = rewind(employee, parent["id"], 1)
    log: list[str] = []
    while offered := regular.offered(regular.after(log)):
        scene = regular.scenes[regular.after(log).scene]
        log.append(next(choice for choice in offered if scene["choices"][choice]["grade"] == "friend"))
        again = employee.post_json(f"/plays/{again['id']}/choices", number=len(log), choice=log[-1]).json
    assert again["result"]["score"] == 1
    with world.database.reading() as session:
        principles = select(PlayPrinciple).where(PlayPrinciple.play_id == UUID(again["id"]))
        assert session.scalars(principles).all() == []
        own = select(PlayChoice).where(PlayChoice.play_id == UUID(again["id"]))
        assert len(session.scalars(own).all()) == len(log)
    after = employee.get("/progress").text
    parts = [text.split('aria-labelledby="plays"')[0].split("</head>")[1] for text in (before, after)]
    assert without_tokens(parts[0]) == without_tokens(parts[1])
    assert "tried again" in after
    assert employee.get_json("/practice").json["open"] == []


def without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrf_token" not in line]


def test_a_rewind_is_nobody_elses(
    world: World, employee: Visitor, poor: list[str], visit: Callable[[UUID | None], Visitor]
) -> None:
    parent = employee.play("friendly-regular", poor)
    again = rewind(employee, parent["id"], 1)
    for person in (world.cast.colleague, world.cast.manager, world.cast.administrator):
        assert visit(person).get(f"/plays/{again['id']}").status_code == 404
        assert visit(person).post_json(f"/plays/{parent['id']}/rewinds", number=1).status_code == 404


def test_an_unfinished_rewind_is_not_offered_as_open(employee: Visitor, poor: list[str]) -> None:
    parent = employee.play("friendly-regular", poor)
    again = rewind(employee, parent["id"], 1)
    employee.post_json(f"/plays/{again['id']}/choices", number=1, choice=poor[0])
    assert employee.get_json("/practice").json["open"] == []
    assert f'href="/plays/{again["id"]}"' not in employee.get("/practice").text
