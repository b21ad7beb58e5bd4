"""Assigning a module to everybody in a chain of 50,000, beside one bare INSERT … SELECT of as many rows."""

import re
import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import text

from benchmarks.bars import Line, shown, under
from benchmarks.chain import BETWEEN
from benchmarks.chain_servers import Site, Sites
from training_app.models import Module, ModuleItem
from training_app.moment import new_id, now

BAR, LONGEST_BAR = 10, 1  # times the bare statement: all requests together, and the longest of them
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
# The same rows in the same table, of which nobody asks who has them already or counts what stands where.
BARE = """
insert into enrolment (id, assignment_id, module_id, person_id, location_id, cycle, assigned_at, due_on, attempts,
  more_attempts)
select {new_id}, '{assignment}', '{module}', person_id, location_id, 1, joined_at, '2031-03-10', 0, 0 from membership
"""


def measure_assigning(sites: Sites, progress: Callable[[str], None]) -> list[Line]:
    """Everything from the form to the last slice, as the page sends it; then what the bare statement takes."""
    site, kind = sites.large, sites.kind
    progress(f"{kind}: assigning {len(site.chain.people):,} people")
    module = _new_module(site)
    requests = _assign(site, module)
    bare = _bare(site)
    total, people = sum(requests), len(site.chain.people)
    what = f"{kind}: assigning {people:,} people, counts and all; beside: a bare INSERT … SELECT"
    return [
        under(what, ratio=total / bare, ours=f"{total:.1f} s", floor=f"{bare:.1f} s", bar=BAR),
        under(
            f"{kind}: the longest of the {len(requests)} requests of that",
            ratio=max(requests) / bare,
            ours=f"{max(requests):.1f} s",
            floor=f"{bare:.1f} s",
            bar=LONGEST_BAR,
        ),
        shown(f"{kind}: people assigned a second", ours=f"{people / total:,.0f} /s", floor=f"{people / bare:,.0f} /s"),
    ]


def _new_module(site: Site) -> UUID:
    """A module that nobody has yet."""
    module = new_id()
    with site.database.writing() as session:
        chain = UUID(site.chain.id)
        values = {"mode": "practice", "pass_mark": 0.75, "titles": {"en": "The new one"}, "texts": {}}
        session.add(Module(id=module, location_id=chain, created_at=now(), **values))
        session.flush()
        session.add(ModuleItem(module_id=module, scenario_id="the-aisle", position=1))
    return module


def _assign(site: Site, module: UUID) -> list[float]:
    """Seconds of each request: the one that assigns, then slice after slice until nobody is left."""
    due = (now() + BETWEEN).date().isoformat()
    fields = {"module": module, "target": "place", "place": UUID(site.chain.id), "due_on": due, "everyone": "y"}
    begin = time.perf_counter()
    answer = site.administrator.post("/assignments", fields, accept="text/html")
    seconds = [time.perf_counter() - begin]
    assert answer.status == 303, answer.status
    found = ID.search(answer.headers["Location"])
    assert found, answer.headers
    while True:
        begin = time.perf_counter()
        progress = site.administrator.post(f"/assignments/{found.group()}/enrolments", {}).json()
        seconds.append(time.perf_counter() - begin)
        if progress["done"] >= progress["total"]:
            return seconds


def _bare(site: Site) -> float:
    """Seconds of the bare statement, taken back afterwards."""
    is_sqlite = site.url.startswith("sqlite")
    new = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    assignment, module = site.chain.assignments[0], site.chain.modules[0]
    with site.database.writer() as session:
        session.execute(text("select 1"))
        begin = time.perf_counter()
        session.execute(text(BARE.format(new_id=new, assignment=assignment, module=module)))
        seconds = time.perf_counter() - begin
        session.rollback()
    return seconds
