"""The shape of `principles.yaml` and of its translations."""

from typing import Annotated

from pydantic import Field

from training_app.content.field_types import FileModel, Id, Line, Plain, Text


class PrincipleFile(FileModel):
    """One rule of treating people like friends."""

    id: Id
    family: Line
    name: Line
    friend: Text
    prey: Text
    source: Plain


class PrinciplesFile(FileModel):
    """The principles in the order on screen."""

    principles: Annotated[list[PrincipleFile], Field(min_length=1)]


class PrincipleTranslation(FileModel):
    """The texts of one principle."""

    family: Line | None = None
    name: Line | None = None
    friend: Text | None = None
    prey: Text | None = None


class PrinciplesTranslation(FileModel):
    """One translation, by the principles' ids."""

    principles: dict[Id, PrincipleTranslation]
