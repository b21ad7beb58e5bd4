"""A body of `/sync` that has another shape: refused as a whole with 422, and nothing of it is stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.conftest import World
from tests.people import new_employee
from tests.web.batches import AISLE_LOG, accepted, choices_of, play_of, send
from tests.web.visitor import JSON, Visitor
from training_app.moment import new_id

MOST_CHOICES = 200
LONG_INTEGER = "9" * 5000
JUNK: list[Any] = [None, True, 0, -1, 1.0, 1.5, "", "1", "x", [], {}, [[]], "\0", "\ud800", "2026-01-01T00:00:00Z"]


@pytest.fixture(scope="module")
def visitor(world: World) -> Visitor:
    return Visitor(world.client(new_employee(world)))


@pytest.fixture(scope="module")
def post(visitor: Visitor) -> Callable[..., TestResponse]:
    """Sends these bytes."""

    def send_bytes(body: bytes, *, mimetype: str = "application/json", **more: str) -> TestResponse:
        headers = JSON | {"X-CSRFToken": visitor.token, "Content-Type": mimetype, **more}
        return visitor.client.post("/sync", data=body, headers=headers)

    return send_bytes


def code_of(answer: TestResponse) -> tuple[int, str]:
    assert set(answer.json) == {"error"}
    return answer.status_code, answer.json["error"]["code"]


def without(members: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in members.items() if key != name}


def bodies_of_another_shape() -> dict[str, Any]:
    """A body for each way to be wrong, by what is wrong with it."""
    play, choice = play_of(), choices_of(["say-no"])[0]
    found: dict[str, Any] = {
        "no object": [play],
        "null": None,
        "no plays": {},
        "plays that are no list": {"plays": play},
        "a play that is no object": {"plays": ["x"]},
        "another member": {"plays": [], "score": 1},
        "a score": {"plays": [play | {"score": 1.0}]},
        "a result": {"plays": [play | {"result": {"score": 1.0, "passed": True}}]},
        "a grade": {"plays": [play | {"choices": [choice | {"grade": "friend"}]}]},
        "a parent without a number": {"plays": [play | {"parent": str(new_id())}]},
        "a number without a parent": {"plays": [play | {"from_number": 1}]},
    }
    for name in ("play", "scenario", "version", "language", "started", "choices"):
        found[f"no {name}"] = {"plays": [without(play, name)]}
    for name in ("number", "choice", "at"):
        found[f"a choice without {name}"] = {"plays": [play | {"choices": [without(choice, name)]}]}
    wrong = {
        "play": ["one", "", 7, None, play["play"].replace("-", ""), f"{{{play['play']}}}", f"urn:uuid:{play['play']}"],
        "scenario": [None, 7, ["the-aisle"], "the-\0aisle", "\udc00"],
        "version": [None, "1", 1.0, True, 0, -1, [1]],
        "language": [None, "", "english", "EN", "de-at", "d", 7, "en\n"],
        "started": [None, "", "today", 1700000000, "2026-01-01T00:00:00", "2026-13-01T00:00:00Z"],
        "enrolment": [7, "one", True],
        "beginning": [7, True, {}],
        "choices": [None, {}, "say-no", [None], ["say-no"]],
    }
    for name, values in wrong.items():
        for number, value in enumerate(values):
            found[f"{name} {number}"] = {"plays": [play | {name: value}]}
    for name, values in {
        "number": [None, "1", 1.0, True, 0, -1],
        "choice": [None, 1, [], "a\0b", "\ud83d"],
        "at": [None, 1, "now", "2026-01-01", "2026-01-01T00:00:00", "1969-12-31T23:59:59Z", "9999-12-31T00:00:00Z"],
    }.items():
        for number, value in enumerate(values):
            found[f"choice's {name} {number}"] = {"plays": [play | {"choices": [choice | {name: value}]}]}
    for number, value in enumerate(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]):
        found[f"a time beyond the calendar {number}"] = {"plays": [play | {"started": value}]}
    for name, value in {"parent": "one", "from_number": "1"}.items():
        found[f"a {name} that is none"] = {
            "plays": [play | {"parent": str(new_id()), "from_number": 1} | {name: value}]
        }
    return found


BODIES = bodies_of_another_shape()


@pytest.mark.parametrize("wrong", BODIES)
def test_another_shape_is_refused_and_nothing_is_stored(
    visitor: Visitor, post: Callable[..., TestResponse], wrong: str
) -> None:
    body = BODIES[wrong]
    sound = play_of()
    if isinstance(body, dict) and isinstance(body.get("plays"), list):
        body = body | {"plays": [sound, *body["plays"]]}
    assert code_of(post(json.dumps(body).encode())) == (422, "unreadable")
    assert visitor.get_json(f"/plays/{sound['play']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"plays": [}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"plays":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"plays": NaN}',
        b'{"plays": [{"version": ' + LONG_INTEGER.encode() + b"}]}",
    ],
    ids=["nothing", "half", "broken", "no text", "deep", "deep and whole", "no number", "a long number"],
)
def test_what_is_no_json_is_refused(post: Callable[..., TestResponse], body: bytes) -> None:
    assert code_of(post(body)) == (422, "unreadable")


def test_a_form_is_not_taken(visitor: Visitor) -> None:
    assert code_of(visitor.post("/sync", headers=JSON, plays="[]")) == (422, "unreadable")


def test_too_large_a_body_is_refused(post: Callable[..., TestResponse]) -> None:
    assert code_of(post(b'{"plays": [' + b" " * 1_000_000 + b"]}")) == (413, "too-large")


@pytest.mark.parametrize("shown", ["", "noon", "2026-01-01T00:00:00", "1700000000", "0001-01-01T00:00:00+14:00"])
def test_a_clock_that_cannot_be_read_is_refused(post: Callable[..., TestResponse], shown: str) -> None:
    body = json.dumps({"plays": []}).encode()
    assert code_of(post(body, **{"X-Device-Time": shown})) == (422, "unreadable")


def test_two_hundred_choices_are_taken_and_one_more_is_too_many(
    visitor: Visitor, post: Callable[..., TestResponse]
) -> None:
    full = [play_of(AISLE_LOG) for _ in range(MOST_CHOICES // len(AISLE_LOG))]
    more = [*full, play_of(AISLE_LOG[:1])]
    assert code_of(post(json.dumps({"plays": more}).encode())) == (422, "unreadable")
    assert visitor.get_json(f"/plays/{full[0]['play']}").status_code == 404
    assert all(accepted(answer) for answer in send(visitor, *full))
    assert all(accepted(answer) for answer in send(visitor, *full, play_of([])))


trees = st.recursive(
    st.sampled_from(JUNK) | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def twisted(draw: st.DrawFn) -> Any:
    """A sound body of which one part is something else."""
    body: Any = {"plays": [play_of(), play_of(["say-no"], parent=str(new_id()), from_number=1, enrolment=None)]}
    where = body
    while True:
        steps = list(where) if isinstance(where, dict) else list(range(len(where)))
        step = draw(st.sampled_from(steps))
        if isinstance(where[step], dict | list) and where[step] and draw(st.booleans()):
            where = where[step]
            continue
        where[step] = draw(trees)
        return body


@given(body=trees | twisted())
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_is_never_a_fault_of_the_server(
    visitor: Visitor, post: Callable[..., TestResponse], body: Any
) -> None:
    answer = post(json.dumps(body).encode())
    if answer.status_code == 200:
        assert len(answer.json["plays"]) == len(body["plays"])
    else:
        assert code_of(answer) == (422, "unreadable")
