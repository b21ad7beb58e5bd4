"""The principles, read from `principles.yaml` and its translations such as `principles.de.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from training_app.content.conversion import lines_of
from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.content.principles_file import PrinciplesFile, PrinciplesTranslation
from training_app.content.reading import read_yaml
from training_app.content.shape import shape

FILE_NAME = "principles.yaml"
TEXTS = ("family", "name", "friend", "prey")
_TRANSLATION_NAME = re.compile(r"principles\.([a-z]{2}(?:-[A-Z]{2})?)\.yaml")


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
    faults = [*document.faults, *read.faults]
    entries = [Principle(**entry.model_dump()) for entry in read.file.principles] if read.file else []
    faults += _twice(document, entries)
    translations = {}
    for path in sorted(folder.glob("principles.*.yaml")):
        name = _TRANSLATION_NAME.fullmatch(path.name)
        if name is None:
            faults.append(Fault(str(path), 1, "E015", "Nothing reads this file. Name it such as principles.de.yaml."))
            continue
        translations[name.group(1)], found = _read_translation(path, entries)
        faults += found
    return (Principles(tuple(entries), translations) if read.file else None), tuple(faults)


def load_principles(folder: FilePath) -> Principles:
    """The principles for showing. None at all where their file cannot be read, which the check says."""
    principles, _faults = read_principles(folder)
    return principles or Principles((), {})


def _twice(document: Document, entries: list[Principle]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            message = f"The principle “{entry.id}” is listed already. Keep one of the two."
            yield document.fault("E115", message, ("principles", number, "id"))
        seen.add(entry.id)


def _read_translation(path: FilePath, entries: list[Principle]) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    document = read_yaml(path, name=str(path))
    read = shape(document, PrinciplesTranslation)
    faults = [*document.faults, *read.faults]
    if read.file is None:
        return {}, faults
    texts = {name: lines_of(part) for name, part in read.file.principles.items()}
    known = {entry.id for entry in entries}
    for name in texts:
        if name not in known and known:
            message = f"There is no principle “{name}” in {FILE_NAME}. Correct its id, or delete it."
            faults.append(document.fault("E114", message, ("principles", name), at_key=True))
    for entry in entries:
        missing = [key for key in TEXTS if key not in texts.get(entry.id, {})]
        if missing:
            listed = " and ".join(f"`{key}`" for key in missing)
            message = f"{listed} of “{entry.id}” is not translated. Translate it."
            faults.append(document.fault("W401", message, ("principles", entry.id)))
    return texts, faults
