"""The systemd units: each timer has its service, and each service a command that there is."""

from configparser import ConfigParser
from pathlib import Path

import pytest

from config import ROOT
from tests.conftest import settings_for
from training_app import create_app

UNITS = ROOT / "deploy" / "lan"
TIMERS = sorted(UNITS.glob("*.timer"))
FLASK = "/opt/regulars/.venv/bin/flask --app training_app "


def unit(file: Path) -> ConfigParser:
    """A unit as systemd reads it, as far as its names and values go."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(file.read_text())
    return parser


@pytest.mark.parametrize("timer", TIMERS, ids=lambda file: file.stem)
def test_a_timer_starts_a_service_that_runs_a_command_of_ours(timer: Path, tmp_path: Path) -> None:
    assert unit(timer)["Timer"]["OnCalendar"]
    service = unit(timer.with_suffix(".service"))["Service"]
    assert service["Type"] == "oneshot"
    command = service["ExecStart"]
    if command.startswith(FLASK):
        app = create_app(settings_for(f"sqlite:///{tmp_path / 'regulars.sqlite3'}"))
        result = app.test_cli_runner().invoke(args=[*command.removeprefix(FLASK).split(), "--help"])
        assert result.exit_code == 0, result.output


def test_every_timer_is_switched_on_where_the_guide_says_how_to_set_up() -> None:
    guide = (ROOT / "docs" / "running.md").read_text()
    assert [timer.name for timer in TIMERS if f" {timer.name}" not in guide] == []
