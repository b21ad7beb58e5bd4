"""The scenario with which an author starts: small, complete, and without findings."""

from pathlib import Path as FilePath

STARTING_ID = "my-first-scenario"
_STARTING_FILE = FilePath(__file__).with_name("starting.yaml")


def starting_text(scenario_id: str) -> str:
    """The text of `scenario.yaml` for a new folder of that name, which has to be an id."""
    return _STARTING_FILE.read_text(encoding="utf-8").replace(STARTING_ID, scenario_id)
