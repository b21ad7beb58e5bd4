"""What was played under enrolments, as far as managers see it: versions that were passed, first and best scores."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, null, select, union_all
from sqlalchemy.orm import Session

from training_app.domain.levels import Level
from training_app.domain.progress import REWIND
from training_app.models import Enrolment, EnrolmentPass, Play, ScenarioVersion


class Outcome(NamedTuple):
    """The versions that were passed, by scenario id, and the means over the scenarios of first and best scores (0-1),
    None unless managers see them.
    """

    first_score: float | None = None
    best_score: float | None = None
    versions: tuple[tuple[str, int], ...] = ()


NOTHING = Outcome()


class _Try(NamedTuple):
    """One finished play under an enrolment; `is_pass` says that it is the one that passed its scenario."""

    enrolment: UUID
    scenario: str
    version: int
    at: datetime
    score: float | None
    is_pass: bool


def outcomes(session: Session, *, of: ColumnElement[bool], level: Level) -> Mapping[UUID, Outcome]:
    """The outcome of each enrolment for which the condition holds and under which something was finished."""
    score = Play.result["score"].as_float() if level.shows_scores else null()
    columns = (ScenarioVersion.scenario_id, ScenarioVersion.number, Play.finished_at, score)
    passed = _played(select(EnrolmentPass.enrolment_id, *columns, literal(True)), of)
    passed = passed.join(EnrolmentPass, EnrolmentPass.play_id == Play.id)
    passed = passed.join(Enrolment, Enrolment.id == EnrolmentPass.enrolment_id)
    query: Any = passed
    if level.shows_scores:
        tried = _played(select(Play.enrolment_id, *columns, literal(False)), of)
        tried = tried.join(Enrolment, Enrolment.id == Play.enrolment_id)
        query = union_all(passed, tried.where(Play.finished_at.is_not(None), Play.mode != REWIND))
    found: dict[UUID, list[_Try]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(_Try(*row))
    return {enrolment: _outcome(sorted(tries, key=lambda one: one.at)) for enrolment, tries in found.items()}


def _played(query: Select[Any], of: ColumnElement[bool]) -> Select[Any]:
    return query.select_from(Play).join(ScenarioVersion, ScenarioVersion.id == Play.version_id).where(of)


def _outcome(tries: Sequence[_Try]) -> Outcome:
    versions = tuple((one.scenario, one.version) for one in tries if one.is_pass)
    scores: dict[str, list[float]] = defaultdict(list)
    for one in tries:
        if one.score is not None:
            scores[one.scenario].append(one.score)
    if not scores:
        return Outcome(versions=versions)
    firsts, bests = (own[0] for own in scores.values()), (max(own) for own in scores.values())
    return Outcome(sum(firsts) / len(scores), sum(bests) / len(scores), versions)
