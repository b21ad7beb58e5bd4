"""The migrations and the models agree, on both databases, upwards and downwards."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import time
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from tests.conftest import DATABASES, make_cast
from tests.patience import PATIENCE
from training_app.db import Base, Database
from training_app.migrations import config_for, upgrade
from training_app.models import Location, Membership, Person
from training_app.moment import new_id
from training_app.queries.people import count_people


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> str:
    """The address of an empty database."""
    return make_database_url(request.param)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database."""
    database = Database(url)
    yield database
    database.dispose()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def checks(database: Database) -> dict[str, list[str]]:
    found = inspect(database.engine)
    return {
        table: sorted(str(check["name"]) for check in found.get_check_constraints(table)) for table in tables(database)
    }


def downgrade(database: Database, revision: str) -> None:
    with database.engine.connect().execution_options(writes=True) as connection:
        if database.engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            command.downgrade(config_for(connection), revision)
        connection.invalidate()


def test_migrations_make_exactly_what_the_models_say(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    expected = {
        table.name: sorted(str(check.name) for check in table.constraints if isinstance(check, CheckConstraint))
        for table in Base.metadata.tables.values()
    }
    assert checks(database) == expected


def test_upgrading_again_changes_nothing_and_keeps_what_is_there(database: Database) -> None:
    upgrade(database)
    make_cast(database)
    before = checks(database)
    upgrade(database)
    assert checks(database) == before
    with database.reading() as session:
        assert count_people(session, demo=False) == 7


def test_a_release_with_people_and_plays_is_upgraded_and_loses_nothing(database: Database) -> None:
    upgrade(database)
    make_cast(database)
    downgrade(database, "0002")
    upgrade(database)
    with database.reading() as session:
        assert count_people(session, demo=False) == 7
        joined = session.scalars(select(Membership.joined_at)).all()
        assert set(joined) <= set(session.scalars(select(Person.created_at)))
        assert set(session.scalars(select(Location.opens))) == {time(9)}
        with pytest.raises(IntegrityError):
            session.execute(update(Membership).values(person_id=new_id()))


def test_down_to_nothing_and_up_again(database: Database) -> None:
    upgrade(database)
    first = checks(database)
    downgrade(database, "base")
    assert tables(database) == set()
    upgrade(database)
    assert checks(database) == first


def migrate(url: str, barrier: Barrier, faults: SimpleQueue) -> None:
    """What a server does first, in a process of its own, at the same moment as the others."""
    database = Database(url)
    barrier.wait(PATIENCE)
    try:
        upgrade(database)
    except SQLAlchemyError as fault:
        faults.put(str(fault))
    database.dispose()


def test_servers_that_start_at_once_migrate_once(url: str, database: Database) -> None:
    processes = get_context("spawn")
    barrier, faults = processes.Barrier(3), processes.SimpleQueue()
    servers = [processes.Process(target=migrate, args=(url, barrier, faults)) for _ in range(3)]
    for server in servers:
        server.start()
    for server in servers:
        server.join(PATIENCE)
    assert faults.empty(), faults.get()
    assert [server.exitcode for server in servers] == [0, 0, 0]
    assert tables(database) == set(Base.metadata.tables)
    with database.reading() as session:
        assert len(session.execute(text("select version_num from alembic_version")).all()) == 1


def test_a_new_database_that_another_program_writes_is_waited_for(make_database_url: Callable[[str], str]) -> None:
    database = Database(make_database_url("sqlite"))
    other = sqlite3.connect(database.engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")  # the one lock for which SQLite itself does not wait
    end = Timer(0.3, other.execute, ["commit"])
    end.start()
    upgrade(database)
    end.join()
    other.close()
    assert tables(database) == set(Base.metadata.tables)
    database.dispose()


def test_there_is_one_line_of_migrations(database: Database) -> None:
    with database.engine.connect() as connection:
        script = ScriptDirectory.from_config(config_for(connection))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(make_database_url: Callable[[str], str]) -> None:
    database = Database(make_database_url("sqlite"))
    upgrade(database)
    with database.reading() as session:
        settings = {
            name: session.execute(text(f"pragma {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.dispose()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
