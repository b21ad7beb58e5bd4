"""`flask privacy …`: what has had its time is reduced or forgotten."""

import threading

import click
from flask.cli import AppGroup, with_appcontext

from training_app.db import Database, current_database
from training_app.domain.retention import kept_since
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.queries.workspace import workspace_settings
from training_app.services.accounts import record_change
from training_app.services.letting_go import forget_what_is_done
from training_app.services.privacy import reduce_plays

PEOPLE_AT_ONCE = 50  # others wait for a slice to be written, so that it takes a fraction of a second

privacy = AppGroup("privacy", help="What is kept about people, and for how long.")


@privacy.command("run")
@with_appcontext
def run() -> None:
    """Reduce plays whose time is over to counts, and forget letters and links that have done their work.

    It can be stopped at any moment; the next run goes on.
    """
    upgrade(current_database())
    reduced, counted = run_privacy(current_database())
    click.echo(f"{reduced} plays keep their result alone, {counted} became counts.")


def run_privacy(database: Database, *, is_over: threading.Event | None = None) -> tuple[int, int]:
    """All that is to go now; gives how many plays keep their result alone, and how many became counts.

    It ends early when `is_over` is set.
    """
    reduced, counted = _reduce(database, is_over)
    with database.writing() as session:
        forget_what_is_done(session, now=now())
        if reduced or counted:
            record_change(
                session,
                event_id=new_id(),
                action="reduce-plays",
                subject="workspace",
                actor_id=None,
                now=now(),
                details={"reduced": reduced, "counted": counted},
            )
    return reduced, counted


def _reduce(database: Database, is_over: threading.Event | None) -> tuple[int, int]:
    """Slice after slice, each kept by itself."""
    with database.reading() as session:
        months = workspace_settings(session).keep_months
    before = kept_since(now(), months=months)
    reduced = counted = 0
    last = None
    while is_over is None or not is_over.is_set():
        with database.writing() as session:
            slice_ = reduce_plays(session, before=before, after=last, most=PEOPLE_AT_ONCE, now=now())
        reduced, counted, last = reduced + slice_.reduced, counted + slice_.counted, slice_.last
        if last is None:
            break
    return reduced, counted
