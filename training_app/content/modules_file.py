"""The shape of `modules.yaml` and of its translations."""

from typing import Annotated

from pydantic import AfterValidator, Field

from training_app.content.field_types import FileModel, Id, Line, Text, distinct, words
from training_app.domain.modules import COACHES, MODES, MOST_ATTEMPTS, MOST_SCENARIOS


class ModuleFile(FileModel):
    """One module. `pass_mark` is in percent; `attempts` belong to checks alone, whose coach speaks at the end."""

    id: Id
    title: Line
    text: Text | None = None
    mode: Annotated[str, words(MODES)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 80
    attempts: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] | None = None
    coach: Annotated[str, words(COACHES)] | None = None
    think_first: bool = False
    scenarios: Annotated[list[Id], Field(min_length=1, max_length=MOST_SCENARIOS), AfterValidator(distinct)]


class ModulesFile(FileModel):
    """The modules in the order in which they are added."""

    modules: Annotated[list[ModuleFile], Field(min_length=1)]


class ModuleTranslation(FileModel):
    """The texts of one module."""

    title: Line | None = None
    text: Text | None = None


class ModulesTranslation(FileModel):
    """One translation, by the modules' ids."""

    modules: dict[Id, ModuleTranslation]
