"""`flask demo`: the demo workspace."""

from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Settings
from training_app.db import current_database
from training_app.domain.errors import DomainError
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.services.demo import make_demo
from training_app.services.publishing import checked, publish

SEED = 2002


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Fill an empty database with the scenarios and the demo workspace."""
    settings: Settings = current_app.extensions["settings"]
    upgrade(current_database())
    try:
        checks = checked(settings.scenarios)
        random = Random(SEED)  # noqa: S311  (no secret)
        with current_database().writing() as session:
            publish(session, checks.reports.values(), now=now())
            made = make_demo(session, modules=checks.modules, new_id=new_id, random=random, now=now())
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"The demo workspace is ready: {made} people." if made else "The demo workspace is there already.")
