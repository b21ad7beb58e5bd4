"""From YAML text to plain data with lines, by the parser's events.

Nothing is constructed from tags, nothing is copied by aliases, and depth and number of values are bounded, so
that a hostile file costs no more than its bytes. What can be passed over is, and the next faults are found too.
"""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from training_app.content.document import Document, Position, Tree
from training_app.content.fault import Fault
from training_app.content.scalars import plain_scalar
from training_app.domain.finding import Path

DEEPEST = 12
MOST_VALUES = 20_000
LONGEST_LINE = 10_000


def parse(text: str, *, name: str) -> Document:
    """One YAML document whose top is a mapping with texts as keys. Faults are in what it returns; it never raises."""
    faults = tuple(_line_faults(text, name))
    return Document(name, faults=faults) if faults else _Builder(name).build(text)


def _line_faults(text: str, name: str) -> Iterator[Fault]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            yield Fault(name, number, "E004", "There is a tab in this line. Replace it by spaces.")
        if len(line) > LONGEST_LINE:
            yield Fault(name, number, "E012", f"This line has more than {LONGEST_LINE:,} characters. Shorten it.")


class _Stop(Exception):
    """Reading cannot go on; the fault is noted already."""


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._faults: list[Fault] = []
        self._positions: dict[Path, Position] = {}
        self._values = 0
        self._line = 1
        self._has_alias = False

    def build(self, text: str) -> Document:
        data: dict[str, Tree] | None = None
        try:
            data = self._documents(YAML(typ="safe", pure=True).parse(text))
        except _Stop:
            pass
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._note("E005", f"U+{error.character:04X} cannot stand in a YAML file. Delete it.", line)
        except YAMLError as error:
            self._note("E005", *_described(error))
        except ValueError:  # ruamel.yaml does not look at the number of an escape before it makes a character of it
            self._note("E005", "An escape such as \\U names no character. Type the character itself.", self._line)
        faults = tuple(sorted(self._faults, key=lambda fault: fault.line))
        return Document(self._name, None if self._has_alias else data, self._positions, faults)

    def _documents(self, events: Iterator[Any]) -> dict[str, Tree] | None:
        found: list[tuple[Tree, int]] = []
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, DocumentStartEvent):
                if event.version or event.tags:
                    self._note("E016", "A directive stands before this. Delete the line that begins with %.", line)
                if found:
                    self._note("E009", "A second document begins here. Keep one document a file.", line)
                    break
            elif isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | MappingStartEvent):
                found.append((self._value(event, events, ()), line))
        value, line = found[0] if found else (None, 1)
        if isinstance(value, dict):
            return value
        self._note("E010", "The file holds no keys. Begin with lines such as `id: my-first-scenario`.", line)
        return None

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Tree:
        line = event.start_mark.line + 1
        self._count(line, path)
        if isinstance(event, AliasEvent):
            self._has_alias = True
            self._note("E007", "`*` repeats another part (an alias). Write it out, or put quotes around a text.", line)
            return None
        if event.anchor is not None:
            self._note("E007", "`&` names this part (an anchor). Delete the name, or put quotes around a text.", line)
        if event.tag is not None:
            self._note("E008", "`!` gives this a tag. Delete the tag, or put quotes around a text.", line)
        if isinstance(event, ScalarEvent):
            return plain_scalar(event.value) if event.style is None else str(event.value)
        if isinstance(event, SequenceStartEvent):
            return self._list(events, path)
        return self._mapping(events, path)

    def _list(self, events: Iterator[Any], path: Path) -> list[Tree]:
        values: list[Tree] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            here = (*path, len(values))
            line = event.start_mark.line + 1
            self._positions[here] = Position(line, line)
            values.append(self._value(event, events, here))
        return values

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Tree]:
        values: dict[str, Tree] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            line = event.start_mark.line + 1
            key = self._value(event, events, (*path, "?"))
            after = next(events)
            if not isinstance(key, str):
                self._note("E011", "This key is not a text. Rename it, or put it in quotes.", line)
                self._value(after, events, (*path, "?"))
            elif key in values:
                first = self._positions[(*path, key)].key
                self._note("E006", f"“{key}” stands in line {first} already. Keep one of the two.", line)
                self._value(after, events, (*path, "?"))
            else:
                here = (*path, key)
                self._positions[here] = Position(line, after.start_mark.line + 1)
                values[key] = self._value(after, events, here)
        return values

    def _count(self, line: int, path: Path) -> None:
        self._line = line
        self._values += 1
        if len(path) > DEEPEST:
            self._note("E012", f"This is nested more than {DEEPEST} levels deep. Write it in fewer levels.", line)
            raise _Stop
        if self._values > MOST_VALUES:
            self._note("E012", f"The file holds more than {MOST_VALUES:,} keys and values. Shorten it.", line)
            raise _Stop

    def _note(self, code: str, message: str, line: int) -> None:
        self._faults.append(Fault(self._name, line, code, message))


def _described(error: YAMLError) -> tuple[str, int]:
    """The parser's own words, the line it stopped at, and what usually helps."""
    advice = "Look for an indent, a colon or a quote out of place, here or in the line before."
    if not isinstance(error, MarkedYAMLError):
        return f"The file is not YAML. {advice}", 1
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "it cannot be read"
    return f"The file is not YAML here: {problem}. {advice}", (mark.line + 1 if mark else 1)
