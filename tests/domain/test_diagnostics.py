"""Every code of the analysis has a broken example that yields it and nothing else, at the token at fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest

from tests.domain.pieces import (
    GLADLY,
    MAYBE,
    NEVER,
    PRINCIPLES,
    checked,
    codes,
    cold,
    cool,
    needs,
    reply,
    scenario,
    texts_of,
    warm,
)
from training_app.domain.analysis import CODES, Analysis, analyse
from training_app.domain.finding import Path
from training_app.domain.scenario import Ending, Grade, Scenario, Scene, Target

SOUND = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
LONG_WORDS = (
    "Notwithstanding considerable organisational difficulties, everybody nevertheless anticipated improvements "
)


@dataclass(frozen=True)
class Example:
    """A broken scenario, with its texts where they matter, and where the finding must point."""

    piece: Scenario
    where: Path
    texts: Mapping[str, Mapping[str, str]] | None = None
    language: str | None = None

    def analysis(self) -> Analysis:
        return checked(self.piece, texts=self.texts)


def retold(lines: Mapping[str, str | None]) -> dict[str, str]:
    """The texts of the sound piece with some lines changed or left out."""
    told = {**texts_of(SOUND), **lines}
    return {line: text for line, text in told.items() if text is not None}


def dead_end() -> Scenario:
    piece = scenario(start=(warm("glad"), cool("mute")), glad=GLADLY)
    return replace(piece, scenes={**piece.scenes, "mute": Scene("mute")})


def both() -> Scenario:
    return replace(SOUND, scenes={**SOUND.scenes, "glad": Scene("glad", (warm("glad"), cool("glad")), GLADLY)})


def second(*choices: Callable[..., object]) -> Scenario:
    """A second decision that one reaches at trust 50, or at 30 after a fair reply."""
    return scenario(start=(warm("second"), cool("second", trust=-20)), second=choices, glad=GLADLY)


def many_subjects(number: int) -> Scenario:
    """One may leave only when every subject was spoken of, in any order."""
    subjects = [f"subject-{n}" for n in range(number)]
    enter = [reply(f"to-{name}", Grade.FRIEND, name, learns=[name]) for name in subjects]
    leave = warm("glad", name="leave", offered=needs(*subjects))
    back = (warm("start", name="one"), warm("start", name="other"))
    return scenario(start=(*enter, leave), **dict.fromkeys(subjects, back), glad=GLADLY)


def many_facts() -> Scenario:
    learning = [reply(f"ask-{n}", Grade.FAIR, "start", learns=[f"fact-{n}"]) for n in range(14)]
    return scenario(start=(warm("glad"), *learning), glad=GLADLY)


START = ("scenes", "start", "choices")

EXAMPLES: dict[str, Example] = {
    "E201": Example(
        scenario(start=(warm("glad"), cool("gald")), glad=GLADLY),
        (*START, "cool", "goto"),
    ),
    "E202": Example(scenario(start=(warm("glad"), cool("glad")), glad=GLADLY, other=MAYBE), ("scenes", "other")),
    "E203": Example(dead_end(), ("scenes", "mute")),
    "E204": Example(both(), ("scenes", "glad", "ending")),
    "E205": Example(
        scenario(start=(warm("glad"), cool(Target("glad", needs(at_least=0)))), glad=GLADLY),
        (*START, "cool", "goto", 0),
    ),
    "E206": Example(
        second(warm("glad", offered=needs(at_least=31)), cool("glad", offered=needs(at_least=40))),
        ("scenes", "second", "choices"),
    ),
    "E207": Example(second(warm("glad", offered=needs(at_least=31)), cool("glad")), ("scenes", "second", "choices")),
    "E208": Example(
        scenario(start=(warm("glad"), cool("trap")), trap=(warm("trap"), cool("trap")), glad=GLADLY),
        ("scenes", "trap"),
    ),
    "E209": Example(scenario(start=(warm("start"), cool("glad")), glad=GLADLY), ("start",)),
    "E210": Example(
        scenario(start=(warm("so-so"), cool("so-so")), **{"so-so": MAYBE}), ("scenes", "so-so", "ending", "returns")
    ),
    "E211": Example(many_subjects(10), ("start",)),
    "E212": Example(
        scenario(start=(warm("glad"), reply("cool", Grade.FAIR, "glad", principle="welcom")), glad=GLADLY),
        (*START, "cool", "principle"),
    ),
    "E213": Example(
        scenario(start=(warm("glad"), cool(Target("glad", needs(without=["name"])), "glad")), glad=GLADLY),
        (*START, "cool", "goto", 0, "needs", "not_facts"),
    ),
    "E214": Example(
        scenario(start=(warm("glad"), cool("glad")), glad=Ending(returns=GLADLY.returns)), ("scenes", "glad", "ending")
    ),
    "E215": Example(SOUND, (*START, "cool", "why"), {"en": retold({"scenes.start.choices.cool.why": "  "})}),
    "E216": Example(
        scenario(start=(warm("glad"), reply("cool", Grade.FAIR, "glad", principle=None)), glad=GLADLY),
        (*START, "cool"),
    ),
    "W301": Example(
        scenario(
            start=(warm("glad"), cool("glad"), cool("glad", name="late", offered=needs(at_least=51))), glad=GLADLY
        ),
        (*START, "late", "needs"),
    ),
    "W302": Example(
        scenario(start=(warm("glad"), cool(Target("other", needs(at_least=51)), "glad")), glad=GLADLY, other=MAYBE),
        ("scenes", "other"),
    ),
    "W303": Example(scenario(start=(warm("glad"),), glad=GLADLY), START),
    "W304": Example(SOUND, START, {"en": retold({"scenes.start.choices.warm.text": "Nod and pull in the tray."})}),
    "W305": Example(scenario(start=(warm("glad", trust=-1), cool("glad")), glad=GLADLY), (*START, "warm", "trust")),
    "W306": Example(
        scenario(start=(warm("glad"), cold("gone", trust=1)), glad=GLADLY, gone=NEVER), (*START, "cold", "trust")
    ),
    "W307": Example(scenario(start=(warm("glad"), cold("glad")), glad=GLADLY), ("scenes", "glad", "ending", "returns")),
    "W308": Example(
        scenario(start=(warm("glad"), warm("gone", name="other")), glad=GLADLY, gone=NEVER),
        ("scenes", "gone", "ending", "returns"),
    ),
    "W309": Example(
        scenario(
            start=(
                warm("glad"),
                reply("ask", Grade.FAIR, "start", learns=["asked"]),
                reply("again", Grade.FAIR, "glad", principle="sincere", offered=needs("asked")),
            ),
            glad=GLADLY,
        ),
        (*START, "again", "principle"),
    ),
    "W310": Example(many_facts(), ("scenes",)),
    "W401": Example(
        SOUND,
        ("scenes", "start", "narration"),
        {"en": texts_of(SOUND), "de": retold({"scenes.start.narration": None, "customer.name": None})},
        "de",
    ),
    "W402": Example(
        SOUND,
        ("scenes", "start", "ask"),
        {"en": texts_of(SOUND), "es": retold({"scenes.start.ask": "¿Y ahora?"})},
        "es",
    ),
    "W403": Example(SOUND, (), {"en": retold({"summary": LONG_WORDS * 15})}),
    "W404": Example(SOUND, (*START, "cool", "text"), {"en": retold({"scenes.start.choices.cool.text": "and " * 26})}),
}


def test_the_pieces_themselves_are_sound() -> None:
    assert checked(SOUND).findings == ()


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(CODES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_yields_its_code_and_no_other(code: str) -> None:
    findings = EXAMPLES[code].analysis().findings
    assert [finding.code for finding in findings] == [code]


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_finding_points_at_the_token_at_fault(code: str) -> None:
    example = EXAMPLES[code]
    (finding,) = example.analysis().findings
    assert (finding.where, finding.language) == (example.where, example.language)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_message_says_what_to_do(code: str) -> None:
    (finding,) = EXAMPLES[code].analysis().findings
    assert finding.message.endswith((".", "?"))
    assert len(finding.message.split()) >= 5
    assert finding.is_error == code.startswith("E")


def test_a_misspelt_name_is_told_its_likely_meaning() -> None:
    for code, meaning in {"E201": "Did you mean “glad”?", "E212": "Did you mean “welcome”?"}.items():
        (finding,) = EXAMPLES[code].analysis().findings
        assert meaning in finding.message


def test_a_target_in_a_list_is_named_by_its_place() -> None:
    piece = scenario(start=(warm("glad"), cool(Target("nowhere", needs(at_least=60)), "glad")), glad=GLADLY)
    (finding,) = checked(piece).findings
    assert finding.where == (*START, "cool", "goto", 0, "scene")


def test_a_start_that_does_not_exist_is_a_dangling_target() -> None:
    (finding,) = checked(replace(SOUND, start="strat")).findings
    assert (finding.code, finding.where) == ("E201", ("start",))


def test_an_empty_goto_has_no_last_resort() -> None:
    (finding,) = checked(scenario(start=(warm("glad"), cool()), glad=GLADLY)).findings
    assert (finding.code, finding.where) == ("E205", (*START, "cool", "goto"))


def test_a_red_lined_reply_is_no_friend_reply() -> None:
    red = reply("red", Grade.FRIEND, "glad", red_line=True)
    piece = scenario(start=(warm("glad"), cool("second")), second=(red, cool("glad")), glad=GLADLY)
    assert codes(checked(piece)) == {"E207", "W307"}


def test_a_decision_behind_conditions_that_never_hold_is_unreachable() -> None:
    far = (warm("glad"), cool("glad"))
    piece = scenario(start=(warm("glad"), cool(Target("far", needs(at_least=51)), "glad")), far=far, glad=GLADLY)
    (finding,) = checked(piece).findings
    assert (finding.code, finding.where) == ("E202", ("scenes", "far"))


def test_a_state_is_found_only_if_a_play_reaches_it() -> None:
    piece = second(warm("glad", offered=needs(at_least=30)), cool("glad", offered=needs(at_least=40)))
    assert checked(piece).findings == ()


def test_what_leads_only_to_a_dead_end_is_no_loop() -> None:
    piece = scenario(start=(warm("glad"), cool("on")), on=(warm("mute"), cool("mute")), glad=GLADLY)
    piece = replace(piece, scenes={**piece.scenes, "mute": Scene("mute")})
    assert codes(checked(piece)) == {"E203"}


def test_each_trap_is_told_once() -> None:
    to_traps = (warm("glad"), cool("left"), cool("right", name="aside"))
    left, right = (warm("left-too"), cool("left")), (warm("right"), cool("right"))
    piece = scenario(
        start=to_traps, left=left, right=right, glad=GLADLY, **{"left-too": (warm("left"), cool("left-too"))}
    )
    assert [finding.where for finding in checked(piece).findings] == [("scenes", "left"), ("scenes", "right")]


def test_a_trap_names_the_way_that_leads_into_it() -> None:
    (finding,) = EXAMPLES["E208"].analysis().findings
    assert "At trust 50 after cool, no ending can be reached any more." in finding.message


def test_plays_that_are_too_many_to_follow_are_said() -> None:
    names = [f"topic-{n}" for n in range(12)]
    topics = {name: (warm("glad"), *(cool(other, name=f"to-{other}") for other in names)) for name in names}
    piece = scenario(start=(warm("glad"), cool("topic-0")), **topics, glad=GLADLY)
    analysis = checked(piece)
    assert "W310" in codes(analysis)
    assert analysis.figures.is_bounded


def test_an_expected_translation_that_is_not_there_is_one_finding() -> None:
    analysis = analyse(
        SOUND,
        texts={"en": texts_of(SOUND)},
        language="en",
        principles=PRINCIPLES,
        expected_languages=["en", "de"],
    )
    assert [(finding.code, finding.language) for finding in analysis.findings] == [("W401", "de")]


def test_without_any_text_every_line_is_missing() -> None:
    analysis = analyse(SOUND, texts={}, language="en", principles=PRINCIPLES)
    missing = [finding.where for finding in analysis.findings if finding.code == "E215"]
    assert len(missing) == len(set(missing)) == 6 + 2 + 2 * 2


def test_a_scene_may_be_told_by_the_customers_words_alone() -> None:
    told = retold({"scenes.start.narration": None, "scenes.start.says": "Good evening."})
    assert checked(SOUND, texts={"en": told}).findings == ()
