"""Sessions and their transactions: who may write, who waits, and that nobody waits for ever."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, NullPool, create_engine, event, exc, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from tests.conftest import DATABASES
from training_app import db
from training_app.db import Database
from training_app.migrations import upgrade
from training_app.models import ScenarioRecord, ScenarioVersion

MOMENT = datetime(2031, 3, 4, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[Database]:
    """A migrated database without anything in it."""
    database = Database(make_database_url(request.param))
    upgrade(database)
    yield database
    database.dispose()


def add(database: Database, name: str, at: datetime = MOMENT) -> None:
    with database.writing() as session:
        session.add(ScenarioRecord(id=name, created_at=at))


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(ScenarioRecord.id).order_by(ScenarioRecord.id)))


def test_what_was_written_is_there_and_what_failed_is_not(database: Database) -> None:
    add(database, "kept")
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add_all(ScenarioRecord(id=name, created_at=MOMENT) for name in ("lost", "kept"))
    add(database, "after")
    assert names(database) == ["after", "kept"]


def test_a_writer_that_was_forgotten_leaves_nothing_and_blocks_nobody(database: Database) -> None:
    session = database.writer()
    session.add(ScenarioRecord(id="lost", created_at=MOMENT))
    session.flush()
    session.close()
    add(database, "kept")
    assert names(database) == ["kept"]


def test_many_writers_and_readers_at_once_all_get_their_turn(database: Database) -> None:
    def work(number: int) -> int:
        add(database, f"name-{number:03}")
        return len(names(database))

    with ThreadPoolExecutor(24) as pool:
        seen = list(pool.map(work, range(96)))
    assert len(names(database)) == 96
    assert min(seen) >= 1


def test_one_who_adds_to_what_was_read_never_loses_anothers_addition(database: Database) -> None:
    add(database, "counter")

    def count(_number: int) -> None:
        with database.writing() as session:
            session.execute(select(ScenarioRecord).where(ScenarioRecord.id == "counter").with_for_update())
            last = session.scalar(select(func.max(ScenarioVersion.number))) or 0
            session.add(
                ScenarioVersion(
                    scenario_id="counter",
                    number=last + 1,
                    content="",
                    sha256="",
                    rules_sha="",
                    friend_decisions=None,
                    published_at=MOMENT,
                )
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(32)))
    with database.reading() as session:
        numbers = session.scalars(select(ScenarioVersion.number).order_by(ScenarioVersion.number)).all()
    assert numbers == list(range(1, 33))


def test_a_key_that_leads_nowhere_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            text(
                "insert into scenario_version"
                " (id, scenario_id, number, content, sha256, rules_sha, published_at)"
                " values (1, 'nowhere', 1, '', '', '', '2031-03-04 09:30:15+00:00')"
            )
        )


def test_moments_come_back_as_they_went_in_whatever_their_zone(database: Database) -> None:
    add(database, "utc")
    add(database, "elsewhere", MOMENT.astimezone(timezone(timedelta(hours=-8))))
    with database.reading() as session:
        moments = session.scalars(select(ScenarioRecord.created_at)).all()
        earlier = select(ScenarioRecord.id).where(ScenarioRecord.created_at < MOMENT + timedelta(microseconds=1))
        assert len(session.scalars(earlier).all()) == 2
    assert moments == [MOMENT, MOMENT]
    assert {moment.tzinfo for moment in moments} == {UTC}


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs its time zone"):
        add(database, "naive", MOMENT.replace(tzinfo=None))
    add(database, "aware")
    assert names(database) == ["aware"]


@pytest.fixture
def hurried(make_database_url: Callable[[str], str]) -> Iterator[tuple[Database, str]]:
    """An SQLite database whose connections wait for another process for a moment only, and its file."""
    url = make_database_url("sqlite")
    database = Database(url)
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
    upgrade(database)
    yield database, url.removeprefix("sqlite:///")
    database.dispose()


def test_another_process_that_writes_makes_one_fail_and_not_all_wait_for_ever(hurried: tuple[Database, str]) -> None:
    database, file = hurried
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        with pytest.raises(OperationalError, match="locked"):
            add(database, "late")
    assert names(database) == []
    other.execute("ROLLBACK")
    other.close()
    add(database, "now")
    assert names(database) == ["now"]


def test_nobody_waits_for_ever_behind_one_who_writes(
    hurried: tuple[Database, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, _file = hurried
    monkeypatch.setattr(db, "LONGEST_WAIT", 0.05)
    with ThreadPoolExecutor(1) as pool, database.writing() as session:
        session.execute(select(ScenarioRecord))
        late = pool.submit(add, database, "late")
        with pytest.raises(exc.TimeoutError, match="too long"):
            late.result(10)
    add(database, "now")
    assert names(database) == ["now"]


def test_one_who_will_write_holds_others_off_from_the_beginning(hurried: tuple[Database, str]) -> None:
    database, file = hurried
    other = sqlite3.connect(file, isolation_level=None, timeout=0)
    with database.writing() as session:
        assert session.scalars(select(ScenarioRecord.id)).all() == []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        session.add(ScenarioRecord(id="kept", created_at=MOMENT))
    other.close()
    assert names(database) == ["kept"]


def test_readers_see_the_state_before_while_another_writes(hurried: tuple[Database, str]) -> None:
    database, _file = hurried
    with database.writing() as session:
        session.add(ScenarioRecord(id="soon", created_at=MOMENT))
        session.flush()
        assert names(database) == []
    assert names(database) == ["soon"]


@pytest.fixture
def postgres_database(make_database_url: Callable[[str], str]) -> Iterator[tuple[Database, Connection]]:
    """A PostgreSQL database in use, and a connection from which to look at it."""
    url = make_database_url("postgresql")
    database = Database(url)
    upgrade(database)
    onlooker = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with onlooker.connect() as connection:
        yield database, connection
    database.dispose()


OTHERS = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def test_on_postgresql_whoever_reads_holds_no_transaction_and_whoever_writes_does(
    postgres_database: tuple[Database, Connection],
) -> None:
    database, onlooker = postgres_database
    with database.reading() as session:
        session.scalars(select(ScenarioRecord.id)).all()
        assert onlooker.scalars(text(f"select state {OTHERS}")).all() == ["idle"]
    with database.writing() as session:
        session.scalars(select(ScenarioRecord.id)).all()
        assert onlooker.scalars(text(f"select state {OTHERS}")).all() == ["idle in transaction"]


def test_on_postgresql_connections_that_were_cut_are_replaced_unasked(
    postgres_database: tuple[Database, Connection],
) -> None:
    database, onlooker = postgres_database
    with database.reading() as one, database.reading() as other:
        for session in (one, other):
            session.scalars(select(ScenarioRecord.id)).all()
    assert onlooker.scalar(text(f"select count(*) filter (where pg_terminate_backend(pid, 10000)) {OTHERS}")) == 2
    add(database, "kept")
    assert names(database) == ["kept"]


def test_on_postgresql_only_a_connection_that_rested_for_long_is_asked_whether_it_is_there(
    postgres_database: tuple[Database, Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, onlooker = postgres_database

    def last_said() -> Sequence[str]:
        with database.engine.connect():
            return onlooker.scalars(text(f"select query {OTHERS}")).all()

    assert names(database) == []
    assert ["scenario" in query for query in last_said()] == [True]
    monkeypatch.setattr(db, "LONGEST_REST", 0)
    assert ["scenario" in query for query in last_said()] == [False]
