"""`flask serve`: prepare the database, then serve with gunicorn until stopped.

What there is to do is decided by what the database holds, never by a stamp in the checkout.
"""

from random import Random
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication

from config import Settings
from training_app.cli.demo import SEED
from training_app.db import Database
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.queries.people import count_people
from training_app.services.demo import PASSWORD, make_demo
from training_app.services.publishing import NotPublishable, publish_folders

THREADS = 16


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Bring the database up to date and serve."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.extensions["settings"]
    database: Database = app.extensions["database"]
    upgrade(database)
    _publish(database, settings)
    _make_demo_if_empty(database, settings)
    _greet(database, settings)
    database.dispose()
    _Server(app, settings).run()


def _publish(database: Database, settings: Settings) -> None:
    try:
        with database.writing() as session:
            published = publish_folders(session, settings.scenarios, now=now())
    except NotPublishable as error:
        raise click.ClickException(f"These errors stop the start:\n{error.message}") from error
    for version in published:
        click.echo(f"Published {version.scenario_id}, version {version.number}.")


def _make_demo_if_empty(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        if settings.may_make_demo and not count_people(session, demo=False):
            made = make_demo(session, new_id=new_id, random=Random(SEED), now=now())  # noqa: S311  (no secret)
            if made:
                click.echo(f"Made the demo workspace: {made} people.")


def _greet(database: Database, settings: Settings) -> None:
    """Say where to go and whom to sign in as."""
    with database.reading() as session:
        has_demo, has_real = (count_people(session, demo=demo) > 0 for demo in (True, False))
    click.echo(f"\n  Regulars is at {settings.public_url}\n")
    if has_demo and settings.is_private:
        click.echo(f"  Sign in as employee@example.com, manager@example.com … with “{PASSWORD}”.\n")
    elif not has_real:
        click.echo("  Nobody can sign in yet. Make the first administrator:")
        click.echo("  .venv/bin/flask --app training_app people create-admin\n")


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with this application: threads for SQLite's one process, more processes on PostgreSQL."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        host = self._settings.host
        options: dict[str, Any] = {
            "bind": f"[{host}]:{self._settings.port}" if ":" in host else f"{host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": self._settings.web_workers,
            "threads": THREADS,
            "keepalive": 15,
            "graceful_timeout": 10,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "regulars",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
