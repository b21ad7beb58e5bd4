"""The kinds of values in scenario files: ids, words of a vocabulary, texts that a person reads."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
LONGEST_ID = 80
LANGUAGE_PATTERN = r"^[a-z]{2}(-[A-Z]{2})?$"


class FileModel(BaseModel):
    """The base of all models of files: no unknown keys, no conversions, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True)
class OneOf:
    """A text that is one of some words."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.literal_schema(list(self.words))


class Shown:
    """Marks a field as a line that a person reads, which translations translate."""


SHOWN = Shown()


def _shown_text(text: str) -> str:
    """The text without white space around it, once it is known that every character of it can be shown."""
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter != "\n":
            raise PydanticCustomError("E109", "cannot be shown: it holds U+{code}", {"code": f"{ord(letter):04X}"})
    if not text.strip():
        raise PydanticCustomError("E107", "is empty")
    return text.strip()


def is_id(text: str) -> bool:
    """Whether this may name a scenario, scene, choice, fact or principle: at most 80 characters."""
    return len(text) <= LONGEST_ID and re.fullmatch(ID_PATTERN.strip("^$"), text) is not None


def distinct(values: list[str]) -> list[str]:
    """The list as it is, unless something stands in it twice."""
    for value in values:
        if values.count(value) > 1:
            raise PydanticCustomError("E110", "names “{value}” twice", {"value": value})
    return values


def wanted(*keys: str) -> ConfigDict:
    """The keys that the JSON Schema calls required, some of which reading leaves to the analysis."""
    return ConfigDict(json_schema_extra={"required": list(keys)})


def words(values: Iterable[object]) -> OneOf:
    """One of these words."""
    return OneOf(tuple(str(value) for value in values))


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=LONGEST_ID)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Ids = Annotated[list[Id], Field(min_length=1), AfterValidator(distinct)]
Trust = Annotated[int, Field(ge=0, le=100)]
Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_shown_text), SHOWN]
Text = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(_shown_text), SHOWN]
Plain = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_shown_text)]
