"""Batches as a browser sends them: bodies of `/sync`, and what is answered to them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.web.visitor import JSON, Visitor
from training_app.moment import new_id, now

AISLE = "the-aisle"
AISLE_LOG = ("say-no", "louder")


def shown_at(moment: datetime) -> str:
    """A moment as JavaScript writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def choices_of(log: Iterable[str], *, first: int = 1, begun: datetime | None = None) -> list[dict[str, Any]]:
    """The choices of a log, numbered from `first`, a second between them."""
    begun = begun or now() - timedelta(minutes=1)
    return [
        {"number": number, "choice": choice, "at": shown_at(begun + timedelta(seconds=number))}
        for number, choice in enumerate(log, start=first)
    ]


def play_of(
    log: Iterable[str] = AISLE_LOG, scenario: str = AISLE, *, play: str | None = None, **members: Any
) -> dict[str, Any]:
    """One play with the choices of this log; other members of the body as they are given."""
    return {
        "play": play or str(new_id()),
        "scenario": scenario,
        "version": 1,
        "language": "en",
        "started": shown_at(now() - timedelta(minutes=1)),
        "choices": choices_of(log),
        **members,
    }


def send(visitor: Visitor, *plays: dict[str, Any], device_time: str | None = None) -> list[dict[str, Any]]:
    """The answers to the plays of one batch."""
    headers = JSON | {"X-CSRFToken": visitor.token} | ({"X-Device-Time": device_time} if device_time else {})
    answer = visitor.client.post("/sync", json={"plays": list(plays)}, headers=headers)
    assert answer.status_code == 200, answer.text
    answers: list[dict[str, Any]] = answer.json["plays"]
    assert [one["play"] for one in answers] == [play["play"] for play in plays]
    return answers


def codes(answer: dict[str, Any]) -> dict[int, str | None]:
    """The code of each choice by its number; None for those that were accepted."""
    for choice in answer["choices"]:
        assert choice["status"] == ("refused" if "code" in choice else "accepted")
    return {choice["number"]: choice.get("code") for choice in answer["choices"]}


def accepted(answer: dict[str, Any]) -> bool:
    """Whether the play and all its choices were."""
    return answer["status"] == "accepted" and not any(codes(answer).values())


def refused(answer: dict[str, Any]) -> str:
    """The code with which the play was refused as a whole."""
    assert set(answer) == {"play", "status", "code", "choices", "result"}
    assert (answer["status"], answer["choices"], answer["result"]) == ("refused", [], None)
    code: str = answer["code"]
    return code


def of_server(visitor: Visitor, play: str) -> dict[str, Any]:
    """The play as the server has it."""
    answer = visitor.get_json(f"/plays/{play}")
    assert answer.status_code == 200
    known: dict[str, Any] = answer.json
    return known
