"""`flask reports …`: what reports read in place of single rows is made anew."""

import click
from flask.cli import AppGroup, with_appcontext

from training_app.content.cache import ContentCache
from training_app.db import Database, current_database
from training_app.migrations import upgrade
from training_app.services.answers import fill_answers
from training_app.services.report_counts import refresh_counts

PLAYS_AT_ONCE = 500  # others wait for a slice to be written, so that it takes a fraction of a second

reports = AppGroup("reports", help="The counts behind the reports.")


@reports.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Count everything anew from the enrolments, and fill in the answers of plays that lack them.

    It can be run at any time; nothing is lost by it, and a second run changes nothing.
    """
    database = current_database()
    upgrade(database)
    filled = _fill(database)
    with database.writing() as session:
        refresh_counts(session)
    click.echo(f"Counted anew. {filled} plays got their answers.")


def _fill(database: Database) -> int:
    """Slice after slice, each kept by itself."""
    contents, done, last = ContentCache(), 0, None
    while True:
        with database.writing() as session:
            filled = fill_answers(session, contents=contents, after=last, most=PLAYS_AT_ONCE)
        done, last = done + filled.done, filled.last
        if last is None:
            return done
