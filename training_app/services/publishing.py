"""Publishing: what is new or changed in the scenario folders becomes a new version; a version never changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.content.check import Report
from training_app.content.checks import Checks, check_paths
from training_app.content.fault import Fault
from training_app.content.version import canonical, rules_sha, sha256
from training_app.domain.errors import Invalid
from training_app.models import ScenarioRecord, ScenarioVersion
from training_app.models.upsert import insert_into


class NotPublishable(Invalid):
    """The check found errors; nothing was published. `findings` are those errors."""

    def __init__(self, findings: Iterable[Fault]) -> None:
        self.findings = tuple(findings)
        super().__init__("not-publishable", "\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that was published just now; numbers begin at 1."""

    scenario_id: str
    number: int


def publish_folders(session: Session, folder: Path, *, now: datetime) -> list[NewVersion]:
    """Publish every scenario of a folder that is new or changed. Raises NotPublishable if any has an error."""
    return publish(session, checked(folder).reports.values(), now=now)


def checked(folder: Path) -> Checks:
    """The scenarios and modules of a folder. Raises NotPublishable if any has an error."""
    checks = check_paths([folder], otherwise=folder)
    if checks.errors:
        raise NotPublishable(checks.errors)
    return checks


def publish(session: Session, reports: Iterable[Report], *, now: datetime) -> list[NewVersion]:
    """Publish what is new or changed among checked scenarios. Raises NotPublishable at one with errors."""
    return [version for report in reports if (version := _publish(session, report, now)) is not None]


def _publish(session: Session, report: Report, now: datetime) -> NewVersion | None:
    content = report.content
    if content is None or report.figures is None:
        raise NotPublishable(finding for finding in report.findings if finding.is_error)
    scenario_id = content.scenario.id
    newest = _newest(session, scenario_id, now)
    digest = sha256(content)
    if newest is not None and newest.sha256 == digest:
        return None
    path = report.figures.friend_path
    number = newest.number + 1 if newest else 1
    version = ScenarioVersion(
        scenario_id=scenario_id,
        number=number,
        content=canonical(content),
        sha256=digest,
        rules_sha=rules_sha(content),
        friend_decisions=path.decisions if path else None,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return NewVersion(scenario_id, number)


def _newest(session: Session, scenario_id: str, now: datetime) -> ScenarioVersion | None:
    """The newest version, with the scenario's row locked so that two who publish at once take turns.

    Plays and modules that come to refer to the scenario at that moment wait for nobody, nor does anybody for them.
    """
    record = insert_into(session, ScenarioRecord).values(id=scenario_id, created_at=now)
    session.execute(record.on_conflict_do_nothing())
    session.execute(select(ScenarioRecord.id).where(ScenarioRecord.id == scenario_id).with_for_update(key_share=True))
    return session.scalars(
        select(ScenarioVersion)
        .where(ScenarioVersion.scenario_id == scenario_id)
        .order_by(ScenarioVersion.number.desc())
        .limit(1)
    ).first()
