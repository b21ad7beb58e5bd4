"""`flask scenarios …` as programs and authors call it: exit codes, one finding a line, files written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from config import ROOT
from tests.conftest import DATABASES, settings_for
from tests.content.stories import SOUND, changed, write_story
from training_app import create_app

BROKEN = changed(("minutes: 1\n", "minuts: 1\n"), ("grade: fair", "grade: fare"))
PRINCIPLES = (ROOT / "scenarios" / "principles.yaml").read_text(encoding="utf-8")
BUILT_IN = ["friendly-regular", "pushy-muffin-seller", "the-aisle"]

Command = Callable[..., Result]


@pytest.fixture(params=DATABASES)
def command(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[Command]:
    """Runs `flask scenarios` over an empty database."""
    app = create_app(settings_for(make_database_url(request.param)))

    def run(*arguments: object) -> Result:
        result = app.test_cli_runner().invoke(args=["scenarios", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    yield run
    app.extensions["database"].dispose()


@pytest.fixture
def check(tmp_path: Path) -> Command:
    """Runs `flask scenarios` with a database that nobody may touch."""
    address = f"sqlite:///{tmp_path / 'untouched.sqlite3'}"
    app = create_app(settings_for(address))

    def run(*arguments: object) -> Result:
        result = app.test_cli_runner().invoke(args=["scenarios", *map(str, arguments)])
        assert not (tmp_path / "untouched.sqlite3").exists()
        return result

    return run


def test_the_built_in_scenarios_have_no_findings(check: Command) -> None:
    result = check("check")
    assert (result.exit_code, result.output) == (0, "")


def test_errors_exit_with_1_and_stand_one_a_line(check: Command, tmp_path: Path) -> None:
    story = write_story(tmp_path, BROKEN)
    result = check("check", story)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["E102", "E101", "E104"]
    assert all(line.startswith(f"{story / 'scenario.yaml'}:") for line in lines)


def test_warnings_alone_exit_with_0(check: Command, tmp_path: Path) -> None:
    story = write_story(tmp_path, de="title: Milch\n")
    result = check("check", story)
    assert result.exit_code == 0
    assert ": W401: " in result.stdout


@pytest.mark.parametrize("arguments", [("check", "nowhere"), ("check", "--nonsense"), ("load", "nowhere")])
def test_what_could_not_run_exits_with_2(check: Command, arguments: tuple[str, ...]) -> None:
    result = check(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_json_holds_findings_and_figures(check: Command, tmp_path: Path) -> None:
    write_story(tmp_path)
    broken = tmp_path / "other" / "my-story"
    write_story(tmp_path / "other", BROKEN)
    result = check("check", tmp_path / "my-story", broken, "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (said["errors"], said["warnings"]) == (3, 0)
    assert said["findings"][0] == {
        "file": str(broken / "scenario.yaml"),
        "line": 1,
        "code": "E102",
        "message": "`minutes` is missing. Add it.",
        "severity": "error",
    }
    assert said["figures"]["my-story"]["decisions"] == 1
    assert said["figures"]["my-story"]["friend_path"]["choices"] == ["nod"]


def test_a_folder_of_scenarios_is_checked_with_its_own_principles(check: Command, tmp_path: Path) -> None:
    write_story(tmp_path, SOUND.replace("principle: welcome", "principle: patience"))
    (tmp_path / "pictures").mkdir()
    entry = PRINCIPLES.split("  - ")[1].replace("id: welcome", "id: patience")
    (tmp_path / "principles.yaml").write_text(f"principles:\n  - {entry}", encoding="utf-8")
    assert check("check", tmp_path).exit_code == 0
    (tmp_path / "principles.yaml").write_text(PRINCIPLES, encoding="utf-8")
    result = check("check", tmp_path)
    assert result.exit_code == 1
    assert result.stdout.count("E212") == 2


def test_principles_that_cannot_be_read_are_said_once(check: Command, tmp_path: Path) -> None:
    write_story(tmp_path)
    (tmp_path / "principles.yaml").write_text("principles: 3\n")
    result = check("check", tmp_path)
    assert [line.split(": ")[1] for line in result.stdout.splitlines()] == ["E103"]


def test_a_file_means_its_folder(check: Command, tmp_path: Path) -> None:
    assert check("check", write_story(tmp_path, BROKEN) / "scenario.yaml").exit_code == 1


def test_a_new_scenario_has_no_findings(check: Command, tmp_path: Path) -> None:
    assert check("new", "our-first", tmp_path).exit_code == 0
    result = check("check", tmp_path / "our-first")
    assert (result.exit_code, result.output) == (0, "")


def test_a_new_scenario_never_overwrites_one(check: Command, tmp_path: Path) -> None:
    story = write_story(tmp_path)
    result = check("new", "my-story", tmp_path)
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert (story / "scenario.yaml").read_text() == SOUND


@pytest.mark.parametrize("bad", ["../evil", "/etc/x", "A", "a_b", ""])
def test_a_new_scenario_has_a_proper_id(check: Command, tmp_path: Path, bad: str) -> None:
    assert check("new", bad, tmp_path / "in").exit_code == 2
    assert not (tmp_path / "in").exists()
    assert not (tmp_path / "evil").exists()


def test_the_schema_is_written_where_one_says(check: Command, tmp_path: Path) -> None:
    assert check("schema", tmp_path).exit_code == 0
    for name in ("schema.json", "translation.schema.json", "codes.md"):
        assert (tmp_path / name).read_text() == (ROOT / "scenarios" / name).read_text()


def test_loading_twice_publishes_once(command: Command) -> None:
    assert command("load").stdout.splitlines() == [f"Published {name}, version 1." for name in BUILT_IN]
    assert command("load").stdout == "Nothing is new.\n"


def test_a_changed_scenario_is_a_new_version(command: Command, tmp_path: Path) -> None:
    command("load", write_story(tmp_path))
    write_story(tmp_path, changed(("title: Milk", "title: Milk!")))
    assert command("load", tmp_path / "my-story").stdout == "Published my-story, version 2.\n"


def test_errors_in_one_scenario_publish_nothing_at_all(command: Command, tmp_path: Path) -> None:
    sound, broken = write_story(tmp_path / "sound"), write_story(tmp_path / "broken", BROKEN)
    result = command("load", sound, broken)
    assert result.exit_code == 1
    assert result.stderr.count(str(broken)) == 3
    assert command("export", "my-story", tmp_path / "out").exit_code == 1


def test_what_was_exported_checks_and_is_nothing_new(command: Command, tmp_path: Path) -> None:
    command("load")
    for name in BUILT_IN:
        assert command("export", name, tmp_path / "out").exit_code == 0
    result = command("check", tmp_path / "out")
    assert (result.exit_code, result.output) == (0, "")
    assert command("load", tmp_path / "out").stdout == "Nothing is new.\n"


def test_an_export_never_overwrites(command: Command, tmp_path: Path) -> None:
    story = write_story(tmp_path)
    command("load", story)
    assert command("export", "my-story", tmp_path).exit_code == 1
    assert (story / "scenario.yaml").read_text() == SOUND


def test_what_was_never_published_cannot_be_exported(command: Command, tmp_path: Path) -> None:
    result = command("export", "my-story", tmp_path)
    assert result.exit_code == 1
    assert "my-story" in result.stderr


def test_the_command_runs_as_authors_type_it(tmp_path: Path) -> None:
    story = write_story(tmp_path, BROKEN)
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "flask", "--app", "training_app", "scenarios", "check", str(story)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == 3
    assert not list((tmp_path / "var").glob("*.sqlite3"))
