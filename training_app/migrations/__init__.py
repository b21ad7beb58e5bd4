"""The database's schema, step by step (Alembic), run by `upgrade` at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from training_app.db import Database

HERE = Path(__file__).parent
# Any fixed number: it keeps two nodes that start together from migrating at once.
POSTGRES_LOCK = 7_202_611


def config_for(connection: Connection) -> Config:
    """An Alembic configuration that works on this open connection."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to this release. WAL is set here, once, before anything else writes."""
    if database.engine.dialect.name == "sqlite":
        raw = database.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()
    with database.writer() as session, session.begin():
        connection = session.connection()
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
        command.upgrade(config_for(connection), "head")
