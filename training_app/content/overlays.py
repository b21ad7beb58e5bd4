"""The translations of a list in one file, such as `principles.de.yaml` beside `principles.yaml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from training_app.content.conversion import lines_of
from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.content.field_types import FileModel
from training_app.content.reading import read_yaml
from training_app.content.shape import shape


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that lists entries under the key `name`, each with an id; findings call one of them `one`."""

    name: str
    one: str
    translation: type[FileModel]

    @property
    def file_name(self) -> str:
        """The name of the file in its first language."""
        return f"{self.name}.yaml"


Texts = Mapping[str, Mapping[str, str]]  # by id and key


def read_translations(
    listed: Listed, folder: FilePath, *, keys: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Texts], tuple[Fault, ...]]:
    """The translations of a folder by language, with every fault of their files.

    `keys` are the texts to translate of each id of the list.
    """
    translations: dict[str, Texts] = {}
    faults: list[Fault] = []
    pattern = re.compile(rf"{listed.name}\.([a-z]{{2}}(?:-[A-Z]{{2}})?)\.yaml")
    for path in sorted(folder.glob(f"{listed.name}.*.yaml")):
        name = pattern.fullmatch(path.name)
        if name is None:
            message = f"Nothing reads this file. Name it such as {listed.name}.de.yaml."
            faults.append(Fault(str(path), 1, "E015", message))
            continue
        translations[name.group(1)], found = _read(listed, path, keys)
        faults += found
    return translations, tuple(faults)


def listed_twice(listed: Listed, document: Document, *, ids: Sequence[str]) -> Iterator[Fault]:
    """A fault for each id that stands in the list already."""
    for number, name in enumerate(ids):
        if name in ids[:number]:
            message = f"The {listed.one} “{name}” is listed already. Keep one of the two."
            yield document.fault("E115", message, (listed.name, number, "id"))


def _read(listed: Listed, path: FilePath, keys: Mapping[str, Sequence[str]]) -> tuple[Texts, list[Fault]]:
    document = read_yaml(path, name=str(path))
    read = shape(document, listed.translation)
    faults = [*document.faults, *read.faults]
    if read.file is None:
        return {}, faults
    texts = {name: lines_of(part) for name, part in getattr(read.file, listed.name).items()}
    for name in texts:
        if name not in keys and keys:
            message = f"There is no {listed.one} “{name}” in {listed.file_name}. Correct its id, or delete it."
            faults.append(document.fault("E114", message, (listed.name, name), at_key=True))
    for name, own in keys.items():
        missing = [key for key in own if key not in texts.get(name, {})]
        if missing:
            together = " and ".join(f"`{key}`" for key in missing)
            message = f"{together} of “{name}” is not translated. Translate it."
            faults.append(document.fault("W401", message, (listed.name, name)))
    return texts, faults
