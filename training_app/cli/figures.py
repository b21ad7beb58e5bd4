"""What people at a terminal see of a check: how far it is, then a table of figures. Never on the output itself."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Column, Table

from training_app.content.checks import Checks
from training_app.domain.analysis import Figures

T = TypeVar("T")


def progress(work: Sequence[T]) -> Iterable[T]:
    """Go through the work behind a bar on the error stream, if that is a terminal."""
    console = Console(stderr=True)
    return track(work, "Checking", console=console, transient=True, disable=not console.is_terminal)


def print_figures(checks: Checks) -> None:
    """Print the figures and how many findings there are, to the error stream, which nobody reads by program."""
    table = Table(Column("scenario", no_wrap=True), "scenes", "decisions", "endings", "plays", "replies", "friend path")
    for folder, report in checks.reports.items():
        if report.figures is not None:
            table.add_row(folder.name, *_cells(report.figures))
    console = Console(stderr=True)
    console.print(table)
    warnings = len(checks.findings) - len(checks.errors)
    console.print(f"{len(checks.errors)} errors, {warnings} warnings")


def _cells(figures: Figures) -> list[str]:
    more = "more than " if figures.is_bounded else ""
    paths = "?" if figures.paths is None else f"{more}{figures.paths}"
    length = "?" if figures.shortest is None else f"{figures.shortest}–{figures.longest}"
    friend = str(figures.friend_path.decisions) if figures.friend_path else "–"
    return [str(figures.scenes), str(figures.decisions), str(figures.endings), paths, length, friend]
