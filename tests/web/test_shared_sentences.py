"""A sentence for the next shift reaches those who lead its owner only while it is shared."""

import pytest

from tests.conftest import World
from tests.people import new_employee
from tests.web.visitor import Visitor

LOG = ["say-no", "louder"]


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_it_stands_on_the_persons_page_and_the_huddle_sheet_while_it_is_shared(world: World, name: str) -> None:
    person = new_employee(world)
    owner, leader = Visitor(world.client(person)), Visitor(world.client(getattr(world.cast, name)))
    sentence = f"I look up before I speak to {name}."
    play = owner.play("the-aisle", LOG)["id"]
    owner.post(f"/plays/{play}/sentence", own=sentence)
    pages = (f"/people/{person}/progress", "/team/huddle")

    def shown() -> list[bool]:
        return [sentence in leader.get(page).text for page in pages]

    assert shown() == [False, False]
    owner.post(f"/plays/{play}/sentence/sharing")
    assert shown() == [True, True]
    assert sentence not in leader.get("/team").text
    owner.post(f"/plays/{play}/sentence/sharing", take_back="1")
    assert shown() == [False, False]


def test_whoever_leads_another_store_never_sees_it(world: World) -> None:
    person = new_employee(world)
    owner = Visitor(world.client(person))
    play = owner.play("the-aisle", LOG)["id"]
    owner.post(f"/plays/{play}/sentence", own="I look up before I speak.")
    owner.post(f"/plays/{play}/sentence/sharing")
    for other in (world.cast.trainer, world.cast.colleague, world.cast.stranger):
        for page in (f"/people/{person}/progress", "/team/huddle"):
            assert Visitor(world.client(other)).get(page).status_code == 403
