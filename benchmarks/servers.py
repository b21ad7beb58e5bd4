"""The two servers that are compared: Regulars as `make run` serves it, and the floor, on the same disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.floor import COMMAND
from config import ROOT
from tests.serving import Server


@contextmanager
def both_servers() -> Iterator[tuple[Server, Server]]:
    """Regulars with its demo workspace, and the floor; both on fresh databases where real ones lie, in `var/`."""
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=var, prefix="bench-") as ours,
        tempfile.TemporaryDirectory(dir=var, prefix="bench-") as bare,
        Server(Path(ours), environment={"DEMO": "1"}) as real,
        Server(Path(bare), environment={}, command=COMMAND) as floor,
    ):
        yield real, floor
