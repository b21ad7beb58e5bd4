"""Many rows at once, as each database takes them fastest: COPY on PostgreSQL, executemany on SQLite.

Values are written as both keep them: ids as 32 hexadecimal digits, moments in UTC as text, JSON as text.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from sqlalchemy.engine import URL, make_url

CACHE = 512 * 1024  # KiB
Row = Sequence[Any]


class Loader(Protocol):
    """One database while it is filled; rules between tables are not looked at meanwhile."""

    kind_of_id: str

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Add these rows."""

    def run(self, statement: str) -> None:
        """Any other statement."""


class _Sqlite:
    kind_of_id = "char(32)"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        marks = ", ".join("?" for _column in columns)
        order = f"insert into {table} ({', '.join(columns)}) values ({marks})"  # noqa: S608  (our own names)
        self._connection.executemany(order, rows)

    def run(self, statement: str) -> None:
        self._connection.execute(statement)


class _Postgres:
    kind_of_id = "uuid"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        order = f"copy {table} ({', '.join(columns)}) from stdin"
        with self._connection.cursor() as cursor, cursor.copy(order.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def run(self, statement: str) -> None:
        self._connection.execute(statement.encode())


@contextmanager
def loading(database_url: str) -> Iterator[Loader]:
    """A loader of this migrated database; at the end all of it is kept, and the planner knows what is there."""
    url = make_url(database_url)
    with _loading_sqlite(str(url.database)) if url.get_backend_name() == "sqlite" else _loading_postgres(url) as loader:
        yield loader


@contextmanager
def _loading_sqlite(file: str) -> Iterator[Loader]:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", f"cache_size=-{CACHE}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    yield _Sqlite(connection)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


@contextmanager
def _loading_postgres(url: URL) -> Iterator[Loader]:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        for setting in ("time zone 'UTC'", "session_replication_role = replica", "synchronous_commit = off"):
            connection.execute(f"set {setting}".encode())
        yield _Postgres(connection)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("vacuum analyze")
