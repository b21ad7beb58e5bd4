"""Recording choices by `/sync`, in batches of fifty, beside the single route on the same server."""

from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median
from typing import Any

from benchmarks.bars import Line, at_least, shown
from benchmarks.load import Timing, drive, joined, json_request
from benchmarks.players import SCENARIO, choice_requests, sign_in_all, way_through
from tests.serving import Visitor
from training_app.moment import new_id, now

ROUNDS = 10
CHOICES = 400  # over the single route, a round
BATCHES = 40  # by /sync, a round
BATCH = 50
RATE_BAR = 10


def measure_syncing(port: int, progress: Callable[[str], None]) -> list[Line]:
    """Choices a second over both, durable, at 1 and at 8 connections. The argument is the server's port."""
    progress("signing in")
    visitors = sign_in_all(port)
    way = way_through(visitors[0])
    lines: list[Line] = []
    for connections in (1, 8):
        rounds = []
        for number in range(ROUNDS + 1):
            progress(f"batches over {connections} connections, round {number} of {ROUNDS}")
            rounds.append(_round(port, visitors[:connections], way))
        lines += _lines(connections, rounds[1:])
    return lines


def _round(port: int, visitors: list[Visitor], way: list[str]) -> tuple[Timing, Timing]:
    """Batches and single choices, one right after the other, on fresh plays."""
    batches = [list(islice(_batches(visitor, way), BATCHES // len(visitors))) for visitor in visitors]
    singles = [choice_requests(visitor, way, count=CHOICES // len(visitors)) for visitor in visitors]
    return drive(port, batches), drive(port, singles)


def _batches(visitor: Visitor, way: list[str]) -> Iterator[bytes]:
    """Requests of fifty choices each, as a tablet sends what it has kept: whole plays, and a piece of the next."""
    choices = _choices(way)
    while True:
        plays: list[dict[str, Any]] = []
        for play, choice in islice(choices, BATCH):
            if not plays or plays[-1]["play"] != play["play"]:
                plays.append(play | {"choices": []})
            plays[-1]["choices"].append(choice)
        yield json_request("POST", "/sync", visitor.headers(), {"plays": plays})


def _choices(way: list[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    while True:
        begun = now().isoformat()
        play = {"play": str(new_id()), "scenario": SCENARIO, "version": 1, "language": "en", "started": begun}
        for number, choice in enumerate(way, start=1):
            yield play, {"number": number, "choice": choice, "at": begun}


def _lines(connections: int, rounds: list[tuple[Timing, Timing]]) -> list[Line]:
    """The middle round, as with single choices."""
    where = f"{connections} connection{'s' if connections > 1 else ''}"
    ratio = median(BATCH * batches.rate / singles.rate for batches, singles in rounds)
    batches, singles = (joined(timings) for timings in zip(*rounds, strict=True))
    ours, single = f"{BATCH * batches.rate:,.0f} /s", f"{singles.rate:,.0f} /s"
    latency = f"p50 {batches.percentile(50) * 1000:.1f}, p99 {batches.percentile(99) * 1000:.1f} ms"
    what = f"choices a second in batches of {BATCH}, {where}; beside: one by one"
    return [
        at_least(what, ratio=ratio, ours=ours, floor=single, bar=RATE_BAR),
        shown(f"a batch of {BATCH}, {where}", ours=latency),
    ]
