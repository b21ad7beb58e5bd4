"""Taking a report of 100,000 rows away, beside Python's csv module that has the rows already."""

import csv
import io
import tempfile
import time
from collections.abc import Callable
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks.bars import Line, at_most, shown, under
from benchmarks.chain import A_REGION
from benchmarks.chain_servers import Site, Sites
from tests.serving import HOST

ROUNDS = 5
REGION = f"?store={1:032x}"  # its 200 stores
SOME = "Ana"  # every twentieth is called so: of a region as many lines as a PDF takes
TIME_BAR, MEMORY_BAR = 3, 32  # times the csv module; megabytes
CHUNK = 1 << 16
PATIENCE = 600


def measure_exports(sites: Sites, progress: Callable[[str], None]) -> list[Line]:
    """The CSV, the workbook and the paper of a region, and the memory that the server takes for the whole chain's."""
    site, kind = sites.large, sites.kind
    _taken(site, f"/team.csv{REGION}")  # what is read once is read
    ours, theirs = [], []
    for number in range(1, ROUNDS + 1):
        progress(f"{kind}: exports of {A_REGION} stores, round {number} of {ROUNDS}")
        seconds, body = _taken(site, f"/team.csv{REGION}")
        rows = _rows(body)
        ours.append(seconds)
        theirs.append(_written(rows))
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    what = f"{kind}: CSV of {len(rows):,} rows; beside: the csv module with the rows in hand"
    floor = median(theirs)
    return [
        under(what, ratio=ratio, ours=f"{median(ours):.2f} s", floor=f"{floor:.2f} s", bar=TIME_BAR),
        _file(f"{kind}: Excel of as many rows", site, f"/team.xlsx{REGION}", floor=floor, progress=progress),
        _file(f"{kind}: PDF of 5,000 lines", site, f"/team.pdf{REGION}&q={SOME}", floor=floor, progress=progress),
        _flat(f"{kind}: memory for the whole chain as CSV", site, "/team.csv", progress=progress),
        _flat(f"{kind}: memory for the whole chain as Excel", site, "/team.xlsx", progress=progress),
    ]


def _file(what: str, site: Site, path: str, *, floor: float, progress: Callable[[str], None]) -> Line:
    """The better of two times, beside the same floor."""
    progress(what)
    seconds = min(_taken(site, path)[0] for _round in range(2))
    return shown(what, ours=f"{seconds:.2f} s", floor=f"{floor:.2f} s", ratio=seconds / floor)


def _flat(what: str, site: Site, path: str, *, progress: Callable[[str], None]) -> Line:
    """What the server takes more for all of it than for a region."""
    progress(what)
    part, whole = (_memory(site, f"{path}{address}") for address in (REGION, ""))
    return at_most(f"{what}, beyond a region's", ours=max(0.0, whole - part), unit="MB", bar=MEMORY_BAR)


def _taken(site: Site, path: str) -> tuple[float, bytes]:
    """Seconds until all of the file is there, and the file."""
    connection = HTTPConnection(HOST, site.server.port, timeout=PATIENCE)
    begin = time.perf_counter()
    connection.request("GET", path, headers=site.administrator.headers("*/*"))
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - begin
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return seconds, body


def _rows(body: bytes) -> list[tuple[object, ...]]:
    """The file's rows as a program has them in hand: days as days, numbers as numbers."""
    reader = csv.reader(io.StringIO(body.decode()))
    return [
        (*row[:5], date.fromisoformat(row[5]), date.fromisoformat(row[6]) if row[6] else None, int(row[7]))
        for number, row in enumerate(reader)
        if number
    ]


def _written(rows: list[tuple[object, ...]]) -> float:
    """Seconds to write them into a file."""
    with tempfile.TemporaryFile("w", newline="") as file:
        begin = time.perf_counter()
        csv.writer(file).writerows(rows)
        file.flush()
        return time.perf_counter() - begin


def _memory(site: Site, path: str) -> float:
    """The most that the server held while it gave this file, in megabytes."""
    processes = site.server.processes()
    for process in processes:
        Path(f"/proc/{process}/clear_refs").write_text("5")  # the peak begins anew
    _drain(site, path)
    return sum(_peak(process) for process in processes)


def _drain(site: Site, path: str) -> None:
    connection = HTTPConnection(HOST, site.server.port, timeout=PATIENCE)
    connection.request("GET", path, headers=site.administrator.headers("*/*"))
    answer = connection.getresponse()
    while answer.read(CHUNK):
        pass
    connection.close()
    assert answer.status == 200, (path, answer.status)


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kilobytes = next(line for line in lines if line.startswith("VmHWM")).split()[1]
    return int(kilobytes) / 1000
