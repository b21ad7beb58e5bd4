"""The session of a PIN: what it reaches, and when it ends."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from tests.conftest import World
from tests.people import new_employee
from tests.web.pins import PIN, by_form, is_in, person_with_pin, sign_ins
from tests.web.routes import ROWS, Row, fields_of
from tests.web.tablets import location_named, new_code_for, tablet, with_pin
from tests.web.visitor import Visitor
from training_app.models import Device, Person
from training_app.moment import new_id, now
from training_app.services.passwords import hash_password
from training_app.services.pins import reset_pin

PASSWORD = "a door that stays open"
MANAGED = (
    *("/settings", "/devices", "/people", "/modules", "/assignments", "/enrolments", "/team", "/stores"),
    *("/workspace", "/audit", "/mail"),
)


@pytest.fixture
def inside(world: World) -> Callable[[UUID], Visitor]:
    """Gives a tablet in which this person has entered their PIN."""
    return lambda person: with_pin(world, *tablet(world), person)


def parts() -> Iterator[object]:
    for row in ROWS:
        if not row.is_tablets:
            asked = " ".join(f"{name}={value[:12]}" for name, value in row.fields.items())
            yield pytest.param(row, id=f"{row.method} {row.path} {asked}".strip())


@pytest.mark.parametrize("row", list(parts()))
def test_a_managers_pin_reaches_their_own_practice_and_nothing_that_is_managed(
    world: World, addresses: dict[str, str], inside: Callable[[UUID], Visitor], row: Row
) -> None:
    visitor = inside(world.cast.manager)
    path = row.path.format(**addresses)
    answer = visitor.get(path) if row.method == "GET" else visitor.post(path, **fields_of(row, addresses))
    if path.startswith(MANAGED):
        assert answer.status_code == 403
        assert visitor.get_json("/session").status_code == 200
    else:
        assert answer.status_code != 403


def test_whoever_may_not_is_sent_back_to_practice(person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    assert '<a class="button" href="/practice">' in inside(person).get("/settings").text


def test_how_one_likes_it_is_kept_by_a_pin_too(person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    visitor = inside(person)
    answer = visitor.post("/preferences", language="de", theme="dark", coach="end")
    assert (answer.status_code, answer.location) == (303, "/preferences")
    page = visitor.get("/preferences").text
    assert '<html lang="de" data-theme="dark"' in page
    assert "Gespeichert" in page
    assert 'name="current"' not in page


def test_one_tap_hands_the_tablet_on(world: World, person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    for way in ("/lock", "/logout"):
        visitor = inside(person)
        answer = visitor.post(way)
        assert (answer.status_code, answer.location) == (303, "/tiles")
        assert not is_in(visitor, person)
        assert visitor.client.get_cookie("regulars-touched") is None
    assert sign_ins(world, person) == 0


def test_the_tiles_end_the_session_of_whoever_is_still_in(
    world: World, person: UUID, inside: Callable[[UUID], Visitor]
) -> None:
    for path in ("/tiles", f"/tiles/{person}"):
        visitor = inside(person)
        assert visitor.get(path).status_code == 200
        assert not is_in(visitor, person)
        assert sign_ins(world, person) == 0
    visitor = inside(person)
    assert visitor.get_json("/tiles").status_code == 200
    assert is_in(visitor, person)


def test_entering_ends_the_session_before(world: World, connected: tuple[Visitor, UUID], person: UUID) -> None:
    colleague = person_with_pin(world)
    by_form(connected[0], colleague, PIN)
    by_form(connected[0], person, PIN)
    assert is_in(connected[0], person)
    assert sign_ins(world, colleague) == 0


def test_a_tablet_that_nobody_touched_lets_nobody_go_on(
    world: World, person: UUID, inside: Callable[[UUID], Visitor]
) -> None:
    visitor = inside(person)
    touched = visitor.client.get_cookie("regulars-touched")
    assert touched
    visitor.client.delete_cookie("regulars-touched")
    page = visitor.get("/practice")
    assert (page.status_code, page.location) == (303, "/tiles")
    assert sign_ins(world, person) == 0
    visitor.client.set_cookie("regulars-touched", touched.value)
    assert visitor.get("/practice").location == "/tiles"
    as_json = inside(person)
    as_json.client.delete_cookie("regulars-touched")
    refused = as_json.get_json("/practice")
    assert (refused.status_code, refused.json["error"]["code"]) == (401, "signed-out")


def test_touching_the_tablet_later_brings_no_session_back(person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    for mark in ("1", "tile", "", "0" * 16):
        visitor = inside(person)
        visitor.client.set_cookie("regulars-touched", mark)
        assert visitor.get("/practice").location == "/tiles"


def test_every_answer_renews_the_time_until_the_tablet_locks(
    world: World, connected: tuple[Visitor, UUID], person: UUID
) -> None:
    with world.database.writing() as session:
        session.get_one(Device, connected[1]).lock_after = 45
    by_form(connected[0], person, PIN)
    for path in ("/practice", "/progress", "/nowhere"):
        cookie = connected[0].get(path).headers["Set-Cookie"]
        assert cookie.startswith("regulars-touched=")
        assert "Max-Age=45" in cookie
        assert "HttpOnly" not in cookie


def test_a_pin_session_ends_within_a_shift(person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        visitor = inside(person)
        clock.shift(timedelta(hours=11, minutes=59))
        assert is_in(visitor, person)
        clock.shift(timedelta(minutes=1))
        assert not is_in(visitor, person)


def copied(world: World, visitor: Visitor, *, device: str | None = None) -> Visitor:
    """Another browser with the cookies of this one, or with another tablet's."""
    client = world.app.test_client()
    for name in ("regulars", "regulars-touched", "regulars-device"):
        cookie = visitor.client.get_cookie(name)
        assert cookie
        client.set_cookie(name, cookie.value)
    if device is not None:
        client.set_cookie("regulars-device", device)
    return Visitor(client)


def test_a_pin_session_is_worth_nothing_on_another_tablet(
    world: World, person: UUID, inside: Callable[[UUID], Visitor]
) -> None:
    visitor = inside(person)
    other = tablet(world)[0].client.get_cookie("regulars-device")
    assert other
    assert copied(world, visitor, device=other.value).get("/practice").location == "/tiles"
    assert not is_in(visitor, person)
    visitor = inside(person)
    assert copied(world, visitor, device="no such tablet").get("/practice").location == "/login?next=/practice"


def test_a_revoked_tablets_session_ends(world: World, connected: tuple[Visitor, UUID], person: UUID) -> None:
    by_form(connected[0], person, PIN)
    with world.database.writing() as session:
        session.get_one(Device, connected[1]).revoked_at = now()
    assert connected[0].get("/practice").location == "/pair"
    assert sign_ins(world, person) == 0


def test_taking_the_pin_back_ends_the_session(world: World, person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    visitor = inside(person)
    with world.database.writing() as session:
        someone = session.get_one(Person, person)
        reset_pin(session, person=someone, actor_id=world.cast.manager, event_id=new_id(), now=now())
    assert visitor.get("/practice").location == "/tiles"
    assert "languages__one" in visitor.get(f"/tiles/{person}").text


def test_a_password_on_a_tablet_locks_alike(world: World, connected: tuple[Visitor, UUID]) -> None:
    name = f"visitor-{new_id().hex}"
    person = new_employee(world, name, password_hash=hash_password(PASSWORD))
    visitor = connected[0]
    assert visitor.post("/login", email=f"{name}@regulars.test", password=PASSWORD).location == "/practice"
    visitor.tokens.clear()
    page = visitor.get("/practice").text
    assert 'data-kind="password"' in page
    assert 'action="/lock"' in page
    assert visitor.get("/settings").status_code == 200
    visitor.client.delete_cookie("regulars-touched")
    assert visitor.get("/settings").location == "/tiles"
    assert sign_ins(world, person) == 0


def test_elsewhere_a_session_needs_no_touch(world: World, person: UUID) -> None:
    visitor = Visitor(world.client(person))
    answer = visitor.get("/practice")
    assert answer.status_code == 200
    assert "regulars-touched" not in str(answer.headers)
    assert 'action="/logout"' in answer.text
    assert 'action="/lock"' not in answer.text


def test_the_cookies_of_a_tablet_are_secure_where_the_address_is(
    world: World, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_code_for(world, location_named(world, "Near"))
    public = replace(world.app.extensions["settings"], public_url="https://regulars.test")
    monkeypatch.setitem(world.app.extensions, "settings", public)
    visitor = Visitor(world.app.test_client())
    paired = visitor.post("/pair", code=code)
    entered = by_form(visitor, person, PIN)
    for name, answer in (("regulars-device", paired), ("regulars-touched", entered)):
        cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
        assert "Secure" in cookie
