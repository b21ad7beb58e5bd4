"""The headers of every answer, errors and static files included."""

import pytest

from tests.conftest import World
from tests.web.visitor import JSON, Visitor

PATHS = (
    "/login",
    "/practice",
    "/progress",
    "/settings",
    "/scenarios/the-aisle",
    "/no-such-page",
    "/healthz",
    "/session",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_is_locked_down_and_kept_by_nobody(world: World, path: str, signed_in: bool) -> None:
    client = world.client(world.cast.owner if signed_in else None)
    for headers in ({}, JSON):
        answer = client.get(path, headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in answer.headers
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "*" not in answer.headers["Content-Security-Policy"]


def test_static_files_are_kept_for_good_and_are_what_they_say(world: World) -> None:
    client = world.client()
    assets = world.app.extensions["assets"]
    for path in ("regulars.js", "icons/favicon.svg", "icons/any-192.png", "regulars.css"):
        answer = client.get(assets.url(path), buffered=True)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert answer.get_data()


@pytest.mark.parametrize("path", ["../config.py", "..%2fconfig.py", "css/../../config.py", "%2e%2e/config.py"])
def test_nothing_beside_the_static_files_is_served(world: World, path: str) -> None:
    prefix = world.app.extensions["assets"].url("")
    assert world.client().get(prefix + path).status_code == 404


def test_a_name_of_another_host_is_in_no_answer(employee: Visitor) -> None:
    for path in ("/", "/login", "/practice"):
        answer = employee.get(path, headers={"Host": "elsewhere.test"})
        assert "elsewhere.test" not in answer.text + str(answer.headers)
