"""A tablet of a store: connecting it by a code, what it reports, and taking it out of use."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from tests.conftest import World
from tests.web.tablets import device_of, location_named, new_code_for
from tests.web.visitor import Visitor, token_in
from training_app.models import Device

_numbers = itertools.count(1)


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
