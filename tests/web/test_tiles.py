"""The tablet's pages: connecting it, the store's people as tiles, and choosing a PIN for the first time."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import World, make_location, make_person
from tests.people import new_employee
from tests.web.tablets import location_named, new_code_for, tablet
from tests.web.visitor import Visitor, token_in
from training_app.models import AuditEvent, Device, Location, Person, Play, SealingKey
from training_app.moment import new_id
from training_app.services.passwords import verify_password
from training_app.services.tokens import token_hash

PIN = "4830"
_numbers = itertools.count(1)


@pytest.fixture
def here(world: World) -> Visitor:
    """A tablet of the near store."""
    return tablet(world)[0]


@pytest.fixture
def newcomer(world: World) -> UUID:
    """Somebody of the near store who has no PIN yet."""
    return new_employee(
        world, f"newcomer{next(_numbers)}-{world.database.engine.dialect.name}", staff_number=f"{new_id()}"
    )


def person(world: World, person_id: UUID) -> Person:
    with world.database.reading() as session:
        return session.get_one(Person, person_id)


def device_of(world: World, visitor: Visitor) -> Device:
    cookie = visitor.client.get_cookie("regulars-device")
    assert cookie
    with world.database.reading() as session:
        return session.scalars(select(Device).where(Device.token_hash == token_hash(cookie.value))).one()


@pytest.mark.parametrize("form", ["{0}", "{1}", " {0} ", "{2}"])
def test_a_code_makes_a_browser_a_tablet_however_it_is_typed(world: World, form: str) -> None:
    code = new_code_for(world, location_named(world, "Near"), name="By the door")
    visitor = Visitor(world.app.test_client())
    answer = visitor.post("/pair", code=form.format(code, code.lower(), f"{code[:4]}-{code[4:]}"))
    assert (answer.status_code, answer.location) == (303, "/tiles")
    page = visitor.get("/tiles")
    assert "By the door" in page.text
    assert device_of(world, visitor).name == "By the door"


def test_the_cookie_of_a_tablet_lasts_and_no_script_reads_it(world: World) -> None:
    code = new_code_for(world, location_named(world, "Near"))
    visitor = Visitor(world.app.test_client())
    paired = visitor.post("/pair", code=code)
    shown = visitor.get("/tiles")
    for answer in (paired, shown):
        cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("regulars-device="))
        flags = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={400 * 86400}"} <= flags


def test_the_code_in_an_address_stands_in_the_field(world: World) -> None:
    assert 'value="BCDFGHJK"' in world.client().get("/pair?code=BCDFGHJK").text
    assert "<script>alert" not in world.client().get('/pair?code="><script>alert(1)</script>').text


@pytest.mark.parametrize("code", ["", "BCDF", "BCDFGHJKL", "BCDF GHJK", "\u00c4\u00d6\u00dcGHJKL"])
def test_a_code_that_is_none_connects_nothing(world: World, code: str) -> None:
    visitor = Visitor(world.app.test_client(), f"192.0.2.{next(_numbers)}")
    answer = visitor.post("/pair", code=code)
    assert answer.status_code == 422
    assert "This code does not work" in answer.text
    assert visitor.client.get_cookie("regulars-device") is None


def test_wrong_codes_from_one_address_are_slowed_down(world: World) -> None:
    address = f"203.0.113.{next(_numbers)}"
    code = new_code_for(world, location_named(world, "Near"))
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        visitor = Visitor(world.app.test_client(), address)
        statuses = [visitor.post("/pair", code="BCDFGHJK").status_code for _ in range(11)]
        assert statuses == [422] * 10 + [429]
        refused = visitor.post("/pair", code=code)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
        assert "Please wait 1 second." in refused.text
        elsewhere = Visitor(world.app.test_client(), f"203.0.113.{next(_numbers)}")
        assert elsewhere.post("/pair", code="BCDFGHJK").status_code == 422
        clock.shift(timedelta(seconds=1))
        assert visitor.post("/pair", code=code).status_code == 303


def test_connecting_ends_the_session_of_whoever_did_it(world: World) -> None:
    code = new_code_for(world, location_named(world, "Near"))
    manager = Visitor(world.client(world.cast.manager))
    assert manager.post("/pair", code=code).status_code == 303
    assert manager.get_json("/session").status_code == 401
    assert "Who is practising?" in manager.get("/tiles").text


def names(page) -> list[str]:
    return re.findall(r'<li class="tiles__item" data-name="([^"]+)"', page.text)


def test_the_tiles_are_the_people_of_this_very_store_by_name(world: World, here: Visitor) -> None:
    found = names(here.get("/tiles"))
    assert {"Owner", "Colleague", "Trainer", "Manager"} <= set(found)
    assert not {"Stranger", "Administrator", "Without-Role"} & set(found)
    assert found == sorted(found, key=str.casefold)
    far = tablet(world, "Far")[0]
    assert names(far.get("/tiles")) == ["Stranger"]
    assert "Far" in far.get("/tiles").text


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


def test_a_newcomer_chooses_a_language_then_a_pin_and_plays_at_once(
    world: World, here: Visitor, newcomer: UUID
) -> None:
    asked = here.get(f"/tiles/{newcomer}")
    for language in ("en", "de", "es"):
        assert f'href="/tiles/{newcomer}?language={language}"' in asked.text
    form = here.get(f"/tiles/{newcomer}?language=de")
    assert '<html lang="de"' in form.text
    assert "Deine Leitung sieht, ob und wann du fertig bist" in form.text
    answer = here.post(f"/tiles/{newcomer}/first", language="de", pin=PIN, again=PIN)
    assert answer.status_code == 303
    assert re.fullmatch(r"/plays/[0-9a-f-]{36}", answer.location)
    page = here.get(answer.location)
    assert page.status_code == 200
    assert '<html lang="de"' in page.text
    assert "data-scene" in page.text
    kept = person(world, newcomer)
    assert kept.language == "de"
    assert verify_password(kept.pin_hash, PIN)
    with world.database.reading() as session:
        play = session.get_one(Play, UUID(answer.location.rsplit("/", 1)[1]))
        assert (play.language, play.location_id) == ("de", location_named(world, "Near"))
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(newcomer))).all()
    assert actions == ["choose-pin"]
    assert here.get_json("/session").json["person"]["id"] == str(newcomer)


def test_the_first_play_is_the_one_that_practice_leads_with(here: Visitor, newcomer: UUID) -> None:
    answer = here.post(f"/tiles/{newcomer}/first", language="en", pin=PIN, again=PIN)
    play = here.get_json(answer.location).json
    led = re.search(r'href="/scenarios/([a-z-]+)"', Visitor(here.client).get("/practice").text)
    assert led
    assert play["scenario"] == led.group(1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234 1234", "Digits in a row"),
        ("0000 0000", "Digits in a row"),
        ("1212 1212", "Repeated digits"),
        ("2004 2004", "A year"),
        ("2580 2580", "A line on the keypad"),
        ("4830 4831", "The two were not the same"),
        ("483 483", "A PIN has 4 to 6 digits"),
        ("4830271 4830271", "A PIN has 4 to 6 digits"),
        ("48a0 48a0", "A PIN has 4 to 6 digits"),
        (" ", "A PIN has 4 to 6 digits"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_with_the_reason(
    world: World, here: Visitor, newcomer: UUID, typed: str, words: str
) -> None:
    pin, again = typed.split(" ")
    answer = here.post(f"/tiles/{newcomer}/first", language="en", pin=pin, again=again)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{pin}"' not in answer.text or not pin
    assert person(world, newcomer).pin_hash is None
    assert here.get_json("/session").status_code == 401


def test_the_staff_number_is_no_pin(world: World, here: Visitor) -> None:
    someone = new_employee(world, staff_number=f"7302-{next(_numbers)}{world.database.engine.dialect.name}")
    refused = here.post(f"/tiles/{someone}/first", language="es", pin="7302", again="7302")
    assert refused.status_code == 422
    assert "número de personal" in refused.text


def test_a_tile_is_claimed_once(world: World, here: Visitor, newcomer: UUID) -> None:
    here.post(f"/tiles/{newcomer}/first", language="de", pin=PIN, again=PIN)
    elsewhere = tablet(world)[0]
    answer = elsewhere.post(f"/tiles/{newcomer}/first", language="en", pin="927415", again="927415")
    assert (answer.status_code, answer.location) == (303, f"/tiles/{newcomer}")
    assert elsewhere.get_json("/session").status_code == 401
    kept = person(world, newcomer)
    assert verify_password(kept.pin_hash, PIN)
    assert kept.language == "de"
    assert 'name="again"' not in elsewhere.get(f"/tiles/{newcomer}?language=en").text


def test_whoever_has_played_before_goes_on_with_what_practice_leads_with(world: World, here: Visitor) -> None:
    finished = new_employee(world)
    Visitor(world.client(finished)).play("the-aisle", ["say-no", "louder"])
    answer = here.post(f"/tiles/{finished}/first", language="en", pin=PIN, again=PIN)
    assert here.get_json(answer.location).json["scenario"] != "the-aisle"
    midway = new_employee(world)
    play = Visitor(world.client(midway)).begin("friendly-regular")["id"]
    other = tablet(world)[0]
    begun = other.post(f"/tiles/{midway}/first", language="en", pin=PIN, again=PIN)
    assert begun.location != f"/plays/{play}"
    started = new_employee(world)
    play = Visitor(world.client(started)).play("the-aisle", ["say-no"])["id"]
    third = tablet(world)[0]
    assert third.post(f"/tiles/{started}/first", language="en", pin=PIN, again=PIN).location == f"/plays/{play}"


def test_a_language_that_there_is_not_is_asked_for_again(here: Visitor, newcomer: UUID) -> None:
    assert "languages__one" in here.get(f"/tiles/{newcomer}?language=tlh").text
    assert here.post(f"/tiles/{newcomer}/first", language="tlh", pin=PIN, again=PIN).status_code == 422


def test_the_keypad_works_without_any_script_and_keeps_no_pin(world: World, here: Visitor, newcomer: UUID) -> None:
    here.post(f"/tiles/{newcomer}/first", language="en", pin=PIN, again=PIN)
    page = here.get(f"/tiles/{newcomer}")
    field = re.search(r'<input class="field__input pin__field"[^>]*>', page.text)
    assert field
    assert 'inputmode="numeric"' in field.group()
    assert 'autocomplete="off"' in field.group()
    assert "value=" not in field.group()
    wrong = here.post(f"/tiles/{newcomer}/pin", pin="9274")
    assert "9274" not in wrong.text


def test_a_forms_address_leads_back_to_the_tile(here: Visitor, newcomer: UUID) -> None:
    for form in ("pin", "first"):
        answer = here.get(f"/tiles/{newcomer}/{form}")
        assert (answer.status_code, answer.location) == (303, f"/tiles/{newcomer}")


def test_the_tablets_pages_need_its_token(here: Visitor, newcomer: UUID) -> None:
    fields = {"language": "en", "pin": PIN, "again": PIN}
    for path in (f"/tiles/{newcomer}/pin", f"/tiles/{newcomer}/first", "/lock", "/device/state", "/pair"):
        answer = here.client.post(path, data=fields)
        assert answer.status_code == 400, path
    assert here.post(f"/tiles/{newcomer}/first", **fields).status_code == 303


@pytest.fixture
def revoked(world: World, here: Visitor) -> Visitor:
    """A tablet that was taken out of use."""
    assert token_in(here.get("/tiles"))
    with world.database.writing() as session:
        session.get_one(Device, device_of(world, here).id).revoked_at = datetime.now(UTC)
    return here


def test_a_revoked_tablet_shows_nobody_and_is_told_to_forget(world: World, revoked: Visitor, newcomer: UUID) -> None:
    for path in ("/tiles", f"/tiles/{newcomer}"):
        assert revoked.get(path).location == "/pair"
        refused = revoked.get_json(path)
        assert (refused.status_code, refused.json["error"]["code"]) == (410, "revoked")
    refused = revoked.post_json("/device/state", unsent=2, offline="ready")
    assert (refused.status_code, refused.json["error"]["code"]) == (410, "revoked")
    assert f'data-device="{device_of(world, revoked).id}"' in revoked.get("/pair").text


def test_a_revoked_tablet_says_once_what_it_lost_and_is_a_browser_again(world: World, revoked: Visitor) -> None:
    device_id = device_of(world, revoked).id
    assert revoked.post_json("/device/forgotten", unsent=3).json == {"device": "forgotten"}
    with world.database.reading() as session:
        device = session.get_one(Device, device_id)
    assert (device.lost, device.unsent) == (3, 0)
    assert revoked.client.get_cookie("regulars-device") is None
    assert "data-device" not in revoked.get("/pair").text
    assert revoked.get_json("/tiles").json["error"]["code"] == "no-device"


def test_a_tablet_in_force_forgets_nothing(world: World, here: Visitor) -> None:
    answer = here.post_json("/device/forgotten", unsent=3)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "in-force")
    assert device_of(world, here).lost is None
    assert here.get("/tiles").status_code == 200


def test_a_tablet_reports_how_it_is(world: World, here: Visitor) -> None:
    since = datetime.now(UTC)
    state = {"unsent": 3, "unsent_since": since.isoformat().replace("+00:00", "Z"), "offline": "full"}
    assert here.post_json("/device/state", **state).json == {"device": "active"}
    device = device_of(world, here)
    assert (device.unsent, device.offline) == (3, "full")
    assert device.unsent_since
    here.post_json("/device/state", unsent=0, unsent_since=None, offline="ready")
    assert (device_of(world, here).unsent, device_of(world, here).unsent_since) == (0, None)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"unsent": "many", "offline": "ready"},
        {"unsent": -1, "offline": "ready"},
        {"unsent": 10**12, "offline": "ready"},
        {"unsent": 1, "offline": "sunny"},
        {"unsent": 1, "offline": "ready", "unsent_since": "yesterday"},
        {"unsent": 1, "offline": "ready", "unsent_since": "2031-03-04T09:00:00"},
    ],
)
def test_a_report_that_cannot_be_read_changes_nothing(world: World, here: Visitor, state: dict[str, object]) -> None:
    answer = here.post_json("/device/state", **state)
    assert answer.status_code == 422
    assert (device_of(world, here).unsent, device_of(world, here).offline) == (0, "unknown")


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_who_is_not_known_yet_reads_the_browsers_language(
    here: Visitor, language: str, newcomer: UUID, visit: Callable[[UUID | None], Visitor]
) -> None:
    accept = {"Accept-Language": language}
    for path in ("/tiles", f"/tiles/{newcomer}", "/pair"):
        assert f'<html lang="{language}"' in here.get(path, headers=accept).text
