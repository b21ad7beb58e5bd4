"""A scenario that is published anew while somebody plays it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from config import ROOT
from tests.faults.conftest import Enter
from tests.faults.records import Records
from tests.serving import SERVE

SCENARIO = "pushy-muffin-seller"


def test_a_play_stays_on_its_version(database_url: str, enter: Enter, records: Records, tmp_path: Path) -> None:
    visitor = enter("employee@example.com")
    play = visitor.begin(SCENARIO)
    play = visitor.choose(play["id"], 1, play["options"][0]).json()
    folder = tmp_path / SCENARIO
    shutil.copytree(ROOT / "scenarios" / SCENARIO, folder)
    file = folder / "scenario.yaml"
    text = file.read_text()
    file.write_text(re.sub(r"^trust: \d+", "trust: 42", text, flags=re.MULTILINE))
    assert "version 2" in _load(folder, database_url)
    assert visitor.begin(SCENARIO)["version"] == 2
    while not play["ending"]:
        assert play["version"] == 1
        play = visitor.choose(play["id"], play["number"] + 1, play["options"][-1]).json()
    kept, replayed = records.results(play["id"])
    assert play["result"] == kept == replayed
    assert "Nothing is new" in _load(folder, database_url)


def _load(folder: Path, database_url: str) -> str:
    """Publish the folder from a command line of its own, beside the running server."""
    environment = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(folder.parent)}
    command = [*SERVE[:-1], "scenarios", "load", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
