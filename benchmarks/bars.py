"""One measured line, its bar, and the table of them all."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured. `held` is None where there is no bar to hold."""

    what: str
    ours: str
    floor: str
    ratio: float | None
    bar: str
    held: bool | None


def at_least(what: str, *, ratio: float, ours: str, floor: str, bar: float) -> Line:
    """A line whose ratio of ours to the floor has to reach the bar."""
    return Line(what, ours, floor, ratio, f"≥ {bar:g}", ratio >= bar)


def under(what: str, *, ratio: float, ours: str, floor: str, bar: float) -> Line:
    """A line whose ratio has to stay below the bar."""
    return Line(what, ours, floor, ratio, f"< {bar:g}", ratio < bar)


def shorter(what: str, *, seconds: float, bar: float) -> Line:
    """A line that has to take less than so many seconds."""
    return Line(what, f"{seconds:.2f} s", "", None, f"< {bar:g} s", seconds < bar)


def at_most(what: str, *, ours: float, unit: str, bar: float) -> Line:
    """A line whose own value may reach the bar and not exceed it."""
    return Line(what, f"{ours:,.1f} {unit}", "", None, f"≤ {bar:g} {unit}", ours <= bar)


def shown(what: str, *, ours: str, floor: str = "", ratio: float | None = None) -> Line:
    """A line without a bar: worth seeing, promised to nobody."""
    return Line(what, ours, floor, ratio, "", None)


def print_lines(console: Console, lines: Sequence[Line]) -> None:
    """The table: what, ours, the floor, the ratio, the bar, and whether it held."""
    table = Table("what", "ours", "floor", "ratio", "bar", "")
    for line in lines:
        verdict = {True: "[green]held[/]", False: "[bold red]NOT held[/]", None: ""}[line.held]
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        table.add_row(line.what, line.ours, line.floor, ratio, line.bar, verdict)
    console.print(table)


def write_lines(file: Path, lines: Sequence[Line]) -> None:
    """The same as JSON."""
    file.write_text(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2) + "\n")
