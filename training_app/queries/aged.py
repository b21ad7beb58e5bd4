"""Plays with their rewinds and when they were last used: what `flask privacy run` and erasure look at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from training_app.domain.check import CHECK
from training_app.domain.progress import REWIND
from training_app.models import Enrolment, EnrolmentPass, Location, Play, PlayChoice, ScenarioVersion
from training_app.queries.enrolments import is_open


@dataclass(frozen=True, slots=True)
class PlayFamily:
    """One play that is no rewind, and its rewinds, those of rewinds first.

    `is_held` says that an enrolment rests on it. `touched_at` is when any of them was last used; `time_zone` is the
    store's, None where it has none.
    """

    id: UUID
    person_id: UUID
    location_id: UUID | None
    time_zone: str | None
    scenario_id: str
    rules_sha: str
    started_at: datetime | None
    is_finished: bool
    score: float | None
    passed: bool | None
    is_reduced: bool
    is_held: bool
    rewinds: tuple[UUID, ...]
    touched_at: datetime


def people_with_aged_plays(session: Session, *, before: datetime, after: UUID | None, most: int) -> list[UUID]:
    """The next people, by id, who have plays of before that moment with all of their answers."""
    query = select(Play.person_id).where(Play.reduced_at.is_(None), Play.mode != REWIND, Play.begun_at < before)
    if after is not None:
        query = query.where(Play.person_id > after)
    return list(session.scalars(query.distinct().order_by(Play.person_id).limit(most)))


def families_of(session: Session, *, people: Collection[UUID]) -> list[PlayFamily]:
    """All plays of these people with their rewinds; nobody else changes them until the transaction ends."""
    rows = session.execute(
        select(
            *(Play.id, Play.person_id, Play.parent_id, Play.location_id, Location.time_zone),
            *(ScenarioVersion.scenario_id, ScenarioVersion.rules_sha),
            *(Play.begun_at, Play.started_at, Play.finished_at, Play.reduced_at),
            Play.result["score"].as_float().label("score"),
            Play.result["passed"].as_boolean().label("passed"),
            _is_held().label("is_held"),
        )
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .outerjoin(Location, Location.id == Play.location_id)
        .where(Play.person_id.in_(people))
        .order_by(Play.id)
        .with_for_update(of=Play)
    ).all()
    by_id = {row.id: row for row in rows}
    said = _last_said(session, people)
    lines: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        line = _line_of(row, by_id)
        lines[line[0]].append(row.id)
    depths = {row.id: len(_line_of(row, by_id)) for row in rows}
    return [_family(by_id[root], sorted(own, key=depths.__getitem__), by_id, said) for root, own in lines.items()]


def _is_held() -> ColumnElement[bool]:
    """Whether it passed a scenario under an enrolment, or is an attempt at a check that is not settled."""
    passed = exists().where(EnrolmentPass.play_id == Play.id)
    is_unsettled = exists().where(Enrolment.id == Play.enrolment_id, is_open())
    return or_(passed, and_(Play.mode == CHECK, is_unsettled))


def _last_said(session: Session, people: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When the last choice of each play without an ending was said."""
    rows = session.execute(
        select(PlayChoice.play_id, func.max(PlayChoice.said_at))
        .join(Play, Play.id == PlayChoice.play_id)
        .where(Play.person_id.in_(people), Play.finished_at.is_(None))
        .group_by(PlayChoice.play_id)
    )
    return {row[0]: row[1] for row in rows}


def _line_of(row: Any, by_id: Mapping[UUID, Any]) -> list[UUID]:
    """From the play that is no rewind down to this one."""
    line = [row.id]
    while row.parent_id is not None:
        row = by_id[row.parent_id]
        line.insert(0, row.id)
    return line


def _family(root: Any, own: Sequence[UUID], by_id: Mapping[UUID, Any], said: Mapping[UUID, datetime]) -> PlayFamily:
    touched = [by_id[play].finished_at or said.get(play) or by_id[play].begun_at for play in own]
    return PlayFamily(
        id=root.id,
        person_id=root.person_id,
        location_id=root.location_id,
        time_zone=root.time_zone,
        scenario_id=root.scenario_id,
        rules_sha=root.rules_sha,
        started_at=root.started_at,
        is_finished=root.finished_at is not None,
        score=root.score,
        passed=root.passed,
        is_reduced=root.reduced_at is not None,
        is_held=bool(root.is_held),
        rewinds=tuple(reversed(own[1:])),
        touched_at=max(touched),
    )
