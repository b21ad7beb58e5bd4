"""A document against the model of its file: pydantic's errors become findings in plain words.

What is at fault is left out or replaced, so that what is wrong with the story is found in the same run.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from training_app.content.document import Document, Tree
from training_app.content.explaining import explain
from training_app.content.fault import Fault
from training_app.content.field_types import FileModel
from training_app.content.mending import Mended, mend
from training_app.domain.finding import Path

Model = TypeVar("Model", bound=FileModel)


NOT_MENDED = Mended(frozenset(), changes_rules=False)


@dataclass(frozen=True, slots=True)
class Shape(Generic[Model]):
    """`file` is None where too little could be read; `mended` are the parts of it that are not the file's own."""

    file: Model | None
    faults: tuple[Fault, ...]
    mended: Mended = NOT_MENDED


def shape(document: Document, model: type[Model]) -> Shape[Model]:
    """Everything that is wrong with the shape of a document, and what of it can be used."""
    if document.data is None:
        return Shape(None, ())
    data = deepcopy(document.data)
    empty = frozenset(_without_empty(data, ()))
    faults = [_empty(document, path) for path in sorted(empty, key=str)]
    try:
        return Shape(model.model_validate(data), tuple(faults), replace(NOT_MENDED, parts=empty))
    except ValidationError as error:
        details = [_located(detail) for detail in error.errors(include_url=False)]
    faults += [explain(document, detail, model) for detail in details if detail["loc"] not in empty]
    mended = mend(data, details)
    if mended is None:
        return Shape(None, tuple(faults))
    try:
        return Shape(model.model_validate(data), tuple(faults), replace(mended, parts=mended.parts | empty))
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
