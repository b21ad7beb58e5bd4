"""The check of many folders at once, with the principles that they may name and the modules that name them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath

from training_app.content.check import Report, check_folder
from training_app.content.fault import Fault
from training_app.content.modules import read_modules
from training_app.content.places import is_collection, principles_folder, scenario_folders
from training_app.content.principles import read_principles
from training_app.domain.modules import BuiltInModule

PRINCIPLE_UNKNOWN = "E212"


@dataclass(frozen=True)
class Checks:
    """The reports by folder, the modules of whole collections, and the faults of principles and modules."""

    reports: Mapping[FilePath, Report]
    principles: tuple[Fault, ...]
    modules: tuple[BuiltInModule, ...]
    module_faults: tuple[Fault, ...]

    @cached_property
    def findings(self) -> tuple[Fault, ...]:
        """Every finding, those of the principles first, those of the modules last."""
        of_scenarios = (finding for report in self.reports.values() for finding in report.findings)
        return (*self.principles, *of_scenarios, *self.module_faults)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The findings that stop publishing."""
        return tuple(finding for finding in self.findings if finding.is_error)


Work = tuple[FilePath | None, FilePath]


def check_paths(
    paths: Sequence[FilePath], *, otherwise: FilePath, watch: Callable[[Sequence[Work]], Iterable[Work]] = iter
) -> Checks:
    """Check all scenarios at these paths. Raises OSError where one cannot be looked into.

    The principles stand beside the scenarios, else in the folder `otherwise`. `watch` goes through the work and may
    show how far it is.
    """
    reports: dict[FilePath, Report] = {}
    faults: dict[Fault, None] = {}
    known: dict[FilePath, tuple[str, ...] | None] = {}
    for folder, home in watch(list(_with_principles(paths, otherwise))):
        if home not in known:
            principles, found = read_principles(home)
            known[home] = principles.ids if principles else None
            faults |= dict.fromkeys(found)
        if folder is not None and folder not in reports:
            reports[folder] = _report(folder, known[home])
    modules, found = _modules(paths, reports)
    return Checks(reports, tuple(faults), modules, found)


def _with_principles(paths: Sequence[FilePath], otherwise: FilePath) -> Iterator[Work]:
    """Each folder with that of its principles; a collection without scenarios gives its principles alone."""
    for path in paths:
        folders = scenario_folders(path)
        if not folders:
            yield None, principles_folder(path, otherwise=otherwise)
        for folder in folders:
            yield folder, principles_folder(folder, otherwise=otherwise)


def _report(folder: FilePath, principles: tuple[str, ...] | None) -> Report:
    """Where the principles cannot be read, that is said once, and not again at each reply that names one."""
    report = check_folder(folder, principles=principles or ())
    if principles is not None:
        return report
    return Report(tuple(fault for fault in report.findings if fault.code != PRINCIPLE_UNKNOWN), report.figures)


def _modules(
    paths: Iterable[FilePath], reports: Mapping[FilePath, Report]
) -> tuple[tuple[BuiltInModule, ...], tuple[Fault, ...]]:
    """The modules of each collection, once all of its scenarios were looked at."""
    modules: list[BuiltInModule] = []
    faults: list[Fault] = []
    for folder in dict.fromkeys(path for path in paths if is_collection(path)):
        own = {one.name: _is_graded(report) for one, report in reports.items() if one.parent == folder}
        found, of_file = read_modules(folder, scenarios=own)
        modules += found
        faults += of_file
    return tuple(modules), tuple(faults)


def _is_graded(report: Report) -> bool | None:
    return None if report.content is None else report.content.scenario.is_graded
