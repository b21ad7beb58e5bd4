"""Translations: the same ids, texts only, the scenario's own text where a line is missing."""

from pathlib import Path

from tests.content.stories import changed, check, codes, content_of, write_story
from training_app.content.principles import read_principles
from training_app.content.version import rules_sha, sha256, texts_for

GERMAN = """title: Milch
customer: {name: Anna}
scenes:
  shelf:
    narration: Sie sucht etwas.
    choices:
      nod: {text: Nicken.}
      ask: {text: Fragen was sie sucht.}
  thanks:
    ending: {tells: Ihrer Schwester.}
"""


def test_a_missing_line_falls_back_to_the_scenarios_own(tmp_path: Path) -> None:
    content = content_of(write_story(tmp_path, de=GERMAN))
    texts = texts_for(content, "de")
    assert texts["title"] == "Milch"
    assert texts["scenes.shelf.choices.nod.text"] == "Nicken."
    assert texts["scenes.shelf.choices.ask.why"] == "She has to answer."
    assert texts_for(content, "fr") == dict(content.texts["en"])
    assert content.languages == ("en", "de")


def test_lines_have_stable_ids(tmp_path: Path) -> None:
    hurried = changed(
        ("    narration: She looks for something.\n", "    hurry: {seconds: 20, says: Hello?}\n    says: Hm.\n")
    )
    content = content_of(write_story(tmp_path, hurried))
    assert set(content.texts["en"]) == {
        *("title", "summary", "when", "role", "customer.name", "customer.wants"),
        *("scenes.shelf.says", "scenes.shelf.hurry.says"),
        *(f"scenes.shelf.choices.{choice}.{key}" for choice in ("nod", "ask") for key in ("text", "why")),
        *("scenes.thanks.narration", "scenes.thanks.ending.tells"),
    }
    assert content.hurry == {"shelf": 20}


def test_missing_lines_are_warnings_in_the_translations_file(tmp_path: Path) -> None:
    report = check(write_story(tmp_path, de=GERMAN))
    assert set(codes(report)) == {"W401"}
    assert {Path(finding.file).name for finding in report.findings} == {"de.yaml"}
    reply = next(finding for finding in report.findings if "choices.nod.why" in finding.message)
    assert reply.line == GERMAN[: GERMAN.index("nod:")].count("\n") + 1


def test_a_line_that_translates_nothing_is_a_warning_and_not_published(tmp_path: Path) -> None:
    report = check(write_story(tmp_path, de=GERMAN + "  farewell: {narration: Sie geht.}\n"))
    outdated = next(finding for finding in report.findings if finding.code == "W402")
    assert (Path(outdated.file).name, outdated.line) == ("de.yaml", GERMAN.count("\n") + 1)
    assert report.content is not None
    assert "scenes.farewell.narration" not in report.content.texts["de"]


def test_a_translation_holds_texts_only(tmp_path: Path) -> None:
    report = check(write_story(tmp_path, de=GERMAN + "trust: 60\n"))
    assert "E101" in codes(report)
    assert report.content is None


def test_the_own_language_has_no_second_file(tmp_path: Path) -> None:
    assert codes(check(write_story(tmp_path, en="title: Milk\n"))) == ["E015"]


def test_a_corrected_comma_is_a_new_version_with_the_same_rules(tmp_path: Path) -> None:
    before = content_of(write_story(tmp_path / "before", de=GERMAN))
    after = content_of(write_story(tmp_path / "after", de=GERMAN.replace("Nicken", "Lächeln")))
    other = content_of(write_story(tmp_path / "other", changed(("trust: -5", "trust: -6")), de=GERMAN))
    assert sha256(before) != sha256(after)
    assert rules_sha(before) == rules_sha(after)
    assert rules_sha(before) != rules_sha(other)


def test_the_order_of_scenes_is_no_rule_and_that_of_replies_is(tmp_path: Path) -> None:
    head, thanks_key, thanks = changed().partition("  thanks:\n")
    top, shelf_key, shelf = head.partition("  shelf:\n")
    swapped = top + thanks_key + thanks + shelf_key + shelf
    first, second = write_story(tmp_path / "first"), write_story(tmp_path / "second", swapped)
    assert [*content_of(second).scenario.scenes] == ["thanks", "shelf"]
    assert rules_sha(content_of(first)) == rules_sha(content_of(second))
    assert sha256(content_of(first)) != sha256(content_of(second))


def test_a_default_that_is_written_out_changes_nothing(tmp_path: Path) -> None:
    before = content_of(write_story(tmp_path / "before"))
    after = content_of(
        write_story(tmp_path / "after", changed(("start: shelf", "trust: 50\nperspective: employee\nstart: shelf")))
    )
    assert sha256(before) == sha256(after)


def test_principles_come_in_each_language(tmp_path: Path) -> None:
    entry = "  - {{id: {0}, family: Respect, name: {0}, friend: Stop., prey: Go on., source: ours}}\n"
    (tmp_path / "principles.yaml").write_text("principles:\n" + entry.format("welcome") + entry.format("thanks"))
    (tmp_path / "principles.de.yaml").write_text("principles:\n  welcome: {name: Grüßen}\n", encoding="utf-8")
    principles, faults = read_principles(tmp_path)
    assert principles is not None
    assert principles.ids == ("welcome", "thanks")
    assert [principle.name for principle in principles.in_language("de")] == ["Grüßen", "thanks"]
    assert [principle.name for principle in principles.in_language("es")] == ["welcome", "thanks"]
    assert {fault.code for fault in faults} == {"W401"}
