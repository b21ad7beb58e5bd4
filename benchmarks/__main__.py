"""`python -m benchmarks [PART …]`: measure everything or these parts, print the table; 1 if a bar is not held."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.assigning import measure_assigning
from benchmarks.authoring import measure_analysis, measure_loading
from benchmarks.bars import Line, print_lines, write_lines
from benchmarks.chain_servers import both_chains
from benchmarks.choices import measure_choices
from benchmarks.exports import measure_exports
from benchmarks.first_visit import measure_visits
from benchmarks.offline_start import measure_offline_start
from benchmarks.queries import measure_queries
from benchmarks.reports import measure_reports
from benchmarks.scene_page import measure_scene_page
from benchmarks.servers import both_servers
from benchmarks.starting import measure_start
from benchmarks.syncing import measure_syncing
from benchmarks.tap import measure_taps

Progress = Callable[[str], None]


def measure_player(progress: Progress) -> Iterator[list[Line]]:
    """Choices, pages and taps of one employee."""
    with both_servers() as (real, floor):
        yield measure_choices(real.port, floor.port, progress)
        yield measure_syncing(real.port, progress)
        yield measure_scene_page(real.port, floor.port, progress)
        yield measure_visits(real.port, progress)
        yield measure_taps(real.port, progress)
        yield measure_start(real, progress)
    yield measure_offline_start(progress)


def measure_authoring(progress: Progress) -> Iterator[list[Line]]:
    """What the author of a scenario waits for."""
    yield measure_analysis(progress)
    yield measure_loading(progress)


def measure_chain(kind: str) -> Callable[[Progress], Iterator[list[Line]]]:
    """What a chain of 2,000 stores waits for, on this kind of database."""

    def measure(progress: Progress) -> Iterator[list[Line]]:
        with both_chains(kind, progress) as sites:
            yield measure_reports(sites, progress)
            yield measure_queries(sites, progress)
            yield measure_exports(sites, progress)
            yield measure_assigning(sites, progress)

    return measure


PARTS = {
    "player": measure_player,
    "authoring": measure_authoring,
    "chain-sqlite": measure_chain("SQLite"),
    "chain-postgresql": measure_chain("PostgreSQL"),
}


def main() -> int:
    """Run what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; without any, all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines there as JSON, too")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose among {', '.join(PARTS)}")
    console = Console(stderr=not sys.stdout.isatty())
    with console.status("starting the servers") as status:
        lines = [line for name in arguments.parts or PARTS for some in PARTS[name](status.update) for line in some]
    print_lines(Console(), lines)
    if arguments.json:
        write_lines(arguments.json, lines)
    return 1 if any(line.held is False for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
