"""The floor: a bare Flask application on the same server, which makes one insert and commit, or one query.

It uses the sqlite3 module directly (no SQLAlchemy), one connection a thread, the product's own pragmas, and
one write lock. With DATABASE_URL it asks that PostgreSQL instead, by psycopg. Run as `python -m benchmarks.floor`
with PORT and VAR_DIR.
"""

import os
import sqlite3
import sys
import threading
import time
from pathlib import Path

import psycopg
from flask import Flask, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue

from training_app.cli.server import Server

COMMAND = (sys.executable, "-m", "benchmarks.floor")
PAGE = "<!doctype html><title>{{ name }}</title><p>{{ name }} has made {{ count }} choices.</p>"


def floor_app(file: Path) -> Flask:
    """The bare application over this fresh database file."""
    app = Flask(__name__)
    connections = threading.local()
    write_lock = threading.Lock()

    def connection() -> sqlite3.Connection:
        if not hasattr(connections, "own"):
            connections.own = sqlite3.connect(file, isolation_level=None)
            for pragma in ("foreign_keys=ON", "synchronous=FULL", "busy_timeout=15000"):
                connections.own.execute(f"PRAGMA {pragma}")
        own: sqlite3.Connection = connections.own
        return own

    connection().execute("PRAGMA journal_mode=WAL")
    connection().execute(
        "create table choice (play text, number integer, choice text, at real, primary key (play, number))"
    )

    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.post("/plays/<play>/choices")
    def choose(play: str) -> ResponseReturnValue:
        row = (play, int(request.form["number"]), request.form["choice"], time.time())
        database = connection()
        with write_lock:
            database.execute("BEGIN IMMEDIATE")
            database.execute("insert into choice values (?, ?, ?, ?)", row)
            database.execute("COMMIT")
        return jsonify(play=play, number=row[1])

    @app.get("/plays/<play>")
    def show(play: str) -> ResponseReturnValue:
        count = connection().execute("select count(*) from choice where play = ?", (play,)).fetchone()[0]
        return render_template_string(PAGE, name=play, count=count)

    return app


def postgres_floor_app(address: str) -> Flask:
    """The page alone, over this empty PostgreSQL."""
    app = Flask(__name__)
    connections = threading.local()
    with psycopg.connect(address) as connection:
        connection.execute("create table choice (play text, number integer, primary key (play, number))")

    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get("/plays/<play>")
    def show(play: str) -> ResponseReturnValue:
        if not hasattr(connections, "own"):
            connections.own = psycopg.connect(address, autocommit=True)
        found = connections.own.execute("select count(*) from choice where play = %s", (play,)).fetchone()
        return render_template_string(PAGE, name=play, count=found[0])

    return app


def _app() -> Flask:
    address = os.environ.get("DATABASE_URL", "").replace("+psycopg", "")
    return postgres_floor_app(address) if address else floor_app(Path(os.environ["VAR_DIR"]) / "floor.sqlite3")


if __name__ == "__main__":
    app = _app()
    Server(app, host="127.0.0.1", port=int(os.environ["PORT"])).run()
