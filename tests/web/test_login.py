"""Signing in: by address or staff number, and the growing delay after failures."""

import itertools
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, World, settings_for
from tests.people import new_employee
from tests.web.visitor import JSON, Visitor, token_in
from training_app import create_app
from training_app.services.passwords import hash_password

START = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
FREE_TRIES = 5
_numbers = itertools.count(1)


@pytest.fixture
def account(world: World) -> str:
    """The name of somebody with a password whom no other test knows; the staff number is `S-<name>`."""
    name = f"guest{next(_numbers)}-{world.database.engine.dialect.name}"
    new_employee(world, name, password_hash=hash_password(PASSWORD), staff_number=f"S-{name}")
    return name


@pytest.fixture
def door(world: World) -> Callable[[], Visitor]:
    """Gives browsers at an address of the network that no other test uses."""
    address = f"198.51.100.{next(_numbers)}"
    return lambda: Visitor(world.app.test_client(), address)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until the test moves it."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def sign_in(visitor: Visitor, account: str, password: str = PASSWORD, path: str = "/login") -> TestResponse:
    return visitor.post(path, email=account, password=password)


@pytest.mark.parametrize("form", ["{0}@regulars.test", "{0}@REGULARS.Test", " {0}@regulars.test ", "S-{0}", " S-{0}"])
def test_an_address_in_any_case_or_a_staff_number_signs_in(
    door: Callable[[], Visitor], account: str, form: str
) -> None:
    visitor = door()
    answer = sign_in(visitor, form.format(account))
    assert (answer.status_code, answer.location) == (303, "/practice")
    known = visitor.get_json("/session")
    assert known.json["person"]["name"] == account.title()
    assert visitor.get("/login").location == "/practice"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(door: Callable[[], Visitor], account: str) -> None:
    def bare(answer: TestResponse, name: str) -> str:
        assert answer.status_code == 401
        assert "Retry-After" not in answer.headers
        return re.sub(r'(csrf[-_]token" (?:content|value)=")[^"]+', r"\1", answer.text).replace(name, "NAME")

    wrong = bare(sign_in(door(), f"{account}@regulars.test", "not the password"), account)
    assert "That does not fit" in wrong
    assert wrong == bare(sign_in(door(), "unheard-of@regulars.test", "not the password"), "unheard-of")
    as_json = [
        door().post("/login", headers=JSON, email=name, password="not the password").json
        for name in (f"{account}@regulars.test", "nobody@regulars.test")
    ]
    assert as_json[0] == as_json[1]
    assert as_json[0]["error"]["code"] == "wrong-password"


def test_a_person_without_a_password_cannot_sign_in(world: World, door: Callable[[], Visitor]) -> None:
    name = f"silent{next(_numbers)}"
    new_employee(world, name)
    for password in (PASSWORD, "None", "nobody signs in with this"):
        assert sign_in(door(), f"{name}@regulars.test", password).status_code == 401


def test_the_typed_password_never_comes_back(door: Callable[[], Visitor], account: str) -> None:
    for password in ("not the password", "x"):
        assert f'value="{password}"' not in sign_in(door(), account, password).text


def fail(door: Callable[[], Visitor], account: str, times: int) -> list[TestResponse]:
    visitor = door()
    return [sign_in(visitor, account, "not the password") for _ in range(times)]


def test_the_delay_grows_and_holds_for_the_right_password_too(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    name = f"{account}@regulars.test"
    assert [answer.status_code for answer in fail(door, name, FREE_TRIES)] == [401] * FREE_TRIES
    for expected in (1, 2, 4, 8, 16):
        refused = sign_in(door(), name)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(expected))
        clock.shift(timedelta(seconds=expected - 0.5))
        assert sign_in(door(), name).status_code == 429
        clock.shift(timedelta(seconds=0.5))
        assert fail(door, name, 1)[0].status_code == 401
    clock.shift(timedelta(seconds=32))
    assert sign_in(door(), name).status_code == 303


def test_trying_during_the_delay_does_not_lengthen_it(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    fail(door, account, FREE_TRIES)
    assert {answer.status_code for answer in fail(door, account, 10)} == {429}
    clock.shift(timedelta(seconds=1))
    assert fail(door, account, 1)[0].status_code == 401


def test_the_delay_never_grows_past_a_quarter_of_an_hour_and_is_forgotten_in_time(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    name = f"{account}@regulars.test"
    fail(door, name, FREE_TRIES)
    for _ in range(15):
        clock.shift(timedelta(minutes=15))
        assert fail(door, name, 1)[0].status_code == 401
    assert int(sign_in(door(), name).headers["Retry-After"]) == 15 * 60
    clock.shift(timedelta(hours=12, seconds=1))
    assert [answer.status_code for answer in fail(door, name, FREE_TRIES)] == [401] * FREE_TRIES


def test_a_refusal_says_how_long_in_both_forms(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    fail(door, account, FREE_TRIES)
    page = sign_in(door(), account)
    assert "Please wait 1 second" in page.text
    as_json = door().post("/login", headers=JSON, email=account, password=PASSWORD)
    assert (as_json.status_code, as_json.json["error"]["code"]) == (429, "too-many-tries")
    assert "wait" in as_json.json["error"]["message"].lower()
    assert as_json.headers["Retry-After"] == "1"


def test_the_delay_holds_whatever_the_spelling_and_wherever_one_is(
    world: World, door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    fail(door, f"{account}@regulars.test", FREE_TRIES)
    elsewhere = Visitor(world.app.test_client(), f"203.0.113.{next(_numbers)}")
    assert sign_in(elsewhere, f" {account}@REGULARS.test").status_code == 429


def test_the_delay_outlives_the_server(
    world: World, door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    fail(door, account, FREE_TRIES)
    url = world.database.engine.url.render_as_string(hide_password=False)
    app = create_app(settings_for(url))
    assert sign_in(Visitor(app.test_client(), "203.0.113.250"), account).status_code == 429
    app.extensions["database"].dispose()


def test_successes_never_count_and_forgive_what_was_typed_wrong(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        assert [answer.status_code for answer in fail(door, account, FREE_TRIES - 1)] == [401] * (FREE_TRIES - 1)
        assert sign_in(door(), f"S-{account}").status_code in {303, 401}
        assert sign_in(door(), f"{account}@regulars.test").status_code == 303
        clock.shift(timedelta(hours=13))
    for _ in range(8):
        assert sign_in(door(), f"{account}@regulars.test").status_code == 303


def test_many_accounts_guessed_from_one_address_are_stopped_too(
    door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    statuses = [fail(door, f"guess-{number}", 1)[0].status_code for number in range(31)]
    assert statuses == [401] * 30 + [429]
    assert sign_in(door(), f"{account}@regulars.test").status_code == 429


def test_guesses_side_by_side_are_stopped(
    world: World, door: Callable[[], Visitor], account: str, clock: time_machine.Traveller
) -> None:
    address = door().address

    def guess(number: int) -> int:
        visitor = Visitor(world.app.test_client(), address)
        return sign_in(visitor, account, f"guess number {number}").status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(guess, range(24)))
    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= FREE_TRIES + 4
    assert sign_in(door(), account).status_code == 429


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/progress", "/progress"),
        ("/scenarios/the-aisle?a=b", "/scenarios/the-aisle?a=b"),
        ("https://elsewhere.test/", "/practice"),
        ("//elsewhere.test/", "/practice"),
        ("///elsewhere.test/", "/practice"),
        ("/\\elsewhere.test/", "/practice"),
        ("\\\\elsewhere.test", "/practice"),
        ("/\t/elsewhere.test", "/practice"),
        ("/\n/elsewhere.test", "/practice"),
        ("\t//elsewhere.test", "/practice"),
        (" //elsewhere.test", "/practice"),
        ("javascript:alert(1)", "/practice"),
        ("progress", "/practice"),
        ("/progress\r\nSet-Cookie: a=b", "/practice"),
        ("/\0", "/practice"),
        ("", "/practice"),
    ],
)
def test_signing_in_leads_to_pages_of_ours_only(
    door: Callable[[], Visitor], account: str, target: str, goes_to: str
) -> None:
    visitor = door()
    visitor.tokens.append(token_in(visitor.get("/login", query_string={"next": target})))
    answer = visitor.client.post(
        "/login",
        query_string={"next": target},
        data={"email": f"{account}@regulars.test", "password": PASSWORD, "csrf_token": visitor.token},
        environ_base={"REMOTE_ADDR": visitor.address},
    )
    assert (answer.status_code, answer.location) == (303, goes_to)
    again = visitor.get("/login", query_string={"next": target})
    assert again.location == goes_to


def test_the_page_that_was_asked_for_opens_after_signing_in(door: Callable[[], Visitor], account: str) -> None:
    visitor = door()
    asked = visitor.get("/progress")
    form = visitor.get(asked.location)
    action = re.search(r'<form[^>]* action="([^"]+)"', form.text)
    assert action
    answer = sign_in(visitor, f"{account}@regulars.test", path=action.group(1).replace("&amp;", "&"))
    assert answer.location == "/progress"


def test_everything_typed_into_the_form_is_shown_as_text(door: Callable[[], Visitor]) -> None:
    answer = sign_in(door(), '"><script>alert(1)</script>', "not the password")
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("fields", [{}, {"email": "a"}, {"password": "b"}, {"email": " ", "password": "b"}])
def test_an_empty_field_is_asked_for(door: Callable[[], Visitor], fields: dict[str, str]) -> None:
    answer = door().post("/login", **fields)
    assert answer.status_code == 422
    assert "field__error" in answer.text


def test_nobody_is_signed_in_by_an_id_of_their_own_making(world: World) -> None:
    client = world.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(UUID(int=0))
    assert client.get("/session", headers=JSON).status_code == 401
