"""`python -m benchmarks`: measure everything, print the table, and exit with 1 if a bar is not held."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from benchmarks.authoring import measure_analysis, measure_loading
from benchmarks.bars import Line, print_lines, write_lines
from benchmarks.choices import measure_choices
from benchmarks.first_visit import measure_visits
from benchmarks.offline_start import measure_offline_start
from benchmarks.scene_page import measure_scene_page
from benchmarks.servers import both_servers
from benchmarks.starting import measure_start
from benchmarks.syncing import measure_syncing
from benchmarks.tap import measure_taps


def main() -> int:
    """Run what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines there as JSON, too")
    arguments = parser.parse_args()
    console = Console(stderr=not sys.stdout.isatty())
    lines: list[Line] = []
    with console.status("starting both servers") as status, both_servers() as (real, floor):
        lines += measure_choices(real.port, floor.port, status.update)
        lines += measure_syncing(real.port, status.update)
        lines += measure_scene_page(real.port, floor.port, status.update)
        lines += measure_visits(real.port, status.update)
        lines += measure_taps(real.port, status.update)
        lines += measure_start(real, status.update)
        lines += measure_offline_start(status.update)
        lines += measure_analysis(status.update)
        lines += measure_loading(status.update)
    print_lines(Console(), lines)
    if arguments.json:
        write_lines(arguments.json, lines)
    return 1 if any(line.held is False for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
