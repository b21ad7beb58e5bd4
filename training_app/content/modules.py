"""The built-in modules, read from `modules.yaml` and its translations such as `modules.de.yaml`."""

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from training_app.content.document import Document
from training_app.content.fault import Fault
from training_app.content.modules_file import ModuleFile, ModulesFile, ModulesTranslation
from training_app.content.overlays import Listed, Texts, listed_twice, read_translations
from training_app.content.reading import read_yaml
from training_app.content.shape import shape
from training_app.domain.check import CHECK
from training_app.domain.modules import AT_A_SLIP, AT_THE_END, BuiltInModule, ModuleContent

FILE_NAME = "modules.yaml"
LANGUAGE = "en"
LISTED = Listed("modules", "module", ModulesTranslation)


def read_modules(
    folder: FilePath, *, scenarios: Mapping[str, bool | None]
) -> tuple[tuple[BuiltInModule, ...], tuple[Fault, ...]]:
    """The modules of a folder of scenarios with every fault of their files; none where there is no such file.

    `scenarios` says of each scenario there whether it is graded, None where that cannot be known.
    """
    if not (folder / FILE_NAME).exists():
        return (), ()
    document = read_yaml(folder / FILE_NAME, name=str(folder / FILE_NAME))
    read = shape(document, ModulesFile)
    files = read.file.modules if read.file else []
    keys = {file.id: tuple(_own_texts(file)) for file in files}
    translations, found = read_translations(LISTED, folder, keys=keys)
    faults = [*document.faults, *read.faults, *listed_twice(LISTED, document, ids=[file.id for file in files])]
    for number, file in enumerate(files):
        faults += _faults_of(file, document, number, scenarios)
    return tuple(_module(file, translations) for file in files), (*faults, *found)


def _faults_of(
    file: ModuleFile, document: Document, number: int, scenarios: Mapping[str, bool | None]
) -> Iterator[Fault]:
    path = ("modules", number)
    if file.mode == CHECK and file.attempts is None:
        yield document.fault("E117", f"The check “{file.id}” needs `attempts`. Add it.", (*path, "mode"))
    if file.mode != CHECK and file.attempts is not None:
        yield document.fault("E117", "Practice counts no attempts. Delete the key.", (*path, "attempts"))
    if file.mode == CHECK and file.coach not in {None, AT_THE_END}:
        yield document.fault("E117", "In a check the coach speaks at the end. Delete the key.", (*path, "coach"))
    for place, scenario_id in enumerate(file.scenarios):
        where = (*path, "scenarios", place)
        if scenario_id not in scenarios:
            message = f"There is no scenario “{scenario_id}”. Correct its id, or write it."
            yield document.fault("E116", message, where)
        elif file.mode == CHECK and scenarios[scenario_id] is False:
            message = f"“{scenario_id}” has no grades, so it cannot be checked. Take it out."
            yield document.fault("E117", message, where)


def _module(file: ModuleFile, translations: Mapping[str, Texts]) -> BuiltInModule:
    texts = {LANGUAGE: _own_texts(file)} | {
        language: dict(texts.get(file.id, {})) for language, texts in translations.items()
    }
    return BuiltInModule(
        file.id,
        ModuleContent(
            titles={language: lines["title"] for language, lines in texts.items() if "title" in lines},
            texts={language: lines["text"] for language, lines in texts.items() if "text" in lines},
            mode=file.mode,
            pass_mark=file.pass_mark / 100,
            attempts=file.attempts,
            coach=file.coach or (AT_THE_END if file.mode == CHECK else AT_A_SLIP),
            think_first=file.think_first,
            scenarios=file.scenarios,
        ),
    )


def _own_texts(file: ModuleFile) -> dict[str, str]:
    return {"title": file.title} | ({"text": file.text} if file.text else {})
