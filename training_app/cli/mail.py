"""`flask mail send`: hands over the letters whose time has come."""

import threading
from dataclasses import dataclass, field

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from config import Settings
from training_app.db import Database, current_database
from training_app.migrations import upgrade
from training_app.moment import now
from training_app.queries.mail import count_waiting
from training_app.services.letters import Letter, clear_queue, record_fault, record_sent, take_letter
from training_app.services.sending import NotDelivered, PostOffice

MOST_FAULTS = 3  # in a row; the others wait for the next round, which is in a minute

mail = AppGroup("mail", help="The letters that wait to be sent.")


@dataclass(slots=True)
class Round:
    """What became of the letters of one round; `faults` are those since the last one that went out."""

    sent: int = 0
    failed: int = 0
    faults: list[str] = field(default_factory=list)
    is_server_out_of_reach: bool = False


@mail.command("send")
@with_appcontext
def send() -> None:
    """Hand all letters whose time has come to the mail server of MAIL_URL."""
    settings: Settings = current_app.extensions["settings"]
    upgrade(current_database())
    done = send_letters(current_database(), settings)
    if done is None:
        with current_database().reading() as session:
            waiting = count_waiting(session)
        click.echo(f"MAIL_URL is not set, so nothing was sent. Letters kept: {waiting}.")
        return
    click.echo(f"Sent: {done.sent}. Not sent: {done.failed}.")
    for fault in done.faults:
        click.echo(f"  {fault}", err=True)
    if done.is_server_out_of_reach:
        raise click.ClickException("The mail server cannot be used; the letters wait for the next round.")


def send_letters(database: Database, settings: Settings, *, is_over: threading.Event | None = None) -> Round | None:
    """One round: letter by letter, each kept as sent before the next. None where there is no mail server.

    It ends early when the server is out of reach, or `is_over` is set.
    """
    with database.writing() as session:
        clear_queue(session, now=now())
    if settings.mail is None:
        return None
    done = Round()
    with PostOffice(settings.mail, settings_url=f"{settings.public_url}/settings") as office:
        while not done.is_server_out_of_reach and len(done.faults) < MOST_FAULTS:
            if is_over is not None and is_over.is_set():
                break
            with database.writing() as session:
                letter = take_letter(session, now=now())
            if letter is None:
                break
            if isinstance(letter, Letter):
                _hand_over(database, office, letter, done)
    return done


def _hand_over(database: Database, office: PostOffice, letter: Letter, done: Round) -> None:
    try:
        office.deliver(letter, now=now())
    except NotDelivered as error:
        done.failed += 1
        done.is_server_out_of_reach = error.is_servers
        if not error.is_permanent:
            done.faults.append(error.fault)
        with database.writing() as session:
            record_fault(session, letter_id=letter.id, fault=error.fault, is_permanent=error.is_permanent, now=now())
        return
    with database.writing() as session:
        record_sent(session, letter_id=letter.id, now=now())
    done.sent += 1
    done.faults.clear()
