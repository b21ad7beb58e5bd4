"""What is wrong with a file is said all at once, in plain words, at the token at fault."""

from pathlib import Path

import pytest

from tests.content.stories import SOUND, changed, check, codes, write_story

MESSAGES = [
    (("minutes: 1", "minutes: one"), "E103", "`minutes` is the text “one”. Write a whole number."),
    (("minutes: 1", "minutes: 1.5"), "E103", "`minutes` is the number 1.5. Write a whole number."),
    (("minutes: 1", "minutes: true"), "E103", "`minutes` is true. Write a whole number."),
    (("sale: true", "sale: yes"), "E103", "true or false without quotes; `yes` and `no` are texts here."),
    (("title: Milk", "title: [Milk]"), "E103", "`title` is a list. Write a text; put it in quotes."),
    (("skin: 3", "skin: 7"), "E105", "Write a whole number of at most 6."),
    (("trust: -5", "trust: -101"), "E105", "at least -100"),
    (("grade: fair", "grade: fairly"), "E104", "Did you mean fair?"),
    (("language: en", "language: english"), "E104", "Write two small letters"),
    (("top: blue}", "top: blue, hat: red}"), "E101", "There is no key `hat` here."),
    (("trust: -5", "remembers: {}"), "E101", "`remembers` is not a key"),
    (("start: shelf", "remembers: {}\nstart: shelf"), "E101", "an earlier play is not remembered yet"),
    (("trust: -5", "needs: {}"), "E111", "`needs` asks for nothing."),
    (("trust: -5", "needs: {facts: [a], not_facts: [a]}"), "E111", "“a” is in both lists"),
    (("trust: -5", "needs: {trust: {at_least: 60, at_most: 40}}"), "E111", "at_least is above at_most"),
    (("trust: -5", "learns: []"), "E110", "`learns` is empty."),
    (("trust: -5", "trust:"), "E107", "`trust` has no value."),
    (("title: Milk", "title: '  '"), "E107", "`title` is empty."),
    (("title: Milk", 'title: "\\ud800"'), "E109", "half a character"),
    (("  wants: milk", "  wants: milk\n  with: [child, cat]"), "E104", "Entry 2 of `with`"),
    (("  shelf:\n", "  Shelf One:\n"), "E106", "“Shelf One” is not an id."),
]


@pytest.mark.parametrize(("change", "code", "words"), MESSAGES)
def test_a_fault_is_said_in_plain_words(tmp_path: Path, change: tuple[str, str], code: str, words: str) -> None:
    report = check(write_story(tmp_path, changed(change)))
    assert words in " ".join(finding.message for finding in report.findings if finding.code == code)


def test_faults_of_shape_and_story_are_found_in_one_run(tmp_path: Path) -> None:
    text = changed(
        ("minutes: 1\n", "minuts: 1\n"),
        ("grade: fair\n", "grade: fare\n"),
        ("        trust: -5\n        goto: thanks", "        trust: -5\n        goto: nowhere"),
        ("tells: Her sister.", "tels: Her sister."),
    )
    report = check(write_story(tmp_path, text, de="titel: Milch\n", es="title: 404\n"))
    found = [(Path(finding.file).name, finding.code) for finding in report.findings if finding.is_error]
    assert found == [
        *[("scenario.yaml", code) for code in ("E102", "E101", "E104", "E201", "E101")],
        *[("de.yaml", "E101"), ("es.yaml", "E103")],
    ]


def test_what_was_mended_has_no_findings_of_its_own(tmp_path: Path) -> None:
    mended = [("grade: friend\n", "grade: frend\n"), ("goto: thanks\n      ask:", "goto: 3\n      ask:")]
    assert codes(check(write_story(tmp_path, changed(*mended)))) == ["E104", "E103"]


def test_a_text_that_cannot_be_read_is_not_called_missing_as_well(tmp_path: Path) -> None:
    story = write_story(tmp_path, changed(("title: Milk", "title: 404"), ("why: She may ask.", "why: 404")))
    assert codes(check(story)) == ["E103", "E103"]


def test_a_scene_may_have_the_name_of_a_key(tmp_path: Path) -> None:
    text = SOUND.replace("shelf", "text").replace("thanks", "hurry").replace("      ask:", "      why:")
    assert codes(check(write_story(tmp_path, text))) == []
    assert codes(check(write_story(tmp_path, text.replace("    narration: She looks", "    naration: She looks")))) == [
        "E215",
        "E101",
    ]


def test_a_folder_is_named_after_its_id_whatever_path_leads_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = write_story(tmp_path)
    monkeypatch.chdir(story)
    assert codes(check(Path())) == []


@pytest.mark.parametrize(
    "bad", ["../evil", "/etc/passwd", "a/b", "..", "A", "a_b", "a--b", "-a", "a-", "1a", "ä", "a" * 81]
)
def test_an_id_cannot_leave_the_folder(tmp_path: Path, bad: str) -> None:
    report = check(write_story(tmp_path, changed(("id: my-story", f"id: '{bad}'"))))
    assert report.content is None
    assert codes(report) in (["E106"], ["E108"])


def test_a_message_cannot_steer_the_terminal(tmp_path: Path) -> None:
    report = check(write_story(tmp_path, changed(("grade: fair", 'grade: "\\e[2J\\nx"'))))
    assert str(report.findings[0]).isprintable()
