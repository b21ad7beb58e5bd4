"""Small scenarios to build tests from, with texts that the check has nothing to say about."""

from collections.abc import Iterable, Mapping

from training_app.domain.analysis import Analysis, analyse
from training_app.domain.scenario import (
    Choice,
    Condition,
    Ending,
    Grade,
    Perspective,
    Returns,
    Scenario,
    Scene,
    Target,
)

PRINCIPLES = ("welcome", "one-offer", "sincere")

GLADLY = Ending(sale=True, returns=Returns.GLADLY)
MAYBE = Ending(sale=True, returns=Returns.MAYBE)
NEVER = Ending(sale=False, returns=Returns.NEVER)

REPLY_TEXTS = {
    Grade.FRIEND: "Nod to her.",
    Grade.FAIR: "Say good evening.",
    Grade.PREY: "Step in her way with the tray.",
    None: "Walk on.",
}


def needs(
    *facts: str, without: Iterable[str] = (), at_least: int | None = None, at_most: int | None = None
) -> Condition:
    """A condition in few words."""
    return Condition(frozenset(facts), frozenset(without), at_least, at_most)


def reply(
    name: str,
    grade: Grade | None,
    *goto: str | Target,
    trust: int = 0,
    learns: Iterable[str] = (),
    principle: str | None = "welcome",
    offered: Condition | None = None,
    red_line: bool = False,
) -> Choice:
    """One reply; a target is a scene's id or a Target with its condition."""
    targets = tuple(Target(target) if isinstance(target, str) else target for target in goto)
    return Choice(name, targets, grade, principle, trust, frozenset(learns), offered, red_line)


def warm(*goto: str | Target, name: str = "warm", trust: int = 0, offered: Condition | None = None) -> Choice:
    """A friend reply."""
    return reply(name, Grade.FRIEND, *goto, trust=trust, offered=offered)


def cool(*goto: str | Target, name: str = "cool", trust: int = 0, offered: Condition | None = None) -> Choice:
    """A fair reply."""
    return reply(name, Grade.FAIR, *goto, trust=trust, offered=offered)


def cold(*goto: str | Target, name: str = "cold", trust: int = 0, offered: Condition | None = None) -> Choice:
    """A prey reply."""
    return reply(name, Grade.PREY, *goto, trust=trust, offered=offered)


def scenario(
    *,
    trust: int = 50,
    perspective: Perspective = Perspective.EMPLOYEE,
    **scenes: Ending | tuple[Choice, ...],
) -> Scenario:
    """A scenario of decisions (tuples of replies) and endings, by scene id; it begins in `start`."""
    made = {
        name: Scene(name, ending=held) if isinstance(held, Ending) else Scene(name, choices=held)
        for name, held in scenes.items()
    }
    return Scenario("piece", "start", made, trust, perspective)


def texts_of(piece: Scenario) -> dict[str, str]:
    """Every line that a scenario must have, short and plain."""
    lines = {
        "title": "A quiet hour",
        "summary": "She wants milk.",
        "when": "Tuesday, 17:20",
        "role": "You stand at the till.",
        "customer.name": "Dana",
        "customer.wants": "milk",
    }
    for name, scene in piece.scenes.items():
        lines[f"scenes.{name}.narration"] = "She looks up."
        for choice in scene.choices:
            lines[f"scenes.{name}.choices.{choice.id}.text"] = REPLY_TEXTS[choice.grade]
            lines[f"scenes.{name}.choices.{choice.id}.why"] = "It leaves her free."
        if scene.ending:
            lines[f"scenes.{name}.ending.tells"] = "Her neighbour."
    return lines


def checked(piece: Scenario, *, texts: Mapping[str, Mapping[str, str]] | None = None) -> Analysis:
    """The analysis of a piece whose own language is English."""
    return analyse(piece, texts=texts or {"en": texts_of(piece)}, language="en", principles=PRINCIPLES)


def codes(analysis: Analysis) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in analysis.findings}


SOUND = scenario(start=(warm("glad"), cool("glad")), glad=GLADLY)
START = ("scenes", "start", "choices")


def retold(lines: Mapping[str, str | None]) -> dict[str, str]:
    """The texts of the sound piece with some lines changed or left out."""
    told = {**texts_of(SOUND), **lines}
    return {line: text for line, text in told.items() if text is not None}


def second(*choices: Choice) -> Scenario:
    """A second decision that one reaches at trust 50, or at 30 after a fair reply."""
    return scenario(start=(warm("second"), cool("second", trust=-20)), second=choices, glad=GLADLY)
