"""Published versions of scenarios."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from training_app.db import Transaction
from training_app.domain.errors import NotFound
from training_app.models import ScenarioVersion
from training_app.models.types import table_of

LARGEST_NUMBER = 2**31 - 1  # that the column holds


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version without its content, which is read by `content_of` and kept by its SHA-256."""

    id: int
    scenario_id: str
    number: int
    sha256: str
    rules_sha: str
    friend_decisions: int | None
    published_at: datetime


VERSION_COLUMNS = tuple(
    table_of(ScenarioVersion).c[name]
    for name in ("id", "scenario_id", "number", "sha256", "rules_sha", "friend_decisions", "published_at")
)


_VERSION = table_of(ScenarioVersion)
_NUMBERED = select(*VERSION_COLUMNS).where(
    tuple_(_VERSION.c.scenario_id, _VERSION.c.number).in_(bindparam("named", expanding=True))
)


def latest_versions(session: Session) -> list[PublishedVersion]:
    """The newest version of every scenario, in the order of their ids."""
    newest = (
        select(ScenarioVersion.scenario_id, func.max(ScenarioVersion.number).label("number"))
        .group_by(ScenarioVersion.scenario_id)
        .subquery()
    )
    rows = session.execute(
        select(*VERSION_COLUMNS)
        .join(
            newest,
            (ScenarioVersion.scenario_id == newest.c.scenario_id) & (ScenarioVersion.number == newest.c.number),
        )
        .order_by(ScenarioVersion.scenario_id)
    )
    return [PublishedVersion(*row) for row in rows]


def latest_version(session: Session, scenario_id: str) -> PublishedVersion:
    """The newest version of one scenario. Raises NotFound."""
    row = session.execute(
        select(*VERSION_COLUMNS)
        .where(ScenarioVersion.scenario_id == scenario_id)
        .order_by(ScenarioVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound(f"There is no scenario “{scenario_id}”.")
    return PublishedVersion(*row)


def version_numbered(session: Session, scenario_id: str, number: int) -> PublishedVersion:
    """One version of one scenario, the newest or not. Raises NotFound."""
    row = None
    if number <= LARGEST_NUMBER:
        row = session.execute(
            select(*VERSION_COLUMNS).where(ScenarioVersion.scenario_id == scenario_id, ScenarioVersion.number == number)
        ).first()
    if row is None:
        raise NotFound(f"There is no version {number} of a scenario “{scenario_id}”.")
    return PublishedVersion(*row)


def versions_named(
    transaction: Transaction, named: Collection[tuple[str, int]]
) -> dict[tuple[str, int], PublishedVersion]:
    """Those of these versions, by scenario and number, that were published."""
    can_be = [(scenario_id, number) for scenario_id, number in named if number <= LARGEST_NUMBER]
    rows = transaction.execute(_NUMBERED, {"named": can_be}) if can_be else ()
    versions = [PublishedVersion(*row) for row in rows]
    return {(version.scenario_id, version.number): version for version in versions}


def content_of(session: Session, version_id: int) -> str:
    """The canonical JSON of a version that is known to exist."""
    return session.scalars(select(ScenarioVersion.content).where(ScenarioVersion.id == version_id)).one()
