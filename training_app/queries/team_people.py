"""The people of stores with how they stand with each module: rows of the completion report."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, literal, null, select, union_all
from sqlalchemy.orm import Session

from training_app.domain.enrolment import State
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.domain.team import Cell, TeamModule, TeamPerson, TeamStore
from training_app.models import Enrolment, EnrolmentPass, Location, Membership, Module, Person, Play, ScenarioVersion
from training_app.queries.enrolment_state import state_column, today_at
from training_app.queries.modules import title_in
from training_app.queries.reach import people_with_store


class _Try(NamedTuple):
    """One finished play under an enrolment; `is_pass` says that it is the one that passed its scenario."""

    enrolment: UUID
    scenario: str
    version: int
    at: datetime
    score: float | None
    is_pass: bool


def team_modules(session: Session, *, language: str) -> list[TeamModule]:
    """All modules with their titles in this language; a report shows those of them that occur in it."""
    modules = session.scalars(select(Module))
    return [TeamModule(module.id, title_in(module, language), module.mode) for module in modules]


def team_people(session: Session, *, stores: Sequence[TeamStore], level: Level) -> list[TeamPerson]:
    """The people of these stores by store and name, each with their cells. Whoever left is not among them."""
    places = {store.id: store for store in stores}
    tries = _tries(session, places, level)
    cells: dict[UUID, dict[UUID, Cell]] = defaultdict(dict)
    for person_id, module_id, enrolment, state, due_on, passed_on, attempts in session.execute(_cells(stores)):
        outcome = _outcome(tries.get(enrolment, ()))
        cells[person_id][module_id] = Cell(enrolment, State(state), due_on, passed_on, attempts, *outcome)
    query = people_with_store(Person.id, Person.name, Person.staff_number, Location.id, Membership.role)
    rows = session.execute(query.where(Location.id.in_(places), Person.erased_at.is_(None)).order_by(Person.name))
    people = [
        TeamPerson(one, name, number, places[place], Role(role), cells.get(one, {}))
        for one, name, number, place, role in rows
    ]
    return sorted(people, key=lambda person: (person.store.name, str(person.store.id)))


def _cells(stores: Sequence[TeamStore]) -> Select[Any]:
    """What is shown of each enrolment; of several of one module the one that stands comes last."""
    days = {store.time_zone: store.today for store in stores}
    columns: tuple[Any, ...] = (
        Enrolment.person_id,
        Enrolment.module_id,
        Enrolment.id,
        state_column(today_at(days)),
        Enrolment.due_on,
        Enrolment.passed_on,
        Enrolment.attempts,
    )
    return (
        select(*columns)
        .join(Location, Location.id == Enrolment.location_id)
        .where(Enrolment.location_id.in_([store.id for store in stores]))
        .order_by(Enrolment.withdrawn_at.is_(None), Enrolment.assigned_at, Enrolment.cycle, Enrolment.id)
    )


def _tries(session: Session, places: Collection[UUID], level: Level) -> Mapping[UUID, Sequence[_Try]]:
    """The plays that passed, and with scores all finished ones, by enrolment in the order of their endings."""
    score = Play.result["score"].as_float() if level.shows_scores else null()
    columns = (ScenarioVersion.scenario_id, ScenarioVersion.number, Play.finished_at, score)
    passed = _with_version(select(EnrolmentPass.enrolment_id, *columns, literal(True)), places)
    passed = passed.join(EnrolmentPass, EnrolmentPass.play_id == Play.id)
    passed = passed.join(Enrolment, Enrolment.id == EnrolmentPass.enrolment_id)
    query: Any = passed
    if level.shows_scores:
        tried = _with_version(select(Play.enrolment_id, *columns, literal(False)), places)
        tried = tried.join(Enrolment, Enrolment.id == Play.enrolment_id)
        query = union_all(passed, tried.where(Play.finished_at.is_not(None), Play.mode != "rewind"))
    found: dict[UUID, list[_Try]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(_Try(*row))
    return {enrolment: sorted(tries, key=lambda one: one.at) for enrolment, tries in found.items()}


def _with_version(query: Select[Any], places: Collection[UUID]) -> Select[Any]:
    played = query.select_from(Play).join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
    return played.where(Enrolment.location_id.in_(places))


def _outcome(tries: Sequence[_Try]) -> tuple[tuple[tuple[str, int], ...], float | None, float | None]:
    """The versions that were passed, and the means of the first and the best scores."""
    versions = tuple((one.scenario, one.version) for one in tries if one.is_pass)
    scores: dict[str, list[float]] = defaultdict(list)
    for one in tries:
        if one.score is not None:
            scores[one.scenario].append(one.score)
    if not scores:
        return versions, None, None
    firsts, bests = (own[0] for own in scores.values()), (max(own) for own in scores.values())
    return versions, sum(firsts) / len(scores), sum(bests) / len(scores)
