"""People at work: signed in at the real server, with plays begun and a way through them known."""

from collections.abc import Iterator
from itertools import islice
from random import Random

from benchmarks.load import request_bytes
from tests.serving import Visitor

SCENARIO = "pushy-muffin-seller"  # in no open module for practice, so that a choice is a choice and nothing else
KEPT = "friendly-regular"  # may be kept in the browser, and counts for an open module of each of them
ACCOUNTS = ("employee@example.com", "other-employee@example.com", "1001", "1002", "1003", "1004", "1005", "1006")
SEED = 2002


def sign_in_all(port: int) -> list[Visitor]:
    """The employees of the demo workspace, signed in, with the way through one play behind them."""
    visitors = [Visitor(port).sign_in(account) for account in ACCOUNTS]
    for visitor in visitors:
        visitor.close()  # the server ends idle connections; the next request begins a fresh one
    return visitors


def way_through(visitor: Visitor, scenario: str = SCENARIO) -> list[str]:
    """The choices of one play from start to ending, found by playing it."""
    random = Random(SEED)
    play = visitor.begin(scenario)
    taken: list[str] = []
    while not play["ending"]:
        taken.append(random.choice(play["options"]))
        answer = visitor.choose(play["id"], len(taken), taken[-1])
        assert answer.status == 200, answer
        play = answer.json()
    return taken


def choice_requests(visitor: Visitor, way: list[str], *, count: int, scenario: str = SCENARIO) -> list[bytes]:
    """So many requests that record a choice each, on as many fresh plays as they need."""
    requests = list(islice(_endless(visitor, way, scenario), count))
    visitor.close()
    return requests


def _endless(visitor: Visitor, way: list[str], scenario: str) -> Iterator[bytes]:
    headers = visitor.headers()
    while True:
        play = visitor.begin(scenario)["id"]
        for number, choice in enumerate(way, start=1):
            fields: dict[str, object] = {"number": number, "choice": choice}
            yield request_bytes("POST", f"/plays/{play}/choices", headers, fields)
