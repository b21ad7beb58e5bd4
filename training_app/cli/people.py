"""`flask people …`: the first administrator, rosters, and links to set a password."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from config import Settings
from training_app.cli.roster import import_roster
from training_app.content.checks import check_paths
from training_app.db import current_database
from training_app.domain.errors import DomainError
from training_app.migrations import upgrade
from training_app.moment import new_id, new_token, now
from training_app.services.accounts import create_administrator, make_reset_link, record_change
from training_app.services.modules import load_for_chain

people = AppGroup("people", help="Persons and their accounts.")
people.add_command(import_roster)


@people.command("create-admin")
@click.option("--name", prompt="Name")
@click.option("--email", prompt="E-mail address")
@click.option("--chain", default="Our stores", show_default=True, help="The chain's name, if it is made now.")
@click.option("--time-zone", default="UTC", show_default=True, help="The chain's time zone, if it is made now.")
@click.password_option()
@with_appcontext
def create_admin(name: str, email: str, chain: str, time_zone: str, password: str) -> None:
    """Make an administrator of the whole chain."""
    settings: Settings = current_app.extensions["settings"]
    checks = check_paths([settings.scenarios], otherwise=settings.scenarios)
    upgrade(current_database())
    try:
        with current_database().writing() as session:
            person = create_administrator(
                session,
                person_id=new_id(),
                chain_id=new_id(),
                chain_name=chain,
                time_zone=time_zone,
                name=name,
                email=email,
                password=password,
                now=now(),
            )
            record_change(
                session, event_id=new_id(), action="create-admin", subject=str(person.id), actor_id=None, now=now()
            )
            load_for_chain(session, modules=() if checks.errors else checks.modules, new_id=new_id, now=now())
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{name} can sign in as {email.strip().lower()} and is an administrator of the chain.")


@people.command("reset-link")
@click.argument("who")
@with_appcontext
def reset_link(who: str) -> None:
    """Print a single-use link with which WHO (an e-mail address or staff number) sets a password."""
    settings: Settings = current_app.extensions["settings"]
    upgrade(current_database())
    token = new_token()
    try:
        with current_database().writing() as session:
            person = make_reset_link(session, account=who, token=token, now=now())
            record_change(
                session,
                event_id=new_id(),
                action="reset-link",
                subject=str(person.id),
                actor_id=None,
                now=now(),
            )
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(settings.reset_link(token))
    click.echo("It works once, within 24 hours.", err=True)
