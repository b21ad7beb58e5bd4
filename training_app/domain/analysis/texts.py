"""The texts that a scenario must have in its own language, and what its translations miss or keep too long."""

from collections.abc import Collection, Iterator, Mapping

from training_app.domain.analysis.wording import listed
from training_app.domain.finding import Finding, Path
from training_app.domain.scenario import Ending, Scenario

Lines = Mapping[str, str]

SCENARIO_LINES = ("title", "summary", "when", "role", "customer.name", "customer.wants")
LINES_THAT_MAY_STAY = frozenset({"customer.name"})


def path_of(line: str) -> Path:
    """The path of keys of a line id such as `scenes.arrival.says`."""
    return tuple(line.split("."))


def has_text(lines: Lines, line: str) -> bool:
    """Whether the line is there and not blank."""
    return bool(lines.get(line, "").strip())


def text_findings(scenario: Scenario, lines: Lines) -> Iterator[Finding]:
    """Texts missing in the scenario's own language, and endings without their ledger."""
    for line in SCENARIO_LINES:
        if not has_text(lines, line):
            yield Finding("E215", f"The text `{line}` is missing. Write it.", path_of(line))
    for name, scene in scenario.scenes.items():
        here = f"scenes.{name}"
        if not any(has_text(lines, f"{here}.{key}") for key in ("narration", "says")):
            message = f"Nothing is told in the scene “{name}”. Write its `narration` or what the customer `says`."
            yield Finding("E215", message, path_of(f"{here}.narration"))
        for choice in scene.choices:
            yield from _reply_texts(f"{here}.choices.{choice.id}", lines, is_graded=scenario.is_graded)
        if scene.ending is not None and scenario.is_graded:
            yield from _ledger(name, scene.ending, lines)


def translation_findings(
    texts: Mapping[str, Lines], *, language: str, expected_languages: Collection[str]
) -> Iterator[Finding]:
    """Lines that a translation lacks (names may stay as they are), and lines it keeps that are no more."""
    own = texts.get(language, {})
    for other in sorted({*texts, *expected_languages} - {language}):
        if other not in texts:
            yield Finding("W401", f"There is no translation. Write one in `{other}.yaml`.", (), other)
            continue
        for line in own:
            if has_text(own, line) and line not in LINES_THAT_MAY_STAY and not has_text(texts[other], line):
                message = f"The text `{line}` is not translated. Translate it."
                yield Finding("W401", message, path_of(line), other)
        for line in texts[other]:
            if line not in own and line not in SCENARIO_LINES:
                message = f"The text `{line}` translates nothing: the original has no such line. Delete or move it."
                yield Finding("W402", message, path_of(line), other)


def _reply_texts(here: str, lines: Lines, *, is_graded: bool) -> Iterator[Finding]:
    if not has_text(lines, f"{here}.text"):
        yield Finding("E215", "This reply has no `text`. Write what one says or does.", path_of(f"{here}.text"))
    if is_graded and not has_text(lines, f"{here}.why"):
        yield Finding("E215", "This reply has no `why`. Write what the coach says.", path_of(f"{here}.why"))


def _ledger(name: str, ending: Ending, lines: Lines) -> Iterator[Finding]:
    is_there = {
        "sale": ending.sale is not None,
        "returns": ending.returns is not None,
        "tells": has_text(lines, f"scenes.{name}.ending.tells"),
    }
    missing = [key for key, there in is_there.items() if not there]
    if missing:
        message = f"The ending “{name}” lacks part of its ledger. Add {listed(missing)}."
        yield Finding("E214", message, ("scenes", name, "ending"))
