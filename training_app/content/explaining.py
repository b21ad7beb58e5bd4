"""What pydantic found wrong, in plain words, with what to do."""

from collections.abc import Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.domain.finding import Path

WANTED = {
    "string_type": "a text; put it in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
}
SIZES = {
    "greater_than_equal": ("E105", "is {given}. Write a whole number of at least {ge}."),
    "less_than_equal": ("E105", "is {given}. Write a whole number of at most {le}."),
    "string_too_short": ("E107", "is empty. Write the text, or delete the key."),
    "string_too_long": ("E108", "has {length} characters. Shorten it to {max_length}."),
    "string_unicode": ("E109", "holds half a character, which cannot be shown. Type the word again."),
    "too_short": ("E110", "is empty. Add to it, or delete it."),
    "too_long": ("E110", "has {actual_length} entries. Keep {max_length} at most."),
}
LATER = {"remembers": "Delete it: an earlier play is not remembered yet."}
OWN_ADVICE = {
    "E107": "Write the text, or delete the key.",
    "E109": "Delete that character.",
    "E110": "Keep one of the two.",
    "E111": "",
}
_ID_ADVICE = "Use small letters, digits and single hyphens, beginning with a letter."


def explain(document: Document, detail: ErrorDetails, model: type[BaseModel]) -> Fault:
    """The finding for one of pydantic's errors about this document, whose path of keys is the file's own."""
    kind, path, context = detail["type"], detail["loc"], detail.get("ctx", {})
    name = _name(path)
    if kind == "extra_forbidden":
        return document.fault("E101", _unknown(str(path[-1]), _keys(model, path[:-1])), path, at_key=True)
    if kind == "missing":
        return document.fault("E102", f"`{path[-1]}` is missing{_of(path[:-1])}. Add it.", path[:-1], at_key=True)
    if kind == "key":
        return document.fault("E106", f"“{path[-1]}” is not an id. {_ID_ADVICE}", path, at_key=True)
    if kind in OWN_ADVICE:
        return document.fault(kind, f"{name} {detail['msg']}. {OWN_ADVICE[kind]}".strip(), path)
    code, message = _value(kind, detail["input"], context)
    return document.fault(code, f"{name} {message}", path)


def _value(kind: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    """The code and the rest of the sentence for a value that is not what it should be."""
    if kind in WANTED:
        return "E103", f"is {_called(given)}. Write {WANTED[kind]}{_yaml_boolean(kind, given)}."
    if kind == "literal_error":
        words = [word.strip().strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
        return "E104", f"is {_called(given)}, which is none of its words. {_meant(given, words)}"
    if kind == "string_pattern_mismatch":
        return _misshapen(given, is_language="[A-Z]" in str(context["pattern"]))
    if kind in SIZES:
        code, message = SIZES[kind]
        return code, message.format(given=given, length=len(str(given)), **context)
    return "E103", f"cannot be read as what belongs here ({kind}). Look at the guide for this key."


def _misshapen(given: Any, *, is_language: bool) -> tuple[str, str]:
    if is_language:
        return "E104", f"is {_called(given)}, which is no language. Write two small letters, such as en."
    return "E106", f"is {_called(given)}, which is not an id. {_ID_ADVICE}"


def _yaml_boolean(kind: str, given: Any) -> str:
    is_old = kind == "bool_type" and isinstance(given, str)
    return " without quotes; `yes` and `no` are texts here" if is_old else ""


def _unknown(key: str, known: list[str]) -> str:
    if key in LATER:
        return f"`{key}` is not a key that can be used here. {LATER[key]}"
    near = get_close_matches(key, known, n=1)
    listed = ", ".join(f"`{name}`" for name in known)
    advice = f"Did you mean `{near[0]}`?" if near else f"Use one of {listed}, or delete it."
    return f"There is no key `{key}` here. {advice}"


def _meant(given: Any, words: list[str]) -> str:
    near = get_close_matches(given, words, n=1) if isinstance(given, str) else []
    listed = ", ".join(words)
    return f"Did you mean {near[0]}? The words are {listed}." if near else f"Use one of {listed}."


def _called(given: Any) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int | float):
        return f"the number {given}"
    if isinstance(given, str):
        return f"the text “{given[:40]}”"
    return "a list" if isinstance(given, list) else "keys and values"


def _name(path: Path) -> str:
    names = [f"`{step}`" for step in path if isinstance(step, str)]
    if not path:
        return "The file"
    return f"Entry {path[-1] + 1} of {names[-1]}" if isinstance(path[-1], int) and names else names[-1]


def _of(path: Path) -> str:
    return f" in {_name(path)[0].lower() + _name(path)[1:]}" if path else ""


def _keys(model: Any, path: Path) -> list[str]:
    """The keys that the model knows at this path."""
    kinds = [model]
    for step in path:
        kinds = [part for kind in kinds for part in _step(kind, step)]
    fields = (kind.model_fields for kind in kinds if _is_model(kind))
    return [field.alias or name for known in fields for name, field in known.items()]


def _step(kind: Any, step: str | int) -> Iterator[Any]:
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            if step in {name, field.alias}:
                yield from _parts(field.annotation)
    elif get_origin(kind) in {dict, list}:
        yield from _parts(get_args(kind)[-1])


def _parts(annotation: Any) -> Iterator[Any]:
    """A type without its marks; of a union each part."""
    if get_origin(annotation) is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
