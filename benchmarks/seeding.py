"""Fills a fresh database with a chain: what is in it is what the product would have written there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from benchmarks.bulk import Loader, loading
from benchmarks.chain import (
    FREELY,
    MODULES,
    PASS_MARK,
    SCENARIOS,
    Chain,
    add_modules,
    add_people,
    add_places,
    new_chain,
)
from benchmarks.chain_plays import ENROLMENT, PASS, PLAY, WALK, Deeds, History
from benchmarks.walks import Walks, record_walks
from config import ROOT
from training_app.db import Database
from training_app.migrations import upgrade
from training_app.services.publishing import publish_folders
from training_app.services.report_counts import refresh_counts

SEED = 2026
SEEDED = (
    "create temporary table seeded_play (play_id {id} primary key, walk integer)",
    "create temporary table seeded_choice (walk integer, number integer, choice varchar(80))",
    "create temporary table seeded_point (walk integer, principle varchar(80), points integer, possible integer)",
)
LOGS = """
insert into play_choice (play_id, number, choice, said_at, received_at)
select play.id, said.number, said.choice, case when said.number = 1 then play.started_at else play.finished_at end,
  play.finished_at
from seeded_play join play on play.id = seeded_play.play_id join seeded_choice said on said.walk = seeded_play.walk
"""
POINTS = """
insert into play_principle (play_id, principle, points, possible)
select seeded_play.play_id, earned.principle, earned.points, earned.possible
from seeded_play join seeded_point earned on earned.walk = seeded_play.walk
"""


def seed(database_url: str, *, stores: int, plays: int, now: datetime, progress: Callable[[str], None]) -> Chain:
    """A chain of so many stores and plays in an empty database; gives its shape."""
    database, random = Database(database_url), Random(SEED)
    upgrade(database)
    chain = new_chain(stores=stores, now=now, random=random)
    with database.writing() as session:
        publish_folders(session, ROOT / "scenarios", now=chain.assigned_at[0])
        walks: dict[str, Walks] = {}
        for number, scenario in enumerate((*SCENARIOS, FREELY)):
            walks[scenario] = record_walks(
                session, scenario=scenario, pass_mark=PASS_MARK, first=1000 * number, random=random
            )
        add_places(session, chain)
        add_people(session, chain, now=now)
        add_modules(session, chain)
    database.dispose()
    with loading(database_url) as loader:
        _load(loader, History(chain, walks, now=now), walks, plays=plays, progress=progress)
    database = Database(database_url)
    progress("counting what the reports read")
    with database.writing() as session:
        refresh_counts(session)
    database.dispose()
    return chain


def _load(
    loader: Loader, history: History, walks: Mapping[str, Walks], *, plays: int, progress: Callable[[str], None]
) -> None:
    for statement in SEEDED:
        loader.run(statement.format(id=loader.kind_of_id))
    known = [walk for own in walks.values() for walk in (*own.passing, *own.failing)]
    choices = ((walk.number, *one) for walk in known for one in enumerate(walk.log, start=1))
    loader.insert("seeded_choice", ("walk", "number", "choice"), choices)
    points = ((walk.number, *one) for walk in known for one in walk.points)
    loader.insert("seeded_point", ("walk", "principle", "points", "possible"), points)
    loader.run("create index seeded_choice_walk on seeded_choice (walk, number)")
    loader.run("create index seeded_point_walk on seeded_point (walk)")
    done = 0
    for module in range(MODULES):
        progress(f"a chain of {plays:,} plays, {done:,} done")
        done += _keep(loader, history.of_module(module))
    _keep(loader, history.practice(plays - done))


def _keep(loader: Loader, deeds: Deeds) -> int:
    """Write them, the logs and points set-wise from the patterns; gives how many plays there were."""
    loader.insert("enrolment", ENROLMENT, deeds.enrolments)
    loader.insert("play", PLAY, deeds.plays)
    loader.insert("enrolment_pass", PASS, deeds.passes)
    loader.run("delete from seeded_play")
    loader.insert("seeded_play", WALK, deeds.walks)
    loader.run(LOGS)
    loader.run(POINTS)
    return len(deeds.plays)
