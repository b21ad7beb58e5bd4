"""Publishing: what is new or changed becomes a new version; what is not stays as it is."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from training_app.content.check import check_folder
from training_app.content.fault import Fault
from training_app.content.principles import load_principles
from training_app.content.version import Content, canonical, rules_sha, sha256
from training_app.domain.errors import Invalid, NotFound
from training_app.domain.friend_path import friend_path
from training_app.models import ScenarioRecord, ScenarioVersion
from training_app.queries.versions import PublishedVersion, latest_version


class Unpublishable(Invalid):
    """Files have errors, which `faults` names; nothing was published."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("scenario-errors", f"{len(self.faults)} errors stop publishing.")


def scenario_folders(folder: Path) -> list[Path]:
    """The folders of scenarios below this one, by name."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def publish_folders(
    session: Session, folders: Iterable[Path], *, principles: Path, now: datetime
) -> list[PublishedVersion]:
    """Publish what is new or changed in these folders, all or nothing; gives the versions made.

    `principles` is the folder that holds `principles.yaml`. Raises Unpublishable with the errors of all folders.
    """
    known = load_principles(principles).ids
    reports = [check_folder(path, principles=known) for path in folders]
    errors = [finding for report in reports for finding in report.findings if finding.is_error]
    if errors:
        raise Unpublishable(errors)
    published = (publish(session, report.content, now=now) for report in reports if report.content)
    return [version for version in published if version is not None]


def publish(session: Session, content: Content, *, now: datetime) -> PublishedVersion | None:
    """Publish one checked content as the next version; None when the newest version is this already."""
    scenario_id = content.scenario.id
    newest = _newest(session, scenario_id)
    if newest is not None and newest.sha256 == sha256(content):
        return None
    if newest is None:
        session.add(ScenarioRecord(id=scenario_id, created_at=now))
        session.flush()
    path = friend_path(content.scenario) if content.scenario.is_graded else None
    version = ScenarioVersion(
        scenario_id=scenario_id,
        number=newest.number + 1 if newest else 1,
        content=canonical(content),
        sha256=sha256(content),
        rules_sha=rules_sha(content),
        friend_decisions=path.decisions if path else None,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return latest_version(session, scenario_id)


def _newest(session: Session, scenario_id: str) -> PublishedVersion | None:
    try:
        return latest_version(session, scenario_id)
    except NotFound:
        return None
