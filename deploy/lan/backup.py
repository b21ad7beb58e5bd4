"""A backup of the database of this environment, taken while the server runs.

    .venv/bin/python -m deploy.lan.backup /var/backups/regulars --keep 14

It says so and ends with 1 when the copy is not whole. The key in `var/secret-key` is not in it: with both, one could
forge sessions.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from config import load_settings

ENDINGS = {"sqlite": ".sqlite3", "postgresql": ".dump"}


class NotWhole(RuntimeError):
    """A copy that could not be made, or that would not bring everything back."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Make one more backup and remove the oldest beyond those to keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=int, default=14)
    given = parser.parse_args(arguments)
    try:
        made = back_up(load_settings().database_url, given.folder, now=datetime.now(UTC))
    except NotWhole as error:
        sys.exit(f"No backup was made: {error}")
    for file in sorted(given.folder.glob(f"regulars-*{made.suffix}"))[: -max(1, given.keep)]:
        file.unlink()
    print(made)


def back_up(database_url: str, folder: Path, *, now: datetime) -> Path:
    """A whole copy of the database, in a file that appears under its name only when it is whole. Raises NotWhole."""
    url = make_url(database_url)
    kind = url.get_backend_name()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"regulars-{now:%Y%m%dT%H%M%SZ}{ENDINGS[kind]}"
    unfinished = file.with_name(f"unfinished-{file.name}")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        (_copy_sqlite if kind == "sqlite" else _dump_postgresql)(url, unfinished)
    except NotWhole:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(file)
    return file


def _copy_sqlite(url: URL, target: Path) -> None:
    try:
        there = f"{Path(url.database or '').absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(there, uri=True)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            [[said], *_more] = copy.execute("pragma integrity_check").fetchall()
    except sqlite3.Error as error:
        raise NotWhole(f"{url.database}: {error}") from error
    if said != "ok":
        raise NotWhole(said)


def _dump_postgresql(url: URL, target: Path) -> None:
    address = url.set(drivername="postgresql", password="")
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={address}"]
    secret = {"PGPASSWORD": url.password} if url.password else {}  # an argument could be read by everybody here
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotWhole(done.stderr.strip())


if __name__ == "__main__":
    main()
