"""The database's schema, step by step (Alembic), run by `upgrade` at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from training_app.db import Database
from training_app.models.turns import Turn, wait_for_turn

HERE = Path(__file__).parent


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
        wait_for_turn(connection, Turn.MIGRATE)
        command.upgrade(config_for(connection), "head")
