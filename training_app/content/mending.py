"""Mending a document whose shape is wrong, so that what else is wrong with it is found in the same run.

Nothing that was mended is ever published: the faults that made it necessary are errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from training_app.content.document import Tree
from training_app.domain.finding import Path

PORTRAIT: Tree = {"hair": "bald", "skin": 1, "top": "grey"}
HARMLESS: dict[str, Tree] = {
    "id": "mended",
    "language": "en",
    "minutes": 1,
    "trade": "retail",
    "source": "ours",
    "place": "bakery",
    "customer": {"portrait": PORTRAIT},
}
TEXT_KEYS = frozenset(
    [
        *("title", "summary", "when", "role", "name", "seen_as", "wants", "narration", "says", "ask", "mood"),
        *("text", "why", "sale_as", "returns_as", "tells", "family", "friend", "prey"),
    ]
)


@dataclass(frozen=True, slots=True)
class Mended:
    """The parts that were left out or replaced. `changes_rules` is true if the engine would see a difference."""

    parts: frozenset[Path]
    changes_rules: bool


def mend(data: dict[str, Tree], details: Sequence[ErrorDetails]) -> Mended | None:
    """Change the data in place where pydantic found errors; None where there is no way to mend one."""
    parts, changes_rules = set(), False
    for detail in details:
        path = detail["loc"]
        part = _mend_shown(data, path, is_unknown=detail["type"] == "extra_forbidden")
        if part is None:
            part = _mend_rules(data, path, is_key=detail["type"] == "key")
            changes_rules = True
        if part is None:
            return None
        parts.add(part)
    return Mended(frozenset(parts), changes_rules)


def _mend_shown(data: dict[str, Tree], path: Path, *, is_unknown: bool) -> Path | None:
    """Mend what no rule depends on: unknown keys, texts, the picture."""
    if is_unknown or (path[-1] in TEXT_KEYS and not _is_named_by_author(path)):
        return _take_out(data, path)
    if path[:2] == ("customer", "with"):
        return _take_out(data, path[:2])
    if path[:2] == ("customer", "portrait"):
        return _put(data, path[:2], PORTRAIT)
    if len(path) == 1 and path[0] in HARMLESS:
        return _put(data, path, HARMLESS[str(path[0])])
    if path[0] == "scenes" and path[2:3] == ("hurry",):
        return _take_out(data, path[:3])
    return None


def _is_named_by_author(path: Path) -> bool:
    """Whether the last step is the id of a scene, a choice, a principle or a module rather than a key."""
    return path[0] in {"scenes", "principles", "modules"} and (
        len(path) == 2 or (len(path) == 4 and path[2] == "choices")
    )


def _mend_rules(data: dict[str, Tree], path: Path, *, is_key: bool) -> Path | None:
    """Mend what the engine would see: numbers and words go, what must be there is replaced."""
    scenes = data.get("scenes")
    if not isinstance(scenes, dict) or not scenes or path == ("scenes",):
        return None
    if is_key:
        return _take_out(data, path) if len(path) == 4 else None
    if path == ("start",):
        return _put(data, path, next(iter(scenes)))
    return _mend_scene(data, path, anywhere=next(iter(scenes))) if path[0] == "scenes" else _take_out(data, path[:1])


def _mend_scene(data: dict[str, Tree], path: Path, *, anywhere: str) -> Path:
    if len(path) == 2 or path[2:] == ("ending",):
        return _put(data, path, {})
    if path[2] != "choices" or len(path) == 3:
        return _take_out(data, path[:4])
    if len(path) == 4:
        return _put(data, path, {"goto": anywhere})
    return _put(data, path[:5], anywhere) if path[4] == "goto" else _take_out(data, path[:5])


def _put(data: Any, path: Path, value: Tree) -> Path:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
    return path


def _take_out(data: Any, path: Path) -> Path:
    for step in path[:-1]:
        data = data[step]
    data.pop(path[-1], None)
    return path
