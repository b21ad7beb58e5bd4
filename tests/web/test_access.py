"""Who gets what from every route: the fixed cast, signed out included, as a page and as JSON."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from _pytest.mark import ParameterSet
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import World
from tests.web.routes import ROWS, Row, fields_of
from tests.web.visitor import JSON, Visitor

SIGNED_IN = ("owner", "colleague", "trainer", "manager", "administrator", "stranger", "without_role")
OTHERS = ("colleague", "trainer", "manager", "administrator", "stranger")


@pytest.fixture(scope="module")
def knock(world: World, addresses: dict[str, str]) -> Callable[[str | None, Row, bool], TestResponse]:
    """Gives the answer to somebody's request."""
    visitors: dict[str | None, Visitor] = {}

    def answer(name: str | None, row: Row, as_json: bool) -> TestResponse:
        if name not in visitors:
            visitors[name] = Visitor(world.client(getattr(world.cast, name) if name else None))
        visitor = visitors.pop(name) if row.path == "/logout" else visitors[name]
        headers = JSON if as_json else {}
        address = row.path.format(**addresses)
        if row.method == "GET":
            return visitor.get(address, headers=headers)
        return visitor.post(address, headers=headers, **fields_of(row, addresses))

    return answer


def parts() -> Iterator[ParameterSet]:
    for row in ROWS:
        for as_json in (False, True):
            asked = "".join(f" {name}={value[:12]}" for name, value in row.fields.items())
            yield pytest.param(row, as_json, id=f"{row.method} {row.path}{asked}{' as JSON' if as_json else ''}")


@pytest.mark.parametrize(("row", "as_json"), [part for part in parts() if not part.values[0].is_tablets])
def test_every_person_gets_what_the_table_says(
    knock: Callable[[str | None, Row, bool], TestResponse], row: Row, as_json: bool
) -> None:
    owner, other = row.as_json if as_json and row.as_json else (row.owner, row.other)
    expected = {"owner": owner, "without_role": row.without_role} | dict.fromkeys(OTHERS, other)
    if row.leads:
        expected |= dict(zip(("manager", "administrator"), row.leads, strict=True))
    if row.trainer:
        expected["trainer"] = row.trainer
    found = {name: knock(name, row, as_json).status_code for name in SIGNED_IN}
    assert found == expected
    nobody = knock(None, row, as_json)
    if row.nobody is not None:
        assert nobody.status_code == row.nobody
    elif as_json:
        assert (nobody.status_code, nobody.json["error"]["code"]) == (401, "signed-out")
    else:
        assert nobody.status_code == 303
        assert nobody.location.split("?")[0] == "/login"


@pytest.mark.parametrize(("row", "as_json"), [part for part in parts() if part.values[0].is_tablets])
def test_a_tablets_routes_are_for_tablets_whoever_is_signed_in(
    knock: Callable[[str | None, Row, bool], TestResponse], row: Row, as_json: bool
) -> None:
    for name in (*SIGNED_IN, None):
        answer = knock(name, row, as_json)
        if as_json:
            assert (answer.status_code, answer.json["error"]["code"]) == (401, "no-device")
        else:
            assert (answer.status_code, answer.location) == (303, "/pair")


def test_the_table_knows_every_route_and_method(world: World, addresses: dict[str, str]) -> None:
    routes = world.app.url_map.bind("127.0.0.1")
    paths = {(row.path.format(**addresses).split("?")[0], row.method) for row in ROWS}
    tried = {(routes.match(path, method)[0], method) for path, method in paths}
    there_are = {
        (rule.endpoint, method)
        for rule in world.app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }
    assert tried == there_are


def posts() -> list[Row]:
    """One row for each route that writes, with fields that it would take."""
    return list({row.path: row for row in ROWS if row.method == "POST" and not row.is_tablets}.values())


@pytest.mark.parametrize("row", posts(), ids=lambda row: row.path)
@pytest.mark.parametrize("token", [None, "bad"])
def test_nothing_is_written_without_the_token(
    world: World, addresses: dict[str, str], row: Row, token: str | None
) -> None:
    address = row.path.format(**addresses)
    fields = fields_of(row, addresses) | ({"csrf_token": token} if token else {})
    allowed = world.cast.administrator if row.leads else world.cast.owner

    def send(client: FlaskClient) -> TestResponse:
        return client.post(address, data=fields, headers=JSON)

    known = send(world.client(allowed))
    assert (known.status_code, known.json["error"]["code"]) == (400, "csrf")
    assert world.client(allowed).post(address, data=fields).status_code == 400
    without_role = send(world.client(world.cast.without_role))
    assert without_role.status_code == (403 if row.without_role == 403 else 400)
    nobody = send(world.client())
    expected = (401, "signed-out") if row.nobody is None else (400, "csrf")
    assert (nobody.status_code, nobody.json["error"]["code"]) == expected
    page = world.client().post(address, data=fields)
    assert page.status_code == (303 if row.nobody is None else 400)


def test_one_persons_token_is_worth_nothing_to_another(world: World) -> None:
    mine = Visitor(world.client(world.cast.owner)).token
    answer = world.client(world.cast.colleague).post("/plays", data={"scenario": "the-aisle", "csrf_token": mine})
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/no-such-page", "/plays/one", "/scenarios", "/admin", "/static/app.js"])
def test_an_unknown_address_is_404_for_everybody(world: World, method: str, path: str) -> None:
    for person in (world.cast.owner, world.cast.without_role, None):
        assert world.client(person).open(path, method=method).status_code == 404
        answer = world.client(person).open(path, method=method, headers=JSON)
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "not-found")


def test_what_was_asked_for_before_signing_in_is_remembered(world: World) -> None:
    answer = world.client().get("/scenarios/the-aisle?a=b")
    assert answer.location == "/login?next=/scenarios/the-aisle?a%3Db"
    assert world.client().post("/plays").location == "/login"


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/html", True),
        ("text/html, application/json", False),
        ("text/html;q=0.5, application/json", True),
        ("*/*", False),
        ("", False),
    ],
)
def test_json_is_given_where_it_is_asked_for_first(world: World, accept: str, is_json: bool) -> None:
    answer = world.client().get("/practice", headers={"Accept": accept})
    assert answer.status_code == (401 if is_json else 303)


def test_a_person_without_a_role_is_sent_where_they_may_go(
    world: World, visit: Callable[[UUID | None], Visitor]
) -> None:
    visitor = visit(world.cast.without_role)
    refused = visitor.get("/practice")
    assert refused.status_code == 403
    assert '<a class="button" href="/settings">' in refused.text
    assert visitor.get("/settings").status_code == 200
