"""A version survives its canonical JSON and its files, whatever its texts hold."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config import ROOT
from tests.content.stories import SOUND, content_of, write_story
from training_app.content.check import check_folder
from training_app.content.export import exported_files
from training_app.content.principles import load_principles
from training_app.content.version import Content, canonical, content_from_canonical, rules_sha, sha256

BUILT_IN = sorted(path.parent for path in (ROOT / "scenarios").glob("*/scenario.yaml"))
ODD = [
    "true",
    "~",
    "404",
    "+10",
    ".5e3",
    "- x",
    "a: b",
    "#x",
    "'",
    '"',
    "\\",
    "a\nb",
    "a\n\n b",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
]
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n")
TEXTS = st.one_of(st.sampled_from(ODD), st.text(LETTERS, max_size=80)).map(str.strip).filter(bool)


def read_back(files: dict[str, str], folder: Path) -> Content:
    story = folder / "my-story"
    story.mkdir()
    for name, text in files.items():
        (story / name).write_text(text, encoding="utf-8", newline="\n")
    return content_of(story)


@given(own=TEXTS, german=TEXTS)
@example(own="a\u2028\u2029\ufeff\u200b\u202eb", german="👩‍👧 e\u0301 \U0010fffd")
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, own: str, german: str) -> None:
    story = write_story(tmp_path_factory.mktemp("before"))
    content = content_of(story)
    line = "scenes.shelf.narration"
    texts = {"en": {**content.texts["en"], line: own}, "de": {line: german}}
    told = replace(content, texts=texts)
    assert content_from_canonical(canonical(told)) == told
    assert read_back(exported_files(told), tmp_path_factory.mktemp("after")) == told


@pytest.mark.parametrize("folder", BUILT_IN, ids=lambda folder: folder.name)
def test_an_exported_scenario_is_the_same_version(folder: Path, tmp_path: Path) -> None:
    principles = load_principles(folder.parent).ids
    content = check_folder(folder, principles=principles).content
    assert content is not None
    out = tmp_path / folder.name
    out.mkdir()
    for name, text in exported_files(content_from_canonical(canonical(content))).items():
        (out / name).write_text(text, encoding="utf-8")
    report = check_folder(out, principles=principles)
    assert report.content == content
    assert (sha256(report.content), rules_sha(report.content)) == (sha256(content), rules_sha(content))
    assert [*report.content.scenario.scenes] == [*content.scenario.scenes]


def test_every_key_survives(tmp_path: Path) -> None:
    everything = (
        SOUND.replace("        trust: -5\n        goto: thanks\n", WITH_EVERYTHING)
        .replace("  wants: milk\n", "  seen_as: Someone\n  wants: milk\n  with: [child, dog]\n")
        .replace("top: blue}", "top: blue, age: old, carries: tray}")
        .replace("    choices:\n", "    mood: at-ease\n    choices:\n")
    )
    content = content_of(write_story(tmp_path, everything))
    assert content.scenario.scenes["shelf"].choices[1].goto[0].needs is not None
    assert content_from_canonical(canonical(content)) == content
    assert read_back(exported_files(content), tmp_path_made(tmp_path)) == content


WITH_EVERYTHING = """        trust: -5
        red_line: true
        learns: [name, hurry]
        needs: {not_facts: [name], trust: {at_least: 1}}
        goto:
          - {needs: {facts: [hurry], trust: {at_least: 40, at_most: 60}}, scene: thanks}
          - {scene: thanks}
"""


def tmp_path_made(tmp_path: Path) -> Path:
    after = tmp_path / "after"
    after.mkdir()
    return after


def test_canonical_json_has_one_form(tmp_path: Path) -> None:
    text = canonical(content_of(write_story(tmp_path)))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    text = canonical(content_of(write_story(tmp_path)))
    with pytest.raises(ValueError, match="format 2"):
        content_from_canonical(text.replace('"format":1', '"format":2'))
