"""Entering by a PIN: what the right one brings, and how often one may try."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from tests.conftest import World
from tests.people import new_employee
from tests.web.pins import OTHER_PIN, PIN, WAYS, Enter, by_form, by_json, is_in, person_with_pin
from tests.web.tablets import tablet
from tests.web.visitor import JSON, Visitor

START = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
DELAYS = (30, 60, 120, 240, 480, 900, 900)
_numbers = itertools.count(1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until the test moves it."""
    with time_machine.travel(START + timedelta(days=next(_numbers)), tick=False) as traveller:
        yield traveller


def test_the_right_pin_leads_to_practice(connected: tuple[Visitor, UUID], person: UUID) -> None:
    answer = by_form(connected[0], person, PIN)
    assert (answer.status_code, answer.location) == (303, "/practice")
    assert is_in(connected[0], person)
    page = connected[0].get("/practice").text
    known = {"person": person, "kind": "pin", "device": connected[1], "lock-after": 180}
    for name, value in known.items():
        assert f'data-{name}="{value}"' in page.split("<head>")[0]
    assert 'action="/lock"' in page
    assert 'action="/logout"' not in page
    assert 'href="/preferences"' in page
    assert 'href="/settings"' not in page


def test_as_json_it_says_who_is_in_and_brings_a_fresh_token(connected: tuple[Visitor, UUID], person: UUID) -> None:
    visitor = connected[0]
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
    connected: tuple[Visitor, UUID], person: UUID, target: str, goes_to: str
) -> None:
    answer = connected[0].post(f"/tiles/{person}/pin", pin=PIN, next=target)
    assert (answer.status_code, answer.location) == (303, goes_to)


@WAYS
def test_three_wrong_pins_are_free_and_then_the_wait_grows(
    connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    visitor = connected[0]
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
    connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    visitor = connected[0]
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
    world: World, connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    for _ in range(3):
        enter(connected[0], person, OTHER_PIN)
    other = tablet(world)[0]
    assert by_form(other, person, PIN).status_code == 429
    assert by_json(other, person, PIN).json["error"]["code"] == "too-many-tries"
    assert enter(connected[0], person_with_pin(world), PIN).status_code in {200, 303}


@WAYS
def test_guessing_at_many_tiles_is_stopped_by_the_tablet(
    world: World, connected: tuple[Visitor, UUID], clock: time_machine.Traveller, enter: Enter
) -> None:
    statuses = [enter(connected[0], person_with_pin(world), OTHER_PIN).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    somebody = person_with_pin(world)
    refused = enter(connected[0], somebody, PIN)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert enter(tablet(world)[0], somebody, PIN).status_code in {200, 303}


@WAYS
def test_guesses_side_by_side_are_looked_at_three_times(
    world: World, connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller, enter: Enter
) -> None:
    visitor = connected[0]
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
    world: World, connected: tuple[Visitor, UUID], clock: time_machine.Traveller
) -> None:
    cookie = connected[0].client.get_cookie("regulars-device")
    assert cookie
    people = [person_with_pin(world) for _ in range(12)]

    def guess(number: int) -> int:
        client = world.app.test_client()
        client.set_cookie("regulars-device", cookie.value)
        return by_form(Visitor(client), people[number % 12], OTHER_PIN).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(24)))
    assert statuses.count(401) == 10
    assert set(statuses) == {401, 429}


def test_the_right_pin_forgives_what_was_mistyped(
    connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    for _ in range(8):
        assert by_form(connected[0], person, OTHER_PIN).status_code == 401
        assert by_form(connected[0], person, OTHER_PIN).status_code == 401
        assert by_form(connected[0], person, PIN).status_code == 303


def test_ones_own_pin_forgives_no_guesses_at_others(
    world: World, connected: tuple[Visitor, UUID], person: UUID, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        victim = person_with_pin(world)
        assert [by_form(connected[0], victim, OTHER_PIN).status_code for _ in range(2)] == [401, 401]
        by_form(connected[0], person, PIN)
    assert by_form(connected[0], person_with_pin(world), OTHER_PIN).status_code == 429


def test_what_is_no_pin_costs_no_try(connected: tuple[Visitor, UUID], person: UUID) -> None:
    for typed in ("", "483", "4830271", "abcd", "４８３０"):
        assert by_form(connected[0], person, typed).status_code == 422
        assert by_json(connected[0], person, typed).json["error"]["code"] == "bad-pin"
    assert by_form(connected[0], person, PIN).status_code == 303


def test_who_has_no_pin_is_led_to_choose_one(world: World, connected: tuple[Visitor, UUID]) -> None:
    newcomer = new_employee(world)
    assert by_form(connected[0], newcomer, PIN).location == f"/tiles/{newcomer}"
    refused = by_json(connected[0], newcomer, PIN)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "no-pin")
