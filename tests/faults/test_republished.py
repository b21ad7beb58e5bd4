"""A scenario that is published anew while somebody plays it: texts and rules of a play never change."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT
from tests.faults.conftest import Enter
from tests.faults.records import Records
from tests.serving import SERVE, Visitor
from tests.web.reference import Reference

SCENARIO = "pushy-muffin-seller"
ORIGINAL = ROOT / "scenarios" / SCENARIO
OTHER_TEXT = "Words that were not here before."


def test_a_play_stays_on_its_version(database_url: str, enter: Enter, records: Records, tmp_path: Path) -> None:
    visitor = enter("employee@example.com")
    before = Reference(ORIGINAL)
    play = visitor.begin(SCENARIO)
    edited = _edit(tmp_path / SCENARIO)
    assert "version 2" in _load(edited, database_url)
    new = visitor.begin(SCENARIO)
    assert (new["version"], new["trust"]) == (2, Reference(edited).begin().trust)
    assert OTHER_TEXT in _page(visitor, new["id"])
    assert OTHER_TEXT not in _page(visitor, play["id"])
    taken: list[str] = []
    while not play["ending"]:
        assert (play["version"], play["trust"]) == (1, before.after(taken).trust)
        taken.append(play["options"][-1])
        play = visitor.choose(play["id"], len(taken), taken[-1]).json()
    kept, replayed = records.results(play["id"])
    assert play["result"] == kept == replayed
    assert kept["score"] == pytest.approx(before.result(taken)["score"], abs=1e-12)
    assert "Nothing is new" in _load(edited, database_url)
    assert "version 3" in _load(ORIGINAL, database_url)
    assert OTHER_TEXT in _page(visitor, new["id"])


def _edit(folder: Path) -> Path:
    """A copy of the scenario with other first words and another trust to begin with."""
    shutil.copytree(ORIGINAL, folder)
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    for pattern, value in ((r"^trust: \d+$", "trust: 42"), (r"^    says: .*$", f"    says: {OTHER_TEXT}")):
        text, found = re.subn(pattern, value, text, count=1, flags=re.MULTILINE)
        assert found
    file.write_text(text, encoding="utf-8")
    return folder


def _page(visitor: Visitor, play: str) -> str:
    return visitor.get(f"/plays/{play}", accept="text/html").body.decode()


def _load(folder: Path, database_url: str) -> str:
    """Publish the folder from a command line of its own, beside the running server."""
    environment = {**os.environ, "DATABASE_URL": database_url, "SECRET_KEY": "for tests only"}
    command = [*SERVE[:-1], "scenarios", "load", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
