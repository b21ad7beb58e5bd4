"""A small and a large chain on the same kind of database, each served as `make run` serves it, and the bare page."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.chain import ADMINISTRATOR, MANAGER, STORES, Chain
from benchmarks.floor import COMMAND
from benchmarks.seeding import seed
from config import ROOT
from tests.postgres import PostgresServer
from tests.serving import Server, Visitor
from training_app.db import Database
from training_app.moment import now
from training_app.services.report_counts import touch_reports

FEW_STORES, FEW_PLAYS, PLAYS = 2, 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Site:
    """A served chain. `manager` leads its first store, `administrator` all of it."""

    url: str
    chain: Chain
    database: Database
    server: Server
    manager: Visitor
    administrator: Visitor

    def change(self) -> None:
        """Something happens at the first store, so that what shows it has to be worked out anew."""
        with self.database.writing() as session:
            touch_reports(session, [UUID(self.chain.stores[0])])


@dataclass(frozen=True, slots=True)
class Sites:
    """Both chains, and the server of the bare page on a database of the same kind."""

    kind: str
    small: Site
    large: Site
    floor: Server


@contextmanager
def both_chains(kind: str, progress: Callable[[str], None]) -> Iterator[Sites]:
    """Both, seeded and served. `kind` is SQLite or PostgreSQL."""
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var, prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        urls = _urls(kind, folder, stack)
        sizes = ((FEW_STORES, FEW_PLAYS), (STORES, PLAYS))
        small, large = (
            stack.enter_context(
                _site(url, folder / f"{stores}", stores=stores, plays=plays, progress=_named(kind, progress))
            )
            for url, (stores, plays) in zip(urls, sizes, strict=False)
        )
        environment = {} if kind == "SQLite" else {"DATABASE_URL": urls[2]}
        floor = stack.enter_context(Server(folder, environment=environment, command=COMMAND))
        yield Sites(kind, small, large, floor)


def _named(kind: str, progress: Callable[[str], None]) -> Callable[[str], None]:
    return lambda what: progress(f"{kind}: {what}")


def _urls(kind: str, folder: Path, stack: ExitStack) -> list[str]:
    if kind == "SQLite":
        return [f"sqlite:///{folder / name}.sqlite3" for name in ("small", "large")]
    postgres = PostgresServer(folder / "postgres")
    stack.callback(postgres.stop)
    return [postgres.new_database() for _one in range(3)]


@contextmanager
def _site(url: str, folder: Path, *, stores: int, plays: int, progress: Callable[[str], None]) -> Iterator[Site]:
    folder.mkdir()
    chain = seed(url, stores=stores, plays=plays, now=now(), progress=progress)
    database = Database(url)
    # One process, as on SQLite: what it keeps in memory is then asked of it and of nobody else.
    with Server(folder, environment={"DATABASE_URL": url, "DEMO": "0", "WEB_WORKERS": "1"}) as server:
        manager, administrator = (Visitor(server.port).sign_in(name) for name in (MANAGER, ADMINISTRATOR))
        for visitor in (manager, administrator):
            visitor.close()  # the server ends idle connections; the next request begins a fresh one
        yield Site(url, chain, database, server, manager, administrator)
    database.dispose()
