"""How long `make run` takes on a database that is there already."""

import time
from collections.abc import Callable

from benchmarks.bars import Line, shorter
from tests.serving import Server

STARTS = 3


def measure_start(server: Server, progress: Callable[[str], None]) -> list[Line]:
    """Seconds from the command to the first answer; the best of a few, since it is the machine that varies."""
    seconds = []
    for number in range(1, STARTS + 1):
        progress(f"starting again, {number} of {STARTS}")
        server.kill()
        start = time.perf_counter()
        server.start()
        server.wait_until_ready()
        seconds.append(time.perf_counter() - start)
    return [shorter("start on an existing database", seconds=min(seconds), bar=3)]
