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
    has_errors = any(fault.is_error for fault in faults)
    content = None if has_errors else content_of_file(file, translations=folder.translations)
    return Report(faults, analysis.figures, content)


def _placed(folder: Folder, findings: Collection[Finding]) -> Iterator[Fault]:
    """The analysis's findings at their lines, without those that follow from a part that was passed over."""
    for finding in findings:
        document = folder.documents.get(finding.language) or folder.documents[None]
        follows = finding.language is None and _is_under(finding.where, folder.scenario.passed_over)
        if not follows:
            yield document.fault(finding.code, finding.message, finding.where)


def _is_under(path: Path, parts: Collection[Path]) -> bool:
    return any(path[: len(part)] == part for part in parts)


def _sorted(faults: Collection[Fault]) -> tuple[Fault, ...]:
    """By file, `scenario.yaml` first, then by line."""
    return tuple(
        sorted(faults, key=lambda fault: (not fault.file.endswith(FILE_NAME), fault.file, fault.line, fault.code))
    )
