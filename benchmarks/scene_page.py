"""The scene page beside a bare page that makes one query."""

from collections.abc import Callable

from benchmarks.bars import Line, shown
from benchmarks.load import Timing, drive, joined, request_bytes
from benchmarks.players import SCENARIO
from tests.serving import Visitor

ROUNDS = 4
REQUESTS = 300


def measure_scene_page(real: int, floor: int, progress: Callable[[str], None]) -> list[Line]:
    """p50 of both over one connection. Arguments are the servers' ports."""
    visitor = Visitor(real).sign_in("employee@example.com")
    path = f"/plays/{visitor.begin(SCENARIO)['id']}"
    ours = [request_bytes("GET", path, visitor.headers("text/html"))] * REQUESTS
    bare = [request_bytes("GET", path, {"Accept": "text/html"})] * REQUESTS
    timings: dict[int, list[Timing]] = {real: [], floor: []}
    for number in range(ROUNDS + 1):
        progress(f"the scene page, round {number} of {ROUNDS}")
        for port, script in ((real, ours), (floor, bare)):
            timings[port].append(drive(port, [script]))
    page, plain = (joined(timings[port][1:]).percentile(50) * 1000 for port in (real, floor))
    return [shown("the scene page, p50", ours=f"{page:.2f} ms", floor=f"{plain:.2f} ms", ratio=page / plain)]
