"""Every error in its two forms: a page with a way back, and `{"error": {"code", "message"}}`."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from tests.conftest import DATABASES, World, make_world
from tests.web.visitor import JSON, Visitor


def assert_error(answer, status: int, code: str) -> None:
    assert answer.status_code == status
    assert answer.mimetype == "application/json"
    assert list(answer.json) == ["error"]
    assert sorted(answer.json["error"]) == ["code", "message"]
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["message"]


def test_errors_as_json_have_one_shape(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    assert_error(employee.get_json("/no-such-page"), 404, "not-found")
    assert_error(employee.get_json("/scenarios/no-such-scenario"), 404, "not-found")
    assert_error(employee.get_json(f"/plays/{play}/choices"), 405, "method-not-allowed")
    assert_error(employee.post_json("/plays", scenario="the-aisle", play="x"), 422, "bad-play")
    assert_error(employee.post_json("/plays", scenario="x" * 1_100_000), 413, "too-large")


def test_errors_as_pages_have_a_title_and_a_way_back(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    answers = (
        (employee.get("/no-such-page"), 404),
        (employee.get(f"/plays/{play}/choices"), 405),
        (employee.post("/plays", scenario="x" * 1_100_000), 413),
        (employee.post(f"/plays/{play}/choices", number="one", choice="say-no"), 422),
    )
    for answer, status in answers:
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        assert "<h1>" in answer.text
        assert 'name="csrf-token"' in answer.text
    assert f'href="/plays/{play}"' in answers[-1][0].text


def test_a_method_that_is_not_allowed_says_which_are(employee: Visitor) -> None:
    answer = employee.client.delete("/practice")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


NOT_TEXT = ["\0", "the-\0aisle", "\ud800"]


@pytest.mark.parametrize("value", NOT_TEXT)
def test_signs_that_no_database_keeps_are_refused_and_break_nothing(employee: Visitor, value: str) -> None:
    play = employee.play("the-aisle", ["say-no", "louder"])["id"]
    assert employee.post_json("/plays", scenario=value).status_code == 422
    assert employee.post_json(f"/plays/{play}/choices", number=1, choice=value).status_code == 422
    assert employee.post_json(f"/plays/{play}/sentence", text=value).status_code == 422
    assert employee.post_json("/login", email=value, password="whatever it is").status_code == 422


def test_addresses_with_such_signs_lead_nowhere(employee: Visitor) -> None:
    for path in ("/scenarios/%00", "/scenarios/the-aisle%00", "/scenarios/%ff", "/reset/%00", "/%00"):
        assert employee.get(path).status_code == 404, path


@pytest.mark.parametrize("body", ["[1]", "1", "null", '"scenario"', "{", "", '{"scenario": ["the-aisle"]}'])
def test_a_body_of_another_shape_is_refused(employee: Visitor, body: str) -> None:
    play = employee.begin("the-aisle")["id"]
    headers = JSON | {"X-CSRFToken": employee.token, "Content-Type": "application/json"}
    for path in (f"/plays/{play}/choices", "/login", "/settings/password", f"/plays/{play}/rewinds"):
        assert employee.client.post(path, data=body, headers=headers).status_code == 422, path
    assert employee.client.post("/plays", data=body, headers=headers).status_code in {404, 422}


def test_fields_of_another_type_are_refused(employee: Visitor) -> None:
    assert employee.post_json("/login", email=5, password=["x"]).status_code in {401, 422}
    assert employee.post_json("/settings", language={"a": 1}, theme=None, coach=True).status_code == 422


@pytest.fixture(scope="module", params=DATABASES)
def broken(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[World]:
    """A world as on a real server, to which a test does harm."""
    world = make_world(make_database_url(request.param), testing=False)
    yield world
    world.database.dispose()


def test_a_fault_on_our_side_is_said_in_both_forms_whatever_broke(broken: World) -> None:
    visitor = Visitor(broken.client(broken.cast.owner))
    play = visitor.begin("the-aisle")["id"]
    form, page = {"number": "1", "choice": "say-no"}, f"/plays/{play}"
    for table in ("play_choice", "person"):
        with broken.database.writing() as session:
            session.execute(text(f"alter table {table} rename to lost"))
        assert_error(visitor.get_json(page), 500, "server-error")
        assert_error(visitor.post_json(f"{page}/choices", **form), 500, "server-error")
        answer = visitor.get(page)
        assert answer.status_code == 500
        assert "Something broke on our side" in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert visitor.post(f"{page}/choices", **form).status_code == 500
        with broken.database.writing() as session:
            session.execute(text(f"alter table lost rename to {table}"))
        assert visitor.get_json(page).json["number"] == 0


def test_the_health_check_says_when_the_database_is_gone(broken: World, tmp_path) -> None:
    assert broken.client().get("/healthz").json == {"status": "ok"}
    gone = make_unreachable(broken, tmp_path)
    answer = gone.client().get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})
    assert_error(gone.client().get("/practice", headers=JSON), 401, "signed-out")


def make_unreachable(world: World, folder) -> World:
    """The same application over a database that cannot be opened."""
    app = world.app
    database = type(world.database)(f"sqlite:///{folder / 'no' / 'such' / 'folder.sqlite3'}")
    app.extensions["database"] = database
    return World(app, database, world.cast)
