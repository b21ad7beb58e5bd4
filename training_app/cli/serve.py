"""`flask serve`: prepare the database, then serve with gunicorn until stopped.

What there is to do is decided by what the database holds, never by a stamp in the checkout.
"""

from collections.abc import Sequence
from random import Random

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from config import Settings
from training_app.cli.demo import SEED
from training_app.cli.server import Server
from training_app.db import Database
from training_app.domain.modules import BuiltInModule
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.queries.people import count_people
from training_app.services.demo import PASSWORD, make_demo
from training_app.services.modules import load_for_chain
from training_app.services.publishing import NotPublishable, checked, publish


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Bring the database up to date and serve."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.extensions["settings"]
    database: Database = app.extensions["database"]
    upgrade(database)
    modules = _publish(database, settings)
    _make_demo_if_empty(database, settings, modules)
    _greet(database, settings)
    database.dispose()
    Server(app, host=settings.host, port=settings.port, workers=settings.web_workers).run()


def _publish(database: Database, settings: Settings) -> Sequence[BuiltInModule]:
    """Publish what is new, and give the modules that stand beside the scenarios."""
    try:
        checks = checked(settings.scenarios)
        with database.writing() as session:
            published = publish(session, checks.reports.values(), now=now())
            load_for_chain(session, modules=checks.modules, new_id=new_id, now=now())
    except NotPublishable as error:
        raise click.ClickException(f"These errors stop the start:\n{error.message}") from error
    for version in published:
        click.echo(f"Published {version.scenario_id}, version {version.number}.")
    return checks.modules


def _make_demo_if_empty(database: Database, settings: Settings, modules: Sequence[BuiltInModule]) -> None:
    with database.writing() as session:
        if settings.may_make_demo and not count_people(session, demo=False):
            random = Random(SEED)  # noqa: S311  (no secret)
            made = make_demo(session, modules=modules, new_id=new_id, random=random, now=now())
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
