"""The database: Base with constraint naming, the engine, and sessions.

SQLite: WAL, foreign keys, synchronous FULL. Writing transactions begin with BEGIN IMMEDIATE and wait
for each other on one lock of the process: its own busy handler sleeps, which made the slowest one
write in a hundred ten times slower. PostgreSQL needs none of this and runs the same code; what only
reads begins no transaction there, for at its usual isolation every statement sees the newest anyway.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from flask import current_app, g, request
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, exc
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SQLITE_CONNECTIONS = 32
LONGEST_WAIT = 15.0  # seconds: for the turn to write, and again for another process that writes
LONGEST_REST = 60.0  # seconds after which a connection is asked whether it is still there
# What is asked at every request runs on a bare connection: a session takes half as long again.
Transaction = Session | Connection


class Base(DeclarativeBase):
    """The base of all tables; every constraint has a name that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One pool of connections, taken by `engine` to read and by `writing_engine` to write, and their sessions."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if is_sqlite else _postgres_engine(url)
        level: dict[str, Any] = {} if is_sqlite else {"isolation_level": "READ COMMITTED"}
        self.writing_engine = self.engine.execution_options(writes=True, **level)

    def reader(self) -> Session:
        """A session that only reads. The caller closes it."""
        return Session(self.engine)

    def writer(self) -> Session:
        """A session whose transaction may write. The caller commits and closes it."""
        return Session(self.writing_engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short read of its own, beside the request's session."""
        with self.reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A writing transaction of its own: committed at the end, rolled back on an error."""
        with self.writer() as session, session.begin():
            yield session

    @contextmanager
    def recording(self) -> Iterator[Connection]:
        """The same on a bare connection, for what is written all day long."""
        with self.writing_engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def current_database() -> Database:
    """The database of the running application."""
    database: Database = current_app.extensions["database"]
    return database


def current_session() -> Session:
    """The request's session; it may write unless the request's method is a safe one."""
    if request.method in SAFE_METHODS:
        return current_reader()
    if "session" not in g:
        close_session()  # a request never holds two connections
        g.session = current_database().writer()
    session: Session = g.session
    return session


def current_reader() -> Session:
    """The request's session for what is read before anything is written, while others may write."""
    transaction = current_transaction()
    if isinstance(transaction, Session):
        return transaction
    if "reader" not in g:
        g.reader = Session(transaction)
    session: Session = g.reader
    return session


def current_transaction() -> Transaction:
    """The same for queries that need no session: the bare connection, unless there is a session that may write."""
    if "session" not in g and "connection" not in g:
        g.connection = current_database().engine.connect()
    transaction: Transaction = g.session if "session" in g else g.connection
    return transaction


@contextmanager
def recording() -> Iterator[Connection]:
    """A writing transaction of the request on a bare connection: committed at the end, rolled back on an error."""
    close_session()
    with current_database().recording() as connection:
        yield connection


def close_session(_error: BaseException | None = None) -> None:
    """End what the request has open; what was not committed is rolled back."""
    for name in ("session", "reader", "connection"):
        transaction: Transaction | None = g.pop(name, None)
        if transaction is not None:
            transaction.close()


def _postgres_engine(url: str) -> Engine:
    # Last in, first out: the statements that the server has prepared are those of the connection.
    engine = create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_use_lifo=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )

    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def checkout(connection: Any, entry: ConnectionPoolEntry, _taken: Any) -> None:
        try:
            if _has_news(connection) or time.monotonic() - entry.info.get("rests_since", 0) > LONGEST_REST:
                engine.dialect.do_ping(connection)
        except psycopg.Error as gone:
            raise exc.DisconnectionError("the connection is gone") from gone  # the pool makes a new one

    return engine


def _has_news(connection: psycopg.Connection) -> bool:
    """Whether the server said something unasked, mostly that it ends; to look costs no way to the server and back."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _sqlite_engine(url: str) -> Engine:
    # Last in, first out: whoever wrote last still has the pages that changed in its cache.
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=SQLITE_CONNECTIONS,
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={"timeout": LONGEST_WAIT},
    )
    write_lock = threading.Lock()

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("random_uuid", 0, lambda: uuid4().hex)  # as SQLAlchemy keeps an id

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes"):
            connection.connection.cursor().execute("BEGIN")  # it cannot fail, and the short way takes a fifth
            return
        if not write_lock.acquire(timeout=LONGEST_WAIT):
            raise exc.TimeoutError("those before this one wrote for too long")
        connection.info["holds_write_lock"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    # The connection goes back to the pool when its transaction has ended, in success or failure.
    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop("holds_write_lock", False):
            write_lock.release()

    return engine
