"""Sessions: kept on the server, rotated at sign-in, ended for good; and the flags of their cookie."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.conftest import DATABASES, PASSWORD, World, make_world
from tests.people import new_employee
from tests.web.visitor import Visitor
from training_app.services.passwords import hash_password

_numbers = itertools.count(1)
NEW_PASSWORD = "another door, also open"


@pytest.fixture
def arrive(world: World) -> Callable[[], Visitor]:
    """Signs in one and the same person, each time in another browser."""
    name = f"member{next(_numbers)}-{world.database.engine.dialect.name}"
    new_employee(world, name, password_hash=hash_password(PASSWORD))

    def browser() -> Visitor:
        visitor = Visitor(world.app.test_client(), f"192.0.2.{next(_numbers)}")
        sign_in(visitor, name)
        return visitor

    return browser


def sign_in(visitor: Visitor, name: str, password: str = PASSWORD) -> None:
    answer = visitor.post("/login", email=f"{name}@regulars.test", password=password)
    assert answer.status_code == 303
    visitor.tokens.clear()


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("regulars")
    assert cookie
    return cookie.value


def replayed(world: World, cookie: str) -> Visitor:
    """Another browser that sends a cookie it has seen."""
    client = world.app.test_client()
    client.set_cookie("regulars", cookie)
    return Visitor(client)


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get_json("/session").status_code == 200


def test_a_cookie_that_lost_its_path_on_the_way_does_not_stand_before_the_sites_own(
    world: World, arrive: Callable[[], Visitor]
) -> None:
    stranger = Visitor(world.app.test_client())
    stranger.get("/login")
    both = f"regulars={cookie_of(stranger)}; regulars={cookie_of(arrive())}"
    client = world.app.test_client(use_cookies=False)
    answer = client.get("/session", headers={"Cookie": both, "Accept": "application/json"})
    assert answer.status_code == 200


def test_a_cookie_from_before_signing_in_is_worth_nothing(world: World, arrive: Callable[[], Visitor]) -> None:
    visitor = Visitor(world.app.test_client())
    before, token = visitor.get("/login"), visitor.token
    assert before.status_code == 200
    old = cookie_of(visitor)
    name = arrive().get_json("/session").json["person"]["name"].lower()
    sign_in(visitor, name)
    assert is_signed_in(visitor)
    assert not is_signed_in(replayed(world, old))
    stale = visitor.client.post("/logout", data={"csrf_token": token})
    assert stale.status_code == 400


def test_signing_in_again_ends_the_session_of_that_browser(world: World, arrive: Callable[[], Visitor]) -> None:
    visitor = arrive()
    old = cookie_of(visitor)
    sign_in(visitor, visitor.get_json("/session").json["person"]["name"].lower())
    assert is_signed_in(visitor)
    assert not is_signed_in(replayed(world, old))


def test_signing_out_ends_the_session_on_the_server(world: World, arrive: Callable[[], Visitor]) -> None:
    visitor = arrive()
    other = arrive()
    cookie = cookie_of(visitor)
    assert is_signed_in(replayed(world, cookie))
    answer = visitor.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert not is_signed_in(visitor)
    again = replayed(world, cookie)
    assert not is_signed_in(again)
    page = again.get("/practice")
    assert (page.status_code, page.location) == (303, "/login?next=/practice")
    assert is_signed_in(other)


def test_a_person_may_have_many_sessions(arrive: Callable[[], Visitor]) -> None:
    visitors = [arrive() for _ in range(6)]
    assert all(is_signed_in(visitor) for visitor in visitors)


def test_a_session_ends_by_itself(arrive: Callable[[], Visitor]) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        visitor = arrive()
        clock.shift(timedelta(days=13, hours=23))
        assert is_signed_in(visitor)
        clock.shift(timedelta(hours=2))
        assert not is_signed_in(visitor)


def change_password(visitor: Visitor, **fields: str):
    standard = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    return visitor.post("/settings/password", **standard | fields)


def test_a_new_password_ends_all_other_sessions(world: World, arrive: Callable[[], Visitor]) -> None:
    here, there = arrive(), arrive()
    old = cookie_of(here)
    name = here.get_json("/session").json["person"]["name"].lower()
    assert change_password(here).status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert not is_signed_in(replayed(world, old))
    visitor = Visitor(world.app.test_client(), f"192.0.2.{next(_numbers)}")
    assert visitor.post("/login", email=f"{name}@regulars.test", password=PASSWORD).status_code == 401
    sign_in(visitor, name, NEW_PASSWORD)


@pytest.mark.parametrize(
    "fields",
    [
        {"current": "not my password"},
        {"current": ""},
        {"new": "short", "again": "short"},
        {"new": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"},
        {"new": "x1y2" * 51, "again": "x1y2" * 51},
        {"again": "another door, also shut"},
    ],
)
def test_a_password_that_does_not_do_changes_nothing(arrive: Callable[[], Visitor], fields: dict[str, str]) -> None:
    here, there = arrive(), arrive()
    refused = change_password(here, **fields)
    assert refused.status_code == 422
    assert "field__error" in refused.text
    assert is_signed_in(here)
    assert is_signed_in(there)


def test_the_password_now_cannot_be_guessed_without_end(arrive: Callable[[], Visitor]) -> None:
    visitor = arrive()
    with time_machine.travel(datetime.now(UTC), tick=False):
        statuses = [change_password(visitor, current=f"guess number {n}").status_code for n in range(7)]
        assert statuses == [422] * 5 + [429] * 2
        refused = change_password(visitor)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert is_signed_in(visitor)


@pytest.fixture(scope="module")
def served(make_database_url: Callable[[str], str]) -> Iterator[Callable[..., World]]:
    """Gives worlds with other settings."""
    worlds = []

    def make(**changes) -> World:
        worlds.append(make_world(make_database_url(DATABASES[0]), **changes))
        return worlds[-1]

    yield make
    for world in worlds:
        world.database.dispose()


def flags(world: World, base_url: str) -> set[str]:
    answer = world.app.test_client().get("/login", base_url=base_url)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("regulars=")
    return {part.strip() for part in cookie.split(";")[1:]}


def test_the_cookie_is_for_this_site_and_not_for_scripts(world: World, served: Callable[..., World]) -> None:
    assert flags(world, "http://127.0.0.1:8000") == {"HttpOnly", "SameSite=Lax", "Path=/"}
    secure = served(public_url="https://regulars.test")
    assert flags(secure, "https://regulars.test") == {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"}


def test_behind_a_proxy_the_visitors_own_address_counts(served: Callable[..., World]) -> None:
    world = served(public_url="https://regulars.test", trusted_proxies=1)

    def status(address: str) -> int:
        client = world.app.test_client()
        visitor = Visitor(client)
        headers = {"X-Forwarded-For": f"1.1.1.1, {address}", "Referer": "https://regulars.test/login"}
        base = {"base_url": "https://regulars.test", "headers": headers}
        token = visitor.get("/login", **base).text.split('name="csrf-token" content="')[1].split('"')[0]
        fields = {"email": f"n{next(_numbers)}", "password": "not the password", "csrf_token": token}
        return client.post("/login", data=fields, **base).status_code

    with time_machine.travel(datetime.now(UTC), tick=False):
        assert [status("198.51.100.7") for _ in range(31)] == [401] * 30 + [429]
        assert status("198.51.100.8") == 401
