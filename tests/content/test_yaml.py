"""YAML 1.2 with lines, and nothing of YAML that could hurt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.content.stories import SOUND, changed, check, codes, write_story
from training_app.content.parsing import DEEPEST, LONGEST_LINE, MOST_VALUES, parse
from training_app.content.scalars import plain_scalar

SCALARS = [
    *[
        (text, text)
        for text in ("yes", "no", "on", "off", "y", "17:20", "2026-11-22", "1_000", "0b1", "+", "1e", "tRue")
    ],
    *[("true", True), ("True", True), ("false", False), ("FALSE", False)],
    *[("~", None), ("null", None), ("", None)],
    *[("0", 0), ("+10", 10), ("-15", -15), ("010", 10), ("0o17", 15), ("0xff", 255)],
    *[("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), ("-.inf", float("-inf")), ("9" * 5000, float("inf"))],
]

BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
ATTACKS = {
    "billion laughs": (BILLION_LAUGHS, "E007"),
    "merge key": ("base: &base {a: b}\nid: {<<: *base}\n", "E007"),
    "python object": ("id: !!python/object/apply:os.system ['true']\n", "E008"),
    "local tag": ("id: !secret x\n", "E008"),
    "tag directive": ("%TAG ! tag:example.org,2000:\n---\nid: x\n", "E016"),
    "deep lists": ("id: " + "[" * 5000, "E012"),
    "deep mappings": ("\n".join(" " * depth + "a:" for depth in range(DEEPEST + 2)), "E012"),
    "many values": ("id: [\n" + "1,\n" * MOST_VALUES + "]\n", "E012"),
    "endless line": ("id: " + "!" * (LONGEST_LINE + 1), "E012"),
    "second document": ("id: x\n---\nid: y\n", "E009"),
    "a list at the top": ("- id\n", "E010"),
    "a text at the top": ("id\n", "E010"),
    "nothing": ("", "E010"),
    "a list as key": ("? [a, b]\n: c\n", "E011"),
    "null as key": ("~: c\n", "E011"),
    "true as key": ("true: c\n", "E011"),
    "a control character": ("id: a\x00b\n", "E005"),
    "half an escape": ('id: "\\u12"\n', "E005"),
    "an escape beyond Unicode": ('id: "\\U00110000"\n', "E005"),
    "an open quote": ('id: "x\n', "E005"),
    "a tab in a text": ("id: a\tb\n", "E004"),
    "an undefined alias": ("id: *x\n", "E007"),
}


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    assert plain_scalar(text) == value
    assert type(plain_scalar(text)) is type(value)


def test_quotes_make_a_text_of_anything() -> None:
    assert parse("a: 'true'\nb: \"404\"\nc: |-\n  12\n", name="x").data == {"a": "true", "b": "404", "c": "12"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_a_finding(attack: str) -> None:
    text, code = ATTACKS[attack]
    assert code in {fault.code for fault in parse(text, name="x").faults}


def test_an_alias_is_its_own_only_fault(tmp_path: Path) -> None:
    story = write_story(tmp_path, changed(("name: Ana", "name: &ana Ana"), ("  wants: milk", "  wants: *ana")))
    assert codes(check(story)) == ["E007", "E007"]


def test_nothing_is_constructed_from_a_tag(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    text = f"id: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{victim}']]\n"
    assert parse(text, name="x").faults
    assert not victim.exists()


def test_faults_that_can_be_passed_over_are_all_found_with_their_lines() -> None:
    document = parse("a: 1\na: 2\n404: x\nb: &b !!str y\nc: 3\n", name="x")
    assert [(fault.line, fault.code) for fault in document.faults] == [
        (2, "E006"),
        (3, "E011"),
        (4, "E007"),
        (4, "E008"),
    ]
    assert document.data == {"a": 1, "b": "y", "c": 3}


def test_lines_are_those_of_the_token_at_fault() -> None:
    document = parse("a:\n  b:\n    404\n  c:\n    - x\n    - y\n", name="x")
    assert document.fault("E1", "", ("a", "b")).line == 3
    assert document.fault("E1", "", ("a", "b"), at_key=True).line == 2
    assert document.fault("E1", "", ("a", "c")).line == 4
    assert document.fault("E1", "", ("a", "c", 1)).line == 6
    assert document.fault("E1", "", ("a", "missing", "part")).line == 1


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    story = write_story(tmp_path, b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert codes(check(story)) == []


def test_utf_16_is_refused(tmp_path: Path) -> None:
    assert codes(check(write_story(tmp_path, SOUND.encode("utf-16")))) == ["E003"]


BITS = st.sampled_from(
    [
        "&a ",
        "*a",
        "!!str ",
        "!",
        "%",
        "---\n",
        "...",
        "? ",
        ": ",
        "- ",
        "[",
        "{",
        "]",
        "}",
        ",",
        '"',
        "'",
        "\\U00110000",
        *[
            '"\\ud800"',
            "|",
            ">",
            "#",
            "\x85",
            "\u2028",
            "\ufeff",
            "\x00",
            "\r",
            "\n",
            " ",
            "\t",
            "<<: ",
            "a",
            "0x",
            "~",
        ],
    ]
)


@given(st.lists(BITS, max_size=30).map("".join))
def test_no_text_makes_reading_raise(text: str) -> None:
    document = parse(text, name="x")
    assert document.data is not None or document.faults


@given(cut=st.integers(0, len(SOUND)), drop=st.integers(0, 40), put=st.lists(BITS, max_size=4).map("".join))
def test_no_damage_to_a_story_makes_the_check_raise(
    tmp_path_factory: pytest.TempPathFactory, cut: int, drop: int, put: str
) -> None:
    story = write_story(tmp_path_factory.mktemp("damaged"), SOUND[:cut] + put + SOUND[cut + drop :])
    report = check(story)
    assert report.content is not None or report.has_errors
