"""The built-in modules as their files have them."""

from pathlib import Path

import pytest

from config import LANGUAGES, ROOT
from tests.content.stories import SOUND, write_story
from training_app.content.checks import check_paths
from training_app.content.fault import Fault
from training_app.content.modules import read_modules
from training_app.domain.modules import BuiltInModule, check_content

SCENARIOS = {"my-story": True, "their-story": True, "other-side": False, "unread": None}
FILE = """
modules:
  - id: first
    title: First shift
    text: Two people.
    mode: practice
    scenarios: [their-story, my-story]
  - id: ready
    title: Ready
    mode: check
    pass_mark: 90
    attempts: 2
    think_first: true
    scenarios: [my-story]
"""


def read(folder: Path, text: str = FILE, **translations: str) -> tuple[tuple[BuiltInModule, ...], tuple[Fault, ...]]:
    (folder / "modules.yaml").write_text(text, encoding="utf-8")
    for language, translation in translations.items():
        (folder / f"modules.{language}.yaml").write_text(translation, encoding="utf-8")
    return read_modules(folder, scenarios=SCENARIOS)


def test_modules_are_read_as_they_are_written(tmp_path: Path) -> None:
    (first, ready), faults = read(tmp_path)
    assert faults == ()
    assert (first.key, ready.key) == ("first", "ready")
    assert (first.content.titles, first.content.texts) == ({"en": "First shift"}, {"en": "Two people."})
    assert (first.content.pass_mark, first.content.attempts, first.content.coach) == (0.8, None, "slip")
    assert list(first.content.scenarios) == ["their-story", "my-story"]
    assert (ready.content.pass_mark, ready.content.attempts, ready.content.coach) == (0.9, 2, "end")
    assert ready.content.think_first
    assert ready.content.texts == {}


def test_a_translation_adds_its_language_and_what_it_leaves_out_is_named(tmp_path: Path) -> None:
    (first, ready), faults = read(tmp_path, de="modules:\n  first: {title: Erste Schicht}\n")
    assert first.content.titles == {"en": "First shift", "de": "Erste Schicht"}
    assert (first.content.texts, ready.content.titles) == ({"en": "Two people."}, {"en": "Ready"})
    assert [(fault.code, fault.message.split(" is not")[0]) for fault in faults] == [
        ("W401", "`text` of “first”"),
        ("W401", "`title` of “ready”"),
    ]


def test_the_coach_speaks_as_the_module_says(tmp_path: Path) -> None:
    late = FILE.replace("mode: practice", "mode: practice\n    coach: end").replace(
        "mode: check", "mode: check\n    coach: end"
    )
    for text, expected in ((FILE, ["slip", "end"]), (late, ["end", "end"])):
        modules, faults = read(tmp_path, text)
        assert faults == ()
        assert [module.content.coach for module in modules] == expected


def test_a_folder_without_the_file_has_no_modules(tmp_path: Path) -> None:
    assert read_modules(tmp_path, scenarios={}) == ((), ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("pass_mark: 90", "pass_mark: 0"), "E105"),
        (("pass_mark: 90", "pass_mark: 101"), "E105"),
        (("attempts: 2", "attempts: 11"), "E105"),
        (("mode: check", "mode: exam"), "E104"),
        (("mode: practice", "mode: practice\n    coach: never"), "E104"),
        (("mode: check", "mode: check\n    coach: slip"), "E117"),
        (("think_first: true", "think_first: yes"), "E103"),
        (("    title: Ready\n", ""), "E102"),
        (("    title: Ready\n", "    title: Ready\n    version: 2\n"), "E101"),
        (("[their-story, my-story]", "[]"), "E110"),
        (("[their-story, my-story]", "[my-story, my-story]"), "E110"),
        (("[their-story, my-story]", "[gone]"), "E116"),
        (("scenarios: [my-story]", "scenarios: [other-side]"), "E117"),
        (("    attempts: 2\n", ""), "E117"),
        (("mode: practice", "mode: practice\n    attempts: 1"), "E117"),
        (("id: ready", "id: first"), "E115"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_module_is_found(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    assert FILE.count(change[0]) == 1
    _modules, faults = read(tmp_path, FILE.replace(*change))
    assert [fault.code for fault in faults] == [code]


def test_a_scenario_with_errors_of_its_own_is_not_called_missing_or_a_companion(tmp_path: Path) -> None:
    assert read(tmp_path, FILE.replace("[my-story]", "[unread]"))[1] == ()


def test_the_check_of_a_whole_folder_looks_at_its_modules(tmp_path: Path) -> None:
    (tmp_path / "principles.yaml").write_text((ROOT / "scenarios" / "principles.yaml").read_text(encoding="utf-8"))
    story = write_story(tmp_path, SOUND)
    (tmp_path / "modules.yaml").write_text(FILE)
    whole = check_paths([tmp_path], otherwise=tmp_path)
    assert [(fault.code, fault.line) for fault in whole.errors] == [("E116", 7)]
    assert len(whole.modules) == 2
    alone = check_paths([story], otherwise=tmp_path)
    assert (alone.errors, alone.modules) == ((), ())


def test_the_built_in_modules_are_sound_and_translated() -> None:
    folder = ROOT / "scenarios"
    checks = check_paths([folder], otherwise=folder)
    assert checks.module_faults == ()
    assert [module.key for module in checks.modules] == ["first-shift", "ready-for-the-floor"]
    for module in checks.modules:
        check_content(module.content)
        assert set(module.content.titles) == set(module.content.texts) == set(LANGUAGES)
