"""Every code of the analysis has a broken example that yields it and nothing else, at the token at fault."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import pytest

from tests.domain.pieces import (
    GLADLY,
    MAYBE,
    NEVER,
    SOUND,
    START,
    checked,
    cold,
    cool,
    needs,
    reply,
    retold,
    scenario,
    second,
    texts_of,
    warm,
)
from training_app.domain.analysis import CODES
from training_app.domain.finding import Finding, Path
from training_app.domain.scenario import Ending, Grade, Scenario, Scene, Target

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


def dead_end() -> Scenario:
    piece = scenario(start=(warm("glad"), cool("mute")), glad=GLADLY)
    return replace(piece, scenes={**piece.scenes, "mute": Scene("mute")})


def both() -> Scenario:
    return replace(SOUND, scenes={**SOUND.scenes, "glad": Scene("glad", (warm("glad"), cool("glad")), GLADLY)})


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


@cache
def findings_of(code: str) -> tuple[Finding, ...]:
    return checked(EXAMPLES[code].piece, texts=EXAMPLES[code].texts).findings


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_yields_its_code_and_no_other(code: str) -> None:
    assert [finding.code for finding in findings_of(code)] == [code]


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_finding_points_at_the_token_at_fault(code: str) -> None:
    example = EXAMPLES[code]
    (finding,) = findings_of(code)
    assert (finding.where, finding.language) == (example.where, example.language)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_message_says_what_to_do(code: str) -> None:
    (finding,) = findings_of(code)
    assert finding.message.endswith((".", "?"))
    assert len(finding.message.split()) >= 5
    assert finding.is_error == code.startswith("E")
