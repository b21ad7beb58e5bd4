"""The database's schema, step by step (Alembic), run by `upgrade` at every start."""

import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from training_app.db import LONGEST_WAIT, Database
from training_app.models.turns import Turn, wait_for_turn

HERE = Path(__file__).parent
BETWEEN_TRIES = 0.02  # seconds


def config_for(connection: Connection) -> Config:
    """An Alembic configuration that works on this open connection."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to this release. WAL is set here, once, before anything else writes.

    SQLite makes a table anew to change its rules; foreign keys are looked at again when something was done.
    Raises RuntimeError if any of them leads nowhere then; nothing is changed.
    """
    is_sqlite = database.engine.dialect.name == "sqlite"
    with database.writing_engine.connect() as connection:
        if is_sqlite:
            _write_ahead(connection)
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                wait_for_turn(connection, Turn.MIGRATE)
                before = _revision(connection)
                command.upgrade(config_for(connection), "head")
                is_to_check = is_sqlite and _revision(connection) != before  # it takes minutes where a lot is kept
                if is_to_check and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("the database has rows that lead nowhere; restore its backup")
        finally:
            if is_sqlite:
                _pragma(connection, "foreign_keys=ON")


def _revision(connection: Connection) -> str | None:
    """The step at which the schema is; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def _write_ahead(connection: Connection) -> None:
    """Switch to WAL. While another node does the same SQLite refuses at once instead of waiting: asked again."""
    last = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return _pragma(connection, "journal_mode=WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(BETWEEN_TRIES)


def _pragma(connection: Connection, pragma: str) -> None:
    """Set what can be set outside of a transaction only."""
    connection.connection.cursor().execute(f"PRAGMA {pragma}")
