"""One person as those who lead them see them: enrolments with their states, and what they played as far as it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.enrolment import State
from training_app.domain.levels import Level
from training_app.domain.progress import REWIND
from training_app.models import Enrolment, Location, Module, Play, ScenarioVersion
from training_app.models.types import table_of
from training_app.queries.enrolment_state import state_column, today_at, today_in
from training_app.queries.team_tries import NOTHING, Outcome, outcomes
from training_app.queries.versions import VERSION_COLUMNS, PublishedVersion

MOST_PLAYS = 20


@dataclass(frozen=True, slots=True)
class PersonEnrolment:
    """One enrolment of the person. `titles` are the module's by language; `today` is the day at their store."""

    id: UUID
    titles: Mapping[str, str]
    mode: str
    state: State
    today: date
    due_on: date
    passed_on: date | None
    attempts: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AnsweredPlay:
    """One finished play with its first answers, each a scene, a choice and its grade."""

    id: UUID
    mode: str
    finished_at: datetime
    score: float | None
    answers: tuple[tuple[str, str, str], ...]
    version: PublishedVersion


def person_enrolments(session: Session, *, person_id: UUID, level: Level, now: datetime) -> list[PersonEnrolment]:
    """All enrolments of the person, also those that were withdrawn, the one assigned last first."""
    tried = outcomes(session, of=Enrolment.person_id == person_id, level=level)
    zones = session.scalars(
        select(Location.time_zone).where(
            Location.id.in_(select(Enrolment.location_id).where(Enrolment.person_id == person_id))
        )
    )
    days = today_in(set(zones), now=now)
    columns: tuple[Any, ...] = (
        Enrolment.id,
        Module.titles,
        Module.mode,
        state_column(today_at(days)),
        Location.time_zone,
        Enrolment.due_on,
        Enrolment.passed_on,
        Enrolment.attempts,
    )
    rows = session.execute(
        select(*columns)
        .select_from(Enrolment)
        .join(Module, Module.id == Enrolment.module_id)
        .join(Location, Location.id == Enrolment.location_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.assigned_at.desc(), Enrolment.cycle.desc(), Enrolment.id)
    )
    return [
        PersonEnrolment(
            one, titles, mode, State(state), days[zone], due_on, passed_on, attempts, tried.get(one, NOTHING)
        )
        for one, titles, mode, state, zone, due_on, passed_on, attempts in rows
    ]


def answered_plays(session: Session, *, person_id: UUID) -> list[AnsweredPlay]:
    """The person's last finished plays whose answers are kept, the newest first; rewinds are not among them."""
    play = table_of(Play)
    rows = session.execute(
        select(play.c.id, play.c.mode, play.c.finished_at, play.c.result, play.c.answers, *VERSION_COLUMNS)
        .join(table_of(ScenarioVersion))
        .where(play.c.person_id == person_id, play.c.mode != REWIND, play.c.answers.is_not(None))
        .order_by(play.c.finished_at.desc(), play.c.id)
        .limit(MOST_PLAYS)
    )
    return [_answered(tuple(row)) for row in rows]


def _answered(row: tuple[Any, ...]) -> AnsweredPlay:
    play, mode, finished_at, result, answers, *version = row
    given = tuple((scene, choice, grade) for scene, choice, grade in answers)
    return AnsweredPlay(play, mode, finished_at, result["score"], given, PublishedVersion(*version))
