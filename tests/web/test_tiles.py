"""The tiles of a tablet: who of the store has one, how they are found, and what the tablet keeps of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World, make_location, make_person
from tests.people import new_employee
from tests.web.pins import PIN
from tests.web.tablets import device_of, tablet
from tests.web.visitor import Visitor
from training_app.models import Location, Person, SealingKey
from training_app.moment import new_id


def names(page) -> list[str]:
    return re.findall(r'<li class="tiles__item" data-name="([^"]+)"', page.text)


def test_the_tiles_are_the_people_of_this_very_store_by_name(world: World, here: Visitor) -> None:
    found = names(here.get("/tiles"))
    assert {"Owner", "Colleague", "Trainer", "Manager"} <= set(found)
    assert not {"Stranger", "Administrator", "Without-Role"} & set(found)
    assert found == sorted(found, key=str.casefold)
    far = tablet(world, "Far")[0].get("/tiles")
    assert "Stranger" in names(far)
    assert not {"Owner", "Colleague", "Trainer", "Manager"} & set(names(far))
    assert "Far" in far.text


def test_people_of_the_demo_have_tiles_on_this_machine_only(
    world: World, here: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = new_employee(world, f"demo{new_id()}", is_demo=True)
    assert f'href="/tiles/{demo}"' in here.get("/tiles").text
    public = replace(world.app.extensions["settings"], public_url="https://regulars.test")
    monkeypatch.setitem(world.app.extensions, "settings", public)
    assert f'href="/tiles/{demo}"' not in here.get("/tiles").text
    assert here.get(f"/tiles/{demo}").status_code == 404
    assert str(demo) not in here.get_json("/tiles").text


@pytest.fixture(scope="module")
def large(world: World) -> Visitor:
    """A tablet of a store with many people."""
    with world.database.writing() as session:
        chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
        store = make_location(session, "Large", kind="store", parent=chain)
        for name in (*(f"person {number}" for number in range(20)), "josé álvarez"):
            make_person(session, name, at=store)
    return tablet(world, "Large")[0]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("josé", ["José Álvarez"]), ("JOSE", ["José Álvarez"]), ("alv", ["José Álvarez"]), (" 19 ", ["Person 19"])],
)
def test_more_than_twenty_people_are_searched(large: Visitor, wanted: str, found: list[str]) -> None:
    assert len(names(large.get("/tiles"))) == 21
    assert names(large.get("/tiles", query_string={"q": wanted})) == found


def test_a_search_without_a_find_says_so_and_few_people_are_not_searched(world: World, large: Visitor) -> None:
    page = large.get("/tiles?q=nobody<script>")
    assert names(page) == []
    assert "Nobody here by that name." in page.text
    assert "nobody&lt;script&gt;" in page.text
    assert 'type="search"' not in tablet(world, "Far")[0].get("/tiles").text


def test_a_tablet_keeps_its_people_with_their_keys(world: World, here: Visitor, newcomer: UUID) -> None:
    answer = here.get_json("/tiles")
    assert answer.status_code == 200
    device = device_of(world, here)
    assert answer.json["device"] == {"id": str(device.id), "name": "Till", "store": "Near", "lock_after": 180}
    found = next(one for one in answer.json["people"] if one["id"] == str(newcomer))
    assert sorted(found) == ["due", "has_pin", "id", "initials", "language", "name", "public_key"]
    assert (found["has_pin"], found["language"]) == (False, None)
    assert re.fullmatch(r"04[0-9a-f]{128}", found["public_key"])
    again = here.get_json("/tiles").json["people"]
    assert again == answer.json["people"]
    with world.database.reading() as session:
        assert session.get_one(SealingKey, newcomer).public == found["public_key"]
        private = session.get_one(SealingKey, newcomer).private
    assert private not in answer.text
    assert {one["id"] for one in answer.json["scenarios"]} >= {"the-aisle", "friendly-regular"}


def test_what_a_tablet_keeps_can_be_fetched_while_nobody_is_signed_in(here: Visitor) -> None:
    listed = here.get_json("/tiles").json["scenarios"][0]
    assert here.get(listed["bundles"]["de"]).status_code == 200
    assert here.get(listed["pictures"]).status_code == 200
    assert here.get_json("/ready").status_code == 401


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Robin Ames", "RA"), ("Ana María de la Cruz", "AC"), ("Cher", "C"), ("'t Hooft", "TH"), ("李 小龙", "李小")],
)
def test_initials_are_of_the_first_and_the_last_name(world: World, here: Visitor, name: str, initials: str) -> None:
    someone = new_employee(world)
    with world.database.writing() as session:
        session.get_one(Person, someone).name = name
    found = {one["id"]: one["initials"] for one in here.get_json("/tiles").json["people"]}
    assert found[str(someone)] == initials


@pytest.mark.parametrize("who", ["stranger", "administrator", "without_role"])
def test_people_who_are_not_of_the_store_have_no_tile(world: World, here: Visitor, who: str) -> None:
    other = getattr(world.cast, who)
    assert here.get(f"/tiles/{other}").status_code == 404
    assert here.post(f"/tiles/{other}/pin", pin=PIN).status_code == 404
    assert here.post(f"/tiles/{other}/first", language="en", pin=PIN, again=PIN).status_code == 404
    assert here.post_json(f"/tiles/{other}/pin", pin=PIN).json["error"]["code"] == "not-found"


def test_the_tablets_pages_need_its_token(here: Visitor, newcomer: UUID) -> None:
    fields = {"language": "en", "pin": PIN, "again": PIN}
    for path in (f"/tiles/{newcomer}/pin", f"/tiles/{newcomer}/first", "/lock", "/device/state", "/pair"):
        answer = here.client.post(path, data=fields)
        assert answer.status_code == 400, path
    assert here.post(f"/tiles/{newcomer}/first", **fields).status_code == 303


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_who_is_not_known_yet_reads_the_browsers_language(
    here: Visitor, language: str, newcomer: UUID, visit: Callable[[UUID | None], Visitor]
) -> None:
    accept = {"Accept-Language": language}
    for path in ("/tiles", f"/tiles/{newcomer}", "/pair"):
        assert f'<html lang="{language}"' in here.get(path, headers=accept).text
