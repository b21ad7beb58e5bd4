"""`flask people import`: a roster into the database, all or nothing, or its good rows only."""

from collections import Counter
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import track
from sqlalchemy.orm import Session

from training_app.cli.roster_words import line_of
from training_app.content.fault import one_line
from training_app.content.roster_file import MOST_BYTES, RosterFile, read_roster
from training_app.db import current_database
from training_app.domain.errors import DomainError
from training_app.domain.roster import plain
from training_app.domain.rostering import PlannedRow, doubles_in
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.queries.people import count_people
from training_app.queries.roster import everywhere, plan
from training_app.services.report_counts import refresh_counts
from training_app.services.roster import SLICE, Import, take_in
from training_app.services.roster_uploads import record_import

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class BadRows(click.ClickException):
    """Nothing was written."""


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--partial", is_flag=True, help="Take the good rows, and name the others.")
@with_appcontext
def import_roster(file: Path, dry_run: bool, partial: bool) -> None:
    """Add and change people by a roster: a CSV file or an Excel workbook.

    Its columns are staff_number, name, role and store, and email and language if you like. Without --partial it is
    all or nothing. Nobody is ever removed.
    """
    try:
        roster = read_roster(_content(file))
    except DomainError as error:
        raise click.ClickException(f"{file}: {error.message}") from error
    click.echo(f"{file}: {len(roster.rows)} rows{_how_read(roster)}.", err=True)
    upgrade(current_database())
    with current_database().writing() as session:
        planned = plan(session, roster.rows, scope=everywhere(session), doubles=doubles_in(roster.rows))
        bad = [row for row in planned if row.kind == "bad"]
        for row in bad:
            click.echo(one_line(f"{file}:{row.row.number}: {line_of(row)}"), err=True)
        if not dry_run and (partial or not bad):
            is_demo = count_people(session, demo=True) > 0 and count_people(session, demo=False) == 0
            _take(session, planned, Import(new_id(), None, new_id, now(), is_demo))
    counts = Counter(row.kind for row in planned)
    words = f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged, {len(bad)} bad"
    if bad and not partial:
        raise BadRows(f"{words}. Nothing was imported: correct the rows above, or use --partial.")
    click.echo(f"{words}.{' Nothing was imported: this was a dry run.' if dry_run else ''}")


def _content(file: Path) -> bytes:
    """One byte more than is allowed at most, so that a file that is too large is seen."""
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _how_read(roster: RosterFile) -> str:
    if roster.sheet is not None:
        return f", from the sheet “{roster.sheet}”"
    delimiter = {",": "commas", ";": "semicolons", "\t": "tabs"}.get(roster.delimiter or "", "")
    return f", {roster.encoding}, with {delimiter}"


def _take(session: Session, planned: list[PlannedRow], taking: Import) -> None:
    """All of it in one transaction, store by store, behind a bar if this is a terminal."""
    rows = sorted(planned, key=lambda row: plain(row.row.store))
    counts: Counter[str] = Counter()
    touched: set[UUID] = set()
    console = Console(stderr=True)
    starts = range(0, len(rows), SLICE)
    for start in track(starts, "Importing", console=console, transient=True, disable=not console.is_terminal):
        counts += take_in(session, rows[start : start + SLICE], taking, touched)
    refresh_counts(session, location_ids=touched)
    record_import(session, taking, counts=dict(counts), event_id=new_id())
