"""Every code of reading has an example that is broken in this one way, and is found at its line."""

from pathlib import Path

import pytest

from tests.content.stories import BROKEN, SOUND, check, codes, write_story
from training_app.content.codes import CODES
from training_app.content.fault import Fault
from training_app.content.modules import read_modules
from training_app.content.principles import FILE_NAME, read_principles
from training_app.content.reading import MOST_BYTES

MARK = "# here"
MADE_BY_TESTS = {"E001", "E002", "E013"}
EXAMPLES = sorted(path.name for path in BROKEN.iterdir())


def findings_in(folder: Path) -> list[Fault]:
    found = list(read_principles(folder)[1]) if (folder / FILE_NAME).exists() else []
    found += read_modules(folder, scenarios={"my-story": True})[1]
    return found + [finding for story in sorted(folder.glob("my-*")) for finding in check(story).findings]


def marked_line(file: Path) -> int:
    lines = file.read_bytes().split(b"\n")
    return next((number for number, line in enumerate(lines, 1) if MARK.encode() in line), 1)


def test_every_code_has_an_example() -> None:
    assert {*EXAMPLES, *MADE_BY_TESTS} == {*CODES}


def test_the_story_that_the_examples_break_is_sound(tmp_path: Path) -> None:
    assert codes(check(write_story(tmp_path))) == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_has_its_one_fault_at_the_marked_line(code: str) -> None:
    (finding,) = findings_in(BROKEN / code)
    assert finding.code == code
    assert finding.is_error
    if code != "E003":
        assert finding.line == marked_line(Path(finding.file))


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_finding_is_one_line_that_says_what_to_do(code: str) -> None:
    (finding,) = findings_in(BROKEN / code)
    text = str(finding)
    assert text.startswith(f"{finding.file}:{finding.line}: {code}: ")
    assert len(text.splitlines()) == 1
    assert text.count(". ") >= 1 or text.count("? ") >= 1 or text.endswith("?")


def test_bytes_that_are_not_utf_8_are_found_at_their_line() -> None:
    (finding,) = findings_in(BROKEN / "E003")
    assert finding.line == SOUND[: SOUND.index("Ana")].count("\n") + 1


def test_a_folder_without_a_scenario_says_so(tmp_path: Path) -> None:
    (tmp_path / "my-story").mkdir()
    assert codes(check(tmp_path / "my-story")) == ["E001"]
    assert codes(check(tmp_path / "missing")) == ["E001"]


def test_something_else_than_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "my-story" / "scenario.yaml").mkdir(parents=True)
    assert codes(check(tmp_path / "my-story")) == ["E001"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    story = write_story(tmp_path, SOUND + "#" * MOST_BYTES)
    assert codes(check(story)) == ["E002"]


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    story = write_story(tmp_path)
    (tmp_path / "elsewhere.yaml").write_text("title: Milch\n")
    (story / "de.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert codes(check(story)) == ["E013"]


def test_a_folder_that_is_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    write_story(tmp_path / "elsewhere")
    (tmp_path / "my-story").symlink_to(tmp_path / "elsewhere" / "my-story")
    assert codes(check(tmp_path / "my-story")) == ["E013"]
