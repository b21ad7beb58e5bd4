"""Reports in a small and in a large chain: what is one store's own takes no longer for what the others do."""

import time
from collections.abc import Callable
from statistics import median

from benchmarks.bars import Line, under
from benchmarks.chain import MEASURED, MODULES
from benchmarks.chain_servers import FEW_PLAYS, PLAYS, Site, Sites
from benchmarks.load import drive, joined, request_bytes
from tests.serving import Visitor

ROUNDS = 15
REQUESTS, REQUEST_ROUNDS = 200, 4
GROWTH_BAR, CHAIN_BAR, PAGE_BAR = 1.3, 10, 2
TEAM, CHAIN = "/team", "/team/stores"


def measure_reports(sites: Sites, progress: Callable[[str], None]) -> list[Line]:
    """Growth, the chain's overview, and the team's page beside a bare one."""
    rounds = []
    for number in range(1, ROUNDS + 1):
        progress(f"{sites.kind}: reports after a change, round {number} of {ROUNDS}")
        rounds.append(_round(sites))
    small, large, chain, part = ([one[kind] for one in rounds] for kind in range(4))
    team = f"team report, {MEASURED} people x {MODULES} modules, after a change"
    return [
        _beside(f"{team}, {PLAYS:,} plays; beside: {FEW_PLAYS:,}", large, small, GROWTH_BAR, sites),
        _beside("overview of 2,000 stores after a change; beside: team report", chain, large, CHAIN_BAR, sites),
        _beside("overview of a region's 200 stores, the same", part, large, CHAIN_BAR, sites),
        _page(sites, progress),
    ]


def _round(sites: Sites) -> tuple[float, float, float, float]:
    """Milliseconds of each, all after a change, one right after the other so that drift cancels out."""
    region = f"{CHAIN}?below={1:032x}"
    large = sites.large
    return (
        _after_change(sites.small, sites.small.manager, TEAM),
        _after_change(large, large.manager, TEAM),
        _after_change(large, large.administrator, CHAIN),
        _after_change(large, large.administrator, region),
    )


def _after_change(site: Site, visitor: Visitor, path: str) -> float:
    site.change()
    begin = time.perf_counter()
    answer = visitor.get(path, accept="text/html")
    taken = time.perf_counter() - begin
    assert answer.status == 200, (path, answer.status)
    return 1000 * taken


def _beside(what: str, ours: list[float], floor: list[float], bar: float, sites: Sites) -> Line:
    """The middle of the rounds' ratios."""
    ratio = median(one / other for one, other in zip(ours, floor, strict=True))
    return under(
        f"{sites.kind}: {what}", ratio=ratio, ours=f"{median(ours):.1f} ms", floor=f"{median(floor):.1f} ms", bar=bar
    )


def _page(sites: Sites, progress: Callable[[str], None]) -> Line:
    """The team's page as it stays until something changes, beside a page that makes one query."""
    site = sites.large
    ours = [request_bytes("GET", TEAM, site.manager.headers("text/html"))] * REQUESTS
    bare = [request_bytes("GET", "/plays/one", {"Accept": "text/html"})] * REQUESTS
    timings = []
    for number in range(REQUEST_ROUNDS + 1):
        progress(f"{sites.kind}: the team's page, round {number} of {REQUEST_ROUNDS}")
        timings.append((drive(site.server.port, [ours]), drive(sites.floor.port, [bare])))
    page, plain = (joined(both).percentile(50) * 1000 for both in zip(*timings[1:], strict=True))
    what = f"{sites.kind}: team report again, p50; beside: a bare page with one query"
    return under(what, ratio=page / plain, ours=f"{page:.2f} ms", floor=f"{plain:.2f} ms", bar=PAGE_BAR)
