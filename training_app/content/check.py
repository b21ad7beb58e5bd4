"""The check of a scenario's folder: faults of its files, of their shape, and of the story, each with its line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from training_app.content.conversion import content_of_file, lines_of, scenario_of
from training_app.content.fault import Fault
from training_app.content.folder import FILE_NAME, Folder, read_folder
from training_app.content.version import Content
from training_app.domain.analysis import Figures, analyse
from training_app.domain.finding import Finding, Path

# What can be said about rules of which a part was mended: each of these looks at one place only.
OF_ONE_PLACE = frozenset(("E201", "E203", "E204", "E205", "E212", "E214", "E215", "E216", "W401", "W402", "W404"))


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one folder, file by file and line by line.

    `content` is what may be published, None with errors; `figures` None where the rules could not be read.
    """

    findings: tuple[Fault, ...]
    figures: Figures | None = None
    content: Content | None = None

    @property
    def has_errors(self) -> bool:
        """Whether something stops publishing."""
        return any(finding.is_error for finding in self.findings)


def check_folder(path: FilePath, *, principles: Collection[str], expected_languages: Collection[str] = ()) -> Report:
    """Check one folder. Never raises for what it holds.

    `principles` are the ids that may be named, `expected_languages` those in which a missing translation is
    worth a warning.
    """
    folder = read_folder(path)
    file = folder.scenario.file
    if file is None:
        return Report(_sorted(folder.faults))
    analysis = analyse(
        scenario_of(file),
        texts={file.language: lines_of(file), **folder.translations},
        language=file.language,
        principles=principles,
        expected_languages=expected_languages,
    )
    faults = _sorted([*folder.faults, *_placed(folder, analysis.findings)])
    if any(fault.is_error for fault in faults):
        return Report(faults, None if folder.scenario.mended.changes_rules else analysis.figures)
    return Report(faults, analysis.figures, content_of_file(file, translations=folder.translations))


def _placed(folder: Folder, findings: Collection[Finding]) -> Iterator[Fault]:
    """The analysis's findings at their lines, without those that only follow from what was mended."""
    mended = folder.scenario.mended
    for finding in findings:
        if mended.changes_rules and finding.code not in OF_ONE_PLACE:
            continue
        if finding.language is None and _touches(finding.where, mended.parts):
            continue
        document = folder.documents.get(finding.language) or folder.documents[None]
        yield document.fault(finding.code, finding.message, finding.where)


def _touches(path: Path, parts: Collection[Path]) -> bool:
    """Whether one of the parts holds the path, or, for what is said of a single reply or ending, lies in it."""
    return any(path[: len(part)] == part or (len(path) > 2 and part[: len(path)] == path) for part in parts)


def _sorted(faults: Collection[Fault]) -> tuple[Fault, ...]:
    """By file, `scenario.yaml` first, then by line."""
    return tuple(
        sorted(faults, key=lambda fault: (not fault.file.endswith(FILE_NAME), fault.file, fault.line, fault.code))
    )
