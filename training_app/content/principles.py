"""The principles, read from `principles.yaml` and its translations such as `principles.de.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from training_app.content.fault import Fault
from training_app.content.overlays import Listed, listed_twice, read_translations
from training_app.content.principles_file import PrinciplesFile, PrinciplesTranslation
from training_app.content.reading import read_yaml
from training_app.content.shape import shape

FILE_NAME = "principles.yaml"
TEXTS = ("family", "name", "friend", "prey")
LISTED = Listed("principles", "principle", PrinciplesTranslation)


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle in one language: what a friend does, what makes prey of people, and the source."""

    id: str
    family: str
    name: str
    friend: str
    prey: str
    source: str


@dataclass(frozen=True, slots=True)
class Principles:
    """All principles in the order on screen. `translations` gives texts by language, principle and key."""

    entries: tuple[Principle, ...]
    translations: Mapping[str, Mapping[str, Mapping[str, str]]]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids, in the order on screen."""
        return tuple(entry.id for entry in self.entries)

    def in_language(self, language: str) -> list[Principle]:
        """All of them in this language; what is not translated in the language they are written in."""
        translation = self.translations.get(language, {})
        return [replace(entry, **translation.get(entry.id, {})) for entry in self.entries]


def read_principles(folder: FilePath) -> tuple[Principles | None, tuple[Fault, ...]]:
    """The principles of a folder of scenarios with every fault of their files; None where they cannot be read."""
    document = read_yaml(folder / FILE_NAME, name=str(folder / FILE_NAME))
    read = shape(document, PrinciplesFile)
    entries = tuple(Principle(**entry.model_dump()) for entry in read.file.principles) if read.file else ()
    ids = [entry.id for entry in entries]
    translations, found = read_translations(LISTED, folder, keys=dict.fromkeys(ids, TEXTS))
    faults = (*document.faults, *read.faults, *listed_twice(LISTED, document, ids=ids), *found)
    return (Principles(entries, translations) if read.file else None), faults


def load_principles(folder: FilePath) -> Principles:
    """The principles for showing. None at all where their file cannot be read, which the check says."""
    principles, _faults = read_principles(folder)
    return principles or Principles((), {})
