"""Entering by a PIN: how often one may try, what its session reaches, and when it ends."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import World
from tests.people import new_employee
from tests.web.tablets import location_named, new_code_for, tablet, with_pin
from tests.web.test_access import ROWS, Row, fields_of, plays
from tests.web.visitor import JSON, Visitor
from training_app.models import Device, Person, SignIn
from training_app.moment import new_id, now
from training_app.services.passwords import hash_password, hash_secret
from training_app.services.pins import reset_pin

PIN, OTHER_PIN = "4830", "927415"
PASSWORD = "a door that stays open"
START = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
MANAGED = (
    *("/settings", "/devices", "/people", "/modules", "/assignments", "/enrolments", "/team", "/stores"),
    *("/workspace", "/audit", "/mail"),
)
DELAYS = (30, 60, 120, 240, 480, 900, 900)
_numbers = itertools.count(1)
table = plays  # the fixture of the table of routes


@pytest.fixture
def here(world: World) -> tuple[Visitor, UUID]:
    """A tablet of the near store, and its id."""
    return tablet(world)


@pytest.fixture
def person(world: World) -> UUID:
    """Somebody of the near store with a PIN."""
    return new_person(world)


def new_person(world: World, pin: str = PIN, **values) -> UUID:
    return new_employee(world, pin_hash=hash_secret(pin), **values)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until the test moves it."""
    with time_machine.travel(START + timedelta(days=next(_numbers)), tick=False) as traveller:
        yield traveller


def by_form(visitor: Visitor, person: UUID, pin: str) -> TestResponse:
    return entered(visitor, visitor.post(f"/tiles/{person}/pin", pin=pin))


def by_json(visitor: Visitor, person: UUID, pin: str) -> TestResponse:
    return entered(visitor, visitor.post_json(f"/tiles/{person}/pin", pin=pin))


def entered(visitor: Visitor, answer: TestResponse) -> TestResponse:
    """The answer; with a new session the token of the old one is worth nothing."""
    if answer.status_code < 400:
        visitor.tokens.clear()
    return answer


Enter = Callable[[Visitor, UUID, str], TestResponse]
WAYS = pytest.mark.parametrize("enter", [by_form, by_json])


def is_in(visitor: Visitor, person: UUID) -> bool:
    known = visitor.get_json("/session")
    return known.status_code == 200 and known.json["person"]["id"] == str(person)


def sign_ins(world: World, person: UUID) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).where(SignIn.person_id == person)) or 0


def test_the_right_pin_leads_to_practice(here: tuple[Visitor, UUID], person: UUID) -> None:
    answer = by_form(here[0], person, PIN)
    assert (answer.status_code, answer.location) == (303, "/practice")
    assert is_in(here[0], person)
    page = here[0].get("/practice").text
    known = {"person": person, "kind": "pin", "device": here[1], "lock-after": 180}
    for name, value in known.items():
        assert f'data-{name}="{value}"' in page.split("<head>")[0]
    assert 'action="/lock"' in page
    assert 'action="/logout"' not in page
    assert 'href="/preferences"' in page
    assert 'href="/settings"' not in page


def test_as_json_it_says_who_is_in_and_brings_a_fresh_token(here: tuple[Visitor, UUID], person: UUID) -> None:
    visitor = here[0]
    before = visitor.token
    answer = by_json(visitor, person, PIN)
    assert answer.status_code == 200
    assert answer.json["person"]["id"] == str(person)
    assert answer.json["next"] == "/practice"
    fresh = {"X-CSRFToken": answer.json["csrf_token"]}
    assert answer.json["csrf_token"] != before
    begun = visitor.client.post("/plays", data={"scenario": "the-aisle"}, headers=JSON | fresh)
    assert begun.status_code == 201


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        (f"/plays/{UUID(int=7)}", f"/plays/{UUID(int=7)}"),
        ("/plays/../settings", "/plays/../settings"),
        ("/people", "/practice"),
        ("//elsewhere.test/plays/", "/practice"),
        ("https://elsewhere.test/plays/", "/practice"),
        ("", "/practice"),
    ],
)
def test_one_goes_on_at_the_play_that_the_lock_interrupted(
    here: tuple[Visitor, UUID], person: UUID, target: str, goes_to: str
) -> None:
    answer = here[0].post(f"/tiles/{person}/pin", pin=PIN, next=target)
    assert (answer.status_code, answer.location) == (303, goes_to)


@WAYS
def test_three_wrong_pins_are_free_and_then_the_wait_grows(
    here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    visitor = here[0]
    answers = [enter(visitor, person, OTHER_PIN) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert ["Retry-After" in answer.headers for answer in answers] == [False, False, True]
    for delay in DELAYS:
        refused = enter(visitor, person, PIN)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(delay))
        clock.shift(timedelta(seconds=delay - 1))
        assert enter(visitor, person, PIN).status_code == 429
        clock.shift(timedelta(seconds=1))
        assert enter(visitor, person, OTHER_PIN).status_code == 401
    clock.shift(timedelta(seconds=900))
    assert enter(visitor, person, PIN).status_code in {200, 303}


def test_how_long_to_wait_is_said_in_words(
    here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    visitor = here[0]
    said = [by_form(visitor, person, OTHER_PIN).text for _ in range(3)]
    assert ["Please wait" in text for text in said] == [False, False, True]
    assert all("That was not it." in text for text in said)
    assert "Please wait 30 seconds." in said[2]
    clock.shift(timedelta(seconds=30))
    by_form(visitor, person, OTHER_PIN)
    assert "Too many tries. Please wait 1 minute." in by_form(visitor, person, PIN).text
    clock.shift(timedelta(seconds=60))
    assert "Please wait 2 minutes." in by_form(visitor, person, OTHER_PIN).text


@WAYS
def test_the_wait_holds_on_every_tablet_and_in_both_ways(
    world: World, here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    for _ in range(3):
        enter(here[0], person, OTHER_PIN)
    other = tablet(world)[0]
    assert by_form(other, person, PIN).status_code == 429
    assert by_json(other, person, PIN).json["error"]["code"] == "too-many-tries"
    assert enter(here[0], new_person(world), PIN).status_code in {200, 303}


@WAYS
def test_guessing_at_many_tiles_is_stopped_by_the_tablet(
    world: World, here: tuple[Visitor, UUID], clock: time_machine.Traveller, enter: Enter
) -> None:
    statuses = [enter(here[0], new_person(world), OTHER_PIN).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    somebody = new_person(world)
    refused = enter(here[0], somebody, PIN)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert enter(tablet(world)[0], somebody, PIN).status_code in {200, 303}


@WAYS
def test_guesses_side_by_side_are_looked_at_three_times(
    world: World, here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    visitor = here[0]
    cookie = visitor.client.get_cookie("regulars-device")
    assert cookie

    def guess(number: int) -> int:
        client = world.app.test_client()
        client.set_cookie("regulars-device", cookie.value)
        return enter(Visitor(client), person, f"{5000 + number}").status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(32)))
    assert sorted(statuses) == [401] * 3 + [429] * 29
    assert enter(visitor, person, PIN).status_code == 429


def test_guesses_side_by_side_at_many_tiles_are_looked_at_ten_times(
    world: World, here: tuple[Visitor, UUID], clock: time_machine.Traveller
) -> None:
    cookie = here[0].client.get_cookie("regulars-device")
    assert cookie
    people = [new_person(world) for _ in range(12)]

    def guess(number: int) -> int:
        client = world.app.test_client()
        client.set_cookie("regulars-device", cookie.value)
        return by_form(Visitor(client), people[number % 12], OTHER_PIN).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(24)))
    assert statuses.count(401) == 10
    assert set(statuses) == {401, 429}


def test_the_right_pin_forgives_what_was_mistyped(
    here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    for _ in range(8):
        assert by_form(here[0], person, OTHER_PIN).status_code == 401
        assert by_form(here[0], person, OTHER_PIN).status_code == 401
        assert by_form(here[0], person, PIN).status_code == 303


def test_ones_own_pin_forgives_no_guesses_at_others(
    world: World, here: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        victim = new_person(world)
        assert [by_form(here[0], victim, OTHER_PIN).status_code for _ in range(2)] == [401, 401]
        by_form(here[0], person, PIN)
    assert by_form(here[0], new_person(world), OTHER_PIN).status_code == 429


def test_what_is_no_pin_costs_no_try(here: tuple[Visitor, UUID], person: UUID) -> None:
    for typed in ("", "483", "4830271", "abcd", "４８３０"):
        assert by_form(here[0], person, typed).status_code == 422
        assert by_json(here[0], person, typed).json["error"]["code"] == "bad-pin"
    assert by_form(here[0], person, PIN).status_code == 303


def test_who_has_no_pin_is_led_to_choose_one(world: World, here: tuple[Visitor, UUID]) -> None:
    newcomer = new_employee(world)
    assert by_form(here[0], newcomer, PIN).location == f"/tiles/{newcomer}"
    refused = by_json(here[0], newcomer, PIN)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "no-pin")


@pytest.fixture
def inside(world: World, here: tuple[Visitor, UUID]) -> Callable[[UUID], Visitor]:
    """Gives a tablet in which this person has entered their PIN."""
    return lambda person: with_pin(world, *tablet(world), person)


def parts() -> Iterator[object]:
    for row in ROWS:
        if not row.is_tablets:
            asked = " ".join(f"{name}={value[:12]}" for name, value in row.fields.items())
            yield pytest.param(row, id=f"{row.method} {row.path} {asked}".strip())


@pytest.mark.parametrize("row", list(parts()))
def test_a_managers_pin_reaches_their_own_practice_and_nothing_that_is_managed(
    world: World, table: dict[str, str], inside: Callable[[UUID], Visitor], row: Row
) -> None:
    visitor = inside(world.cast.manager)
    path = row.path.format(**table)
    answer = visitor.get(path) if row.method == "GET" else visitor.post(path, **fields_of(row, table))
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


def test_entering_ends_the_session_before(world: World, here: tuple[Visitor, UUID], person: UUID) -> None:
    colleague = new_person(world)
    by_form(here[0], colleague, PIN)
    by_form(here[0], person, PIN)
    assert is_in(here[0], person)
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
    world: World, here: tuple[Visitor, UUID], person: UUID
) -> None:
    with world.database.writing() as session:
        session.get_one(Device, here[1]).lock_after = 45
    by_form(here[0], person, PIN)
    for path in ("/practice", "/progress", "/nowhere"):
        cookie = here[0].get(path).headers["Set-Cookie"]
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


def test_a_revoked_tablets_session_ends(world: World, here: tuple[Visitor, UUID], person: UUID) -> None:
    by_form(here[0], person, PIN)
    with world.database.writing() as session:
        session.get_one(Device, here[1]).revoked_at = now()
    assert here[0].get("/practice").location == "/pair"
    assert sign_ins(world, person) == 0


def test_taking_the_pin_back_ends_the_session(world: World, person: UUID, inside: Callable[[UUID], Visitor]) -> None:
    visitor = inside(person)
    with world.database.writing() as session:
        someone = session.get_one(Person, person)
        reset_pin(session, person=someone, actor_id=world.cast.manager, event_id=new_id(), now=now())
    assert visitor.get("/practice").location == "/tiles"
    assert "languages__one" in visitor.get(f"/tiles/{person}").text


def test_a_password_on_a_tablet_locks_alike(world: World, here: tuple[Visitor, UUID]) -> None:
    name = f"visitor{next(_numbers)}-{world.database.engine.dialect.name}"
    person = new_employee(world, name, password_hash=hash_password(PASSWORD))
    visitor = here[0]
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
