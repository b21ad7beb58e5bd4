"""Recording a choice, durable, beside a bare route that makes one insert and commit."""

from collections.abc import Callable
from statistics import median

from benchmarks.bars import Line, at_least, shown, under
from benchmarks.load import Timing, drive, joined, request_bytes
from benchmarks.players import KEPT, SCENARIO, choice_requests, sign_in_all, way_through
from tests.serving import Visitor

ROUNDS = 10
REQUESTS = 240
RATE_BAR = 0.3
TAIL_BAR = 5


def measure_choices(real: int, floor: int, progress: Callable[[str], None]) -> list[Line]:
    """The rate against the floor's, p50 and p99, at 1 and at 8 connections. Arguments are the servers' ports."""
    progress("signing in")
    visitors = sign_in_all(real)

    def measure(connections: int, scenario: str) -> list[tuple[Timing, Timing]]:
        way = way_through(visitors[0], scenario)
        pairs = []
        for number in range(ROUNDS + 1):
            progress(f"choices of {scenario} over {connections} connections, round {number} of {ROUNDS}")
            pairs.append(_round(real, floor, visitors[:connections], way=way, number=number, scenario=scenario))
        return pairs[1:]

    lines = [line for connections in (1, 8) for line in _lines(connections, measure(connections, SCENARIO))]
    return [*lines, _of_a_module(measure(8, KEPT))]


def _round(
    real: int, floor: int, visitors: list[Visitor], *, way: list[str], number: int, scenario: str
) -> tuple[Timing, Timing]:
    """Ours and the floor's, one right after the other; who begins alternates, so that drift cancels out."""
    each = REQUESTS // len(visitors)
    ours = [choice_requests(visitor, way, count=each, scenario=scenario) for visitor in visitors]
    bare = [_bare_requests(f"{scenario}-{number}-{index}-{len(visitors)}", way, each) for index in range(len(visitors))]
    if number % 2:
        theirs = drive(floor, bare)
        return drive(real, ours), theirs
    return drive(real, ours), drive(floor, bare)


def _bare_requests(name: str, way: list[str], count: int) -> list[bytes]:
    return [
        request_bytes(
            "POST",
            f"/plays/{name}/choices",
            {"Accept": "application/json"},
            {"number": number, "choice": way[number % len(way)]},
        )
        for number in range(1, count + 1)
    ]


def _lines(connections: int, rounds: list[tuple[Timing, Timing]]) -> list[Line]:
    """The middle round of each kind: what else the machine does for a moment spoils a round and not the run."""
    where = f"{connections} connection{'s' if connections > 1 else ''}"
    ratio = median(ours.rate / floor.rate for ours, floor in rounds)
    tail = median(ours.percentile(99) / ours.percentile(50) for ours, _ in rounds)
    ours, floor = (joined(timings) for timings in zip(*rounds, strict=True))
    return [
        at_least(f"choices a second, {where}", ratio=ratio, ours=_rate(ours), floor=_rate(floor), bar=RATE_BAR),
        under(f"p99 over p50, {where}", ratio=tail, ours=_latency(ours), floor=_latency(floor), bar=TAIL_BAR),
    ]


def _of_a_module(rounds: list[tuple[Timing, Timing]]) -> Line:
    """Where a play's first and last choice count for an enrolment as well."""
    ratio = median(ours.rate / floor.rate for ours, floor in rounds)
    ours, floor = (joined(timings) for timings in zip(*rounds, strict=True))
    return shown("the same in plays of an open module", ours=_rate(ours), floor=_rate(floor), ratio=ratio)


def _rate(timing: Timing) -> str:
    return f"{timing.rate:,.0f} /s"


def _latency(timing: Timing) -> str:
    return f"p50 {timing.percentile(50) * 1000:.1f}, p99 {timing.percentile(99) * 1000:.1f} ms"
