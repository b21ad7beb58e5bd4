"""`make soak`: tablets, people and plays in a bad network, browsers and servers killed at moments that a seed chooses.

A choice is made when the browser's own module said that it is kept. One that it was about to keep when the browser was
killed may be there or not, but not twice. In the end everybody enters their PIN in a good network, and the database
is compared, by SQL, with what was made. Ends with 1 unless each choice is there exactly once.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random

from playwright.sync_api import Playwright, sync_playwright

from tests.conftest import DATABASES
from tests.postgres import PostgresServer
from tests.serving import Server
from tests.soak.day import Day
from tests.soak.journal import Journal
from tests.soak.stores import open_stores

REPORT_EVERY = 10
BETWEEN_KILLS = (6, 20)
LONGEST_DOWN = 4
AT_A_TIME = 4  # they wait most of their time
LONGEST_SOAK = 2 * 60 * 60
Work = Callable[[Playwright, Day], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Soak the databases that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tablets", type=int, default=25)
    parser.add_argument("--people", type=int, default=4, help="on each tablet")
    parser.add_argument("--plays", type=int, default=10, help="of each person")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    given = parser.parse_args(arguments)
    is_good = True
    for kind in DATABASES if given.database == "both" else [given.database]:
        with tempfile.TemporaryDirectory(prefix="regulars-soak-", ignore_cleanup_errors=True) as folder:
            print(f"{kind}, seed {given.seed}:", flush=True)
            is_good = _soak(kind, Path(folder), given) and is_good
    sys.exit(0 if is_good else 1)


def _soak(kind: str, folder: Path, given: argparse.Namespace) -> bool:
    journal = Journal()
    with ExitStack() as stack:
        url = stack.enter_context(_database(kind, folder))
        environment = {"DATABASE_URL": url, "DEMO": "0", "WEB_WORKERS": "1" if kind == "sqlite" else "2"}
        server = stack.enter_context(Server(folder, environment=environment))
        days = [
            Day(store, plays=given.plays, folder=folder, server=server.port, seed=given.seed, journal=journal)
            for store in open_stores(url, stores=given.tablets, people=given.people)
        ]
        for day in days:
            stack.enter_context(day)
        with _reporting(journal):
            _each_of(days, lambda playwright, day: day.open_up(playwright, url))
            _through_the_day(days, server, journal, Random(given.seed))
            _each_of(days, lambda playwright, day: day.close_up(playwright))
        verdict = journal.compare(url)
    for line in verdict.wrong:
        print(line)
    print(f"{journal.progress()}\n{verdict}", flush=True)
    return verdict.is_good


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'regulars.sqlite3'}"
        return
    (folder / "postgres").mkdir()
    postgres = PostgresServer(folder / "postgres")
    try:
        yield postgres.new_database()
    finally:
        postgres.stop()


@contextmanager
def _reporting(journal: Journal) -> Iterator[None]:
    """Say how far it is, every few seconds."""
    over, begun = threading.Event(), time.monotonic()

    def report() -> None:
        while not over.wait(REPORT_EVERY):
            minutes, seconds = divmod(int(time.monotonic() - begun), 60)
            print(f"{minutes:02}:{seconds:02}  {journal.progress()}", flush=True)

    thread = threading.Thread(target=report)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _each_of(days: Sequence[Day], work: Work) -> None:
    """Do it with each tablet, a few at a time."""
    waiting: SimpleQueue[Day] = SimpleQueue()
    for day in days:
        waiting.put(day)
    with ThreadPoolExecutor(AT_A_TIME) as hands:
        working = [hands.submit(_go_through, waiting, work) for _ in range(AT_A_TIME)]
    for one in working:
        one.result()


def _through_the_day(days: Sequence[Day], server: Server, journal: Journal, random: Random) -> None:
    """Let each tablet live again and again until its day is over, while the server is killed now and then."""
    waiting: SimpleQueue[Day] = SimpleQueue()
    for day in days:
        waiting.put(day)
    deadline = time.monotonic() + LONGEST_SOAK

    def live(playwright: Playwright, day: Day) -> None:
        assert time.monotonic() < deadline, f"the day at tablet {day.store.number} takes too long"
        day.live(playwright)
        if not day.is_over:
            waiting.put(day)

    with ThreadPoolExecutor(AT_A_TIME) as hands:
        working = [hands.submit(_go_through, waiting, live) for _ in range(AT_A_TIME)]
        while not all(one.done() for one in working):
            time.sleep(random.uniform(*BETWEEN_KILLS))
            server.kill()
            journal.count("servers killed")
            time.sleep(random.uniform(0, LONGEST_DOWN))
            server.start()
            server.wait_until_ready()
    for one in working:
        one.result()


def _go_through(waiting: "SimpleQueue[Day]", work: Work) -> None:
    with sync_playwright() as playwright:
        while True:
            try:
                day = waiting.get_nowait()
            except Empty:
                return
            work(playwright, day)


if __name__ == "__main__":
    main()
