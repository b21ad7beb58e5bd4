"""The soak in small, so that its own machinery is tried with every change; `make soak` is the whole of it."""

import re
import subprocess
import sys

from config import ROOT


def test_a_small_soak_loses_and_doubles_nothing() -> None:
    size = ["--tablets", "2", "--people", "2", "--plays", "2", "--database", "sqlite", "--seed", "4"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", *size], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.fullmatch(r"soak: 8 plays, (\d+) choices made, \1 on the server, 0 lost, 0 doubled", said[0])
