"""`flask scenarios …`: check, load, new, export, schema. Exit 0 is well, 1 errors found, 2 could not run."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from config import Settings
from training_app.cli.figures import print_figures, progress
from training_app.content.checks import Checks, check_paths
from training_app.content.code_page import FILE_NAME as CODE_PAGE
from training_app.content.code_page import code_page
from training_app.content.export import exported_files
from training_app.content.field_types import is_id
from training_app.content.folder import FILE_NAME
from training_app.content.schema import schema_files
from training_app.content.starting import starting_text
from training_app.content.version import content_from_canonical
from training_app.db import current_database
from training_app.domain.errors import DomainError
from training_app.migrations import upgrade
from training_app.moment import new_id, now
from training_app.queries.versions import content_of, latest_version
from training_app.services.modules import load_for_chain
from training_app.services.publishing import publish

scenarios = AppGroup("scenarios", help="Role-plays as files: check them, publish them, write them.")

PATHS = click.argument("paths", metavar="[PATH …]", nargs=-1, type=click.Path(exists=True, path_type=Path))
FOLDER = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))


class CouldNotRun(click.ClickException):
    """There was nothing to say about the scenarios themselves."""

    exit_code = 2


@scenarios.command("check")
@PATHS
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with findings and figures.")
@click.pass_context
@with_appcontext
def check(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check scenario folders (default: all), without a database.

    Prints one finding a line. Exits with 1 if there is an error, 0 with warnings only, 2 if it could not run.
    """
    checks = _checks(paths)
    if as_json:
        click.echo(json.dumps(_as_json(checks), ensure_ascii=False, indent=2))
    else:
        for finding in checks.findings:
            click.echo(str(finding))
        if sys.stderr.isatty():
            print_figures(checks)
    context.exit(1 if checks.errors else 0)


@scenarios.command("load")
@PATHS
@click.pass_context
@with_appcontext
def load(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Publish what is new or changed (default: of all) as a new version; nothing if any has an error."""
    checks = _checks(paths)
    if checks.errors:
        for finding in checks.errors:
            click.echo(str(finding), err=True)
        click.echo("Nothing was published. Correct the errors first.", err=True)
        context.exit(1)
    upgrade(current_database())
    with current_database().writing() as session:
        published = publish(session, checks.reports.values(), now=now())
        modules = load_for_chain(session, modules=checks.modules, new_id=new_id, now=now())
    for version in published:
        click.echo(f"Published {version.scenario_id}, version {version.number}.")
    for key in modules:
        click.echo(f"Added the module {key}.")
    if not published and not modules:
        click.echo("Nothing is new.")


@scenarios.command("new")
@click.argument("scenario_id", metavar="ID")
@FOLDER
@with_appcontext
def new(scenario_id: str, folder: Path | None) -> None:
    """Make the folder ID with a small complete scenario to start from, in DIR (default: with all others)."""
    if not is_id(scenario_id):
        raise click.BadParameter(
            "use small letters, digits and single hyphens, beginning with a letter", None, None, "ID"
        )
    _write((folder or _default_folder()) / scenario_id, {FILE_NAME: starting_text(scenario_id)})


@scenarios.command("export")
@click.argument("scenario_id", metavar="ID")
@FOLDER
@with_appcontext
def export(scenario_id: str, folder: Path | None) -> None:
    """Write the newest published version of the scenario ID to the folder ID in DIR (default: with all others)."""
    upgrade(current_database())
    try:
        with current_database().reading() as session:
            version = latest_version(session, scenario_id)
            content = content_from_canonical(content_of(session, version.id))
    except DomainError as error:
        raise click.ClickException(error.message) from error
    _write((folder or _default_folder()) / content.scenario.id, exported_files(content))


@scenarios.command("schema")
@FOLDER
@with_appcontext
def schema(folder: Path | None) -> None:
    """Write the JSON Schemas for editors, and the page of all codes, to DIR (default: with all scenarios)."""
    folder = folder or _default_folder()
    for name, text in {**schema_files(), CODE_PAGE: code_page()}.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"Wrote {folder / name}.")


def _checks(paths: Sequence[Path]) -> Checks:
    default = _default_folder()
    try:
        return check_paths(paths or [default], otherwise=default, watch=progress)
    except OSError as error:
        raise CouldNotRun(f"{error.filename}: {error.strerror}.") from error


def _default_folder() -> Path:
    """The folder of all scenarios, as one would type it here."""
    settings: Settings = current_app.extensions["settings"]
    here = Path.cwd()
    return settings.scenarios.relative_to(here) if settings.scenarios.is_relative_to(here) else settings.scenarios


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write files into a new folder; one that is there already is never touched."""
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise click.ClickException(f"{folder} is there already. Choose another place, or delete it first.") from error
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written ({error.strerror}).") from error
    click.echo(f"Wrote {', '.join(str(folder / name) for name in files)}.")


def _as_json(checks: Checks) -> dict[str, object]:
    return {
        "errors": len(checks.errors),
        "warnings": len(checks.findings) - len(checks.errors),
        "findings": [
            {**asdict(finding), "severity": "error" if finding.is_error else "warning"} for finding in checks.findings
        ],
        "figures": {
            folder.resolve().name: asdict(report.figures)
            for folder, report in checks.reports.items()
            if report.figures is not None
        },
    }
