"""A document against the model of its file: pydantic's errors become findings in plain words.

Where a fault leaves the rules as they are (an unknown key, a text, the picture), the part at fault is taken out or
replaced, so that what is wrong with the rules is found in the same run.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from training_app.content.document import Document, Tree
from training_app.content.explaining import explain
from training_app.content.fault import Fault
from training_app.content.field_types import FileModel
from training_app.domain.finding import Path

Model = TypeVar("Model", bound=FileModel)

HARMLESS: dict[str, Tree] = {"minutes": 1, "trade": "retail", "source": "ours", "place": "bakery", "language": "en"}
HARMLESS_PORTRAIT: dict[str, Tree] = {"hair": "bald", "skin": 1, "top": "grey"}
TEXT_KEYS = frozenset(
    [
        *("title", "summary", "when", "role", "name", "seen_as", "wants", "narration", "says", "ask", "mood"),
        *("text", "why", "sale_as", "returns_as", "tells", "family", "friend", "prey"),
    ]
)


@dataclass(frozen=True, slots=True)
class Shape(Generic[Model]):
    """`file` is None where the rules could not be read; `passed_over` are the paths left out of it."""

    file: Model | None
    faults: tuple[Fault, ...]
    passed_over: frozenset[Path] = frozenset()


def shape(document: Document, model: type[Model]) -> Shape[Model]:
    """Everything that is wrong with the shape of a document, and what of it can be used."""
    if document.data is None:
        return Shape(None, ())
    data = deepcopy(document.data)
    empty = frozenset(_without_empty(data, ()))
    faults = [_empty(document, path) for path in sorted(empty, key=str)]
    try:
        return Shape(model.model_validate(data), tuple(faults), empty)
    except ValidationError as error:
        details = [_located(detail) for detail in error.errors(include_url=False)]
    faults += [
        explain(document, detail, model)
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"] in empty)
    ]
    passed_over = {path for detail in details if (path := _passed_over(data, detail)) is not None}
    if len(passed_over) < len({detail["loc"] for detail in details}):
        return Shape(None, tuple(faults))
    try:
        return Shape(model.model_validate(data), tuple(faults), frozenset(passed_over | empty))
    except ValidationError:
        return Shape(None, tuple(faults))


def _located(detail: ErrorDetails) -> ErrorDetails:
    """The error at the path that the file has: a malformed key stands at the key itself."""
    loc = detail["loc"]
    return {**detail, "loc": loc[:-1], "type": "key"} if loc and loc[-1] == "[key]" else detail


def _without_empty(value: Tree, path: Path) -> Iterator[Path]:
    """Take out all keys without a value, and name them."""
    if isinstance(value, dict):
        for key in [key for key, part in value.items() if part is None]:
            del value[key]
            yield (*path, key)
        for key, part in value.items():
            yield from _without_empty(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _without_empty(part, (*path, number))


def _empty(document: Document, path: Path) -> Fault:
    return document.fault("E107", f"`{path[-1]}` has no value. Write it, or delete the key.", path, at_key=True)


def _passed_over(data: dict[str, Tree], detail: ErrorDetails) -> Path | None:
    """Take out or replace what is at fault, if that changes no rule. Gives its path, or None."""
    path = detail["loc"]
    if path[:2] == ("customer", "portrait"):
        return _put(data, path[:2], dict(HARMLESS_PORTRAIT))
    if path == ("customer",):
        return _put(data, path, {"portrait": dict(HARMLESS_PORTRAIT)})
    if len(path) == 1 and path[0] in HARMLESS:
        return _put(data, path, HARMLESS[str(path[0])])
    part = _droppable(path, is_unknown=detail["type"] == "extra_forbidden")
    return _take_out(data, part) if part else None


def _droppable(path: Path, *, is_unknown: bool) -> Path | None:
    """The part to leave out: an unknown key, the companions, a whole hurry, a text."""
    if path[:2] == ("customer", "with"):
        return path[:2]
    if path[0] == "scenes" and path[2:3] == ("hurry",):
        return path[:3]
    return path if is_unknown or (path[-1] in TEXT_KEYS and not _is_named_by_author(path)) else None


def _is_named_by_author(path: Path) -> bool:
    """Whether the last step is the id of a scene, a choice or a principle rather than a key."""
    return path[0] in {"scenes", "principles"} and (len(path) == 2 or (len(path) == 4 and path[2] == "choices"))


def _put(data: Any, path: Path, value: Tree) -> Path | None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
    return path


def _take_out(data: Any, path: Path) -> Path:
    for step in path[:-1]:
        data = data[step]
    data.pop(path[-1], None)
    return path
