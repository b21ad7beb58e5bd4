"""`flask reminders run`: begins new cycles, tells people at work of what is due, and sums up the week on Mondays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import click
from flask.cli import AppGroup, with_appcontext

from training_app.cli.summaries import send_summaries
from training_app.db import Database, current_database
from training_app.mail_texts import reminder_text
from training_app.migrations import upgrade
from training_app.models.turns import Turn, take_turn
from training_app.moment import new_id, now
from training_app.queries.due import DuePerson, locations_open_now, people_to_remind
from training_app.services.reminding import QUEUED, Reminding, remind
from training_app.services.renewing import renew_cycles

LOCATIONS_AT_ONCE = 20  # so that nobody's answer waits long for a slice of letters to be written

reminders = AppGroup("reminders", help="What people are reminded of.")


@reminders.command("run")
@with_appcontext
def run() -> None:
    """Begin the cycles that are due, and remind whoever is at work and late or nearly so."""
    upgrade(current_database())
    done = run_reminders(current_database())
    click.echo(f"Begun again: {done.renewed}. Reminded: {done.reminded}. Summaries: {done.summaries}.")


@dataclass(frozen=True, slots=True)
class RemindersRun:
    """How many people began a cycle anew, got a reminder, and the week in a letter."""

    renewed: int
    reminded: int
    summaries: int


def run_reminders(database: Database) -> RemindersRun:
    """All that is to be done now; it may run as often as one likes."""
    return RemindersRun(renewed=renew_all(database), reminded=remind_all(database), summaries=send_summaries(database))


def renew_all(database: Database) -> int:
    """Begin every cycle that is due, slice by slice; gives how many people got one."""
    renewed = 0
    while True:
        with database.writing() as session:
            begun = renew_cycles(session, now=now())
        if not begun:
            return renewed
        renewed += begun


def remind_all(database: Database) -> int:
    """Queue a letter to everybody who is to be reminded now; gives how many. It ends where another node is at it."""
    with database.reading() as session:
        locations = locations_open_now(session, now=now())
    reminded = 0
    for start in range(0, len(locations), LOCATIONS_AT_ONCE):
        queued = _remind_slice(database, locations[start : start + LOCATIONS_AT_ONCE])
        if queued is None:
            break
        reminded += queued
    return reminded


def _remind_slice(database: Database, location_ids: Sequence[UUID]) -> int | None:
    """The letters are written before the transaction begins: others may write meanwhile. None if it is not our turn."""
    with database.reading() as session:
        people = people_to_remind(session, location_ids=location_ids, now=now())
    remindings = [_reminding(due) for due in people]
    if not remindings:
        return 0
    with database.writing() as session:
        if not take_turn(session, Turn.REMIND):
            return None
        outcomes = [remind(session, one, given_by=None, now=now()) for one in remindings]
    return sum(outcome in QUEUED for outcome in outcomes)


def _reminding(due: DuePerson) -> Reminding:
    text = reminder_text(due)
    return Reminding(due, new_id(), text.language, text.subject, text.body)
