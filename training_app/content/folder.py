"""A scenario's folder: `scenario.yaml`, its translations, and what else lies there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from training_app.content.conversion import lines_of
from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.content.field_types import LANGUAGE_PATTERN
from training_app.content.reading import read_yaml
from training_app.content.scenario_file import ScenarioFile
from training_app.content.shape import Shape, shape
from training_app.content.translation_file import TranslationFile

FILE_NAME = "scenario.yaml"
SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds. `translations` gives lines by language, for those files that could be read;
    `documents` gives the files by language, None being `scenario.yaml`.
    """

    documents: Mapping[str | None, Document]
    scenario: Shape[ScenarioFile]
    translations: Mapping[str, Mapping[str, str]]
    faults: tuple[Fault, ...]


def read_folder(path: FilePath) -> Folder:
    """Read all files of a scenario's folder with every fault of each. Never raises for what lies there."""
    if path.is_symlink():
        message = "This folder is a symbolic link. Put the folder itself there."
        return Folder({}, Shape(None, ()), {}, (Fault(str(path), 1, "E013", message),))
    document = read_yaml(path / FILE_NAME, name=str(path / FILE_NAME))
    scenario = shape(document, ScenarioFile)
    own = document.data.get("language") if document.data else None
    documents: dict[str | None, Document] = {None: document}
    translations = {}
    faults = [*document.faults, *scenario.faults, *_consistency(document, scenario, folder=path)]
    faults += _strangers(path, own=own if isinstance(own, str) else None)
    for language in _languages(path):
        if language != own:
            documents[language], texts, found = _translation(path / f"{language}.yaml")
            faults += found
            if texts is not None:
                translations[language] = texts
    return Folder(documents, scenario, translations, tuple(faults))


def is_language(code: str) -> bool:
    """Whether this is the code of a language as files are named: de, es, pt-BR."""
    return re.fullmatch(LANGUAGE_PATTERN.strip("^$"), code) is not None


def _yaml_files(path: FilePath) -> list[FilePath]:
    try:
        files = sorted(path.iterdir())
    except OSError:  # the missing folder is said where scenario.yaml is looked for
        return []
    return [file for file in files if file.suffix in SUFFIXES and not file.name.startswith(".")]


def _languages(path: FilePath) -> list[str]:
    return [file.stem for file in _yaml_files(path) if file.suffix == ".yaml" and is_language(file.stem)]


def _strangers(path: FilePath, *, own: str | None) -> Iterator[Fault]:
    for file in _yaml_files(path):
        if file.name == f"{own}.yaml":
            message = f"{FILE_NAME} holds the text in “{own}” already. Delete this file, or name it after its language."
            yield Fault(str(file), 1, "E015", message)
        elif file.name != FILE_NAME and not (file.suffix == ".yaml" and is_language(file.stem)):
            message = f"Nothing reads this file. Name it {FILE_NAME} or after its language, such as de.yaml."
            yield Fault(str(file), 1, "E015", message)


def _translation(path: FilePath) -> tuple[Document, dict[str, str] | None, list[Fault]]:
    document = read_yaml(path, name=str(path))
    read = shape(document, TranslationFile)
    return document, lines_of(read.file) if read.file else None, [*document.faults, *read.faults]


def _consistency(document: Document, scenario: Shape[ScenarioFile], *, folder: FilePath) -> Iterator[Fault]:
    """What is wrong although each part for itself is right."""
    file = scenario.file
    if file is None:
        return
    name = folder.resolve().name
    if file.id != name and ("id",) not in scenario.mended.parts:
        message = f"The id is “{file.id}” and the folder “{name}”. Give them the same name."
        yield document.fault("E014", message, ("id",))
    is_companion = file.perspective == "customer"
    for scene_id, scene in file.scenes.items():
        if scene.hurry and scene.ending:
            message = "Nobody can hurry in an ending. Move `hurry` to a decision."
            yield document.fault("E113", message, ("scenes", scene_id, "hurry"), at_key=True)
        for choice_id, choice in (scene.choices or {}).items():
            for key in ("grade", "principle", "red_line") if is_companion else ():
                if getattr(choice, key):
                    message = f"A companion has no grades and no principles. Delete `{key}`."
                    where = ("scenes", scene_id, "choices", choice_id, key)
                    yield document.fault("E112", message, where, at_key=True)
