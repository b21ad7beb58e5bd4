"""Stores with many people and modules, as tests of reports need them: made set-wise, in every state."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tests.conftest import World, make_location
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.models import (
    Assignment,
    Enrolment,
    Location,
    Membership,
    Module,
    ModuleItem,
    Person,
    Play,
    ScenarioVersion,
    Workspace,
)
from training_app.moment import new_id

TODAY = date(2031, 3, 10)
NOON = datetime(2031, 3, 10, 20, tzinfo=UTC)  # midday at the stores
SCENARIOS = ("the-aisle", "friendly-regular", "pushy-muffin-seller")


@dataclass(frozen=True)
class Team:
    """A store with its people, in the order of their names, and the modules that they were given."""

    store: UUID
    path: str
    people: tuple[UUID, ...]
    modules: tuple[UUID, ...]


def new_chain(session: Session, name: str) -> Location:
    """A chain of its own, so that tests do not count each other's people."""
    return make_location(session, name, kind="chain")


def new_team(
    session: Session,
    *,
    chain: Location,
    name: str = "Corner",
    people: int = 5,
    modules: Sequence[UUID] | int = 3,
    seed: int = 2,
    role: Role = Role.EMPLOYEE,
) -> Team:
    """A store below this chain whose people have been given each module, and stand somewhere with it."""
    store = make_location(session, name, kind="store", parent=chain)
    module_ids = tuple(new_modules(session, at=chain, count=modules)) if isinstance(modules, int) else tuple(modules)
    ids = [new_id() for _person in range(people)]
    session.execute(
        insert(Person),
        [
            {"id": one, "name": f"Person {n:03}", "staff_number": f"{name}-{store.id.hex[-6:]}-{n}", "created_at": NOON}
            for n, one in enumerate(ids)
        ],
    )
    joined = [{"person_id": one, "location_id": store.id, "role": role, "joined_at": NOON} for one in ids]
    session.execute(insert(Membership), joined)
    enrol(session, store_id=store.id, people=ids, modules=module_ids, seed=seed)
    return Team(store.id, store.path, tuple(ids), module_ids)


def choose_level(world: World, level: Level) -> None:
    """Let managers see so much from now on."""
    with world.database.writing() as session:
        session.execute(update(Workspace).values(managers_see=level.value))


def new_modules(session: Session, *, at: Location, count: int) -> list[UUID]:
    """Practice modules with one scenario each, called Module 00 and so on."""
    ids = [new_id() for _module in range(count)]
    if not ids:
        return ids
    session.execute(
        insert(Module),
        [
            {
                "id": one,
                "location_id": at.id,
                "mode": "practice",
                "pass_mark": 0.75,
                "titles": {"en": f"Module {n:02}", "de": f"Modul {n:02}"},
                "texts": {},
                "created_at": NOON,
            }
            for n, one in enumerate(ids)
        ],
    )
    items = [{"module_id": one, "scenario_id": SCENARIOS[n % 3], "position": 1} for n, one in enumerate(ids)]
    session.execute(insert(ModuleItem), items)
    return ids


def enrol(
    session: Session, *, store_id: UUID, people: Sequence[UUID], modules: Sequence[UUID], seed: int, cycle: int = 0
) -> None:
    """Everybody under an assignment of each module, by chance in any of the states."""
    chance = random.Random(seed)
    rows = []
    for module_id in modules:
        assignment = Assignment(
            id=new_id(),
            module_id=module_id,
            location_id=store_id,
            target="place",
            audience="everyone",
            due_on=TODAY,
            assigned_at=NOON - timedelta(days=40),
        )
        session.add(assignment)
        session.flush()
        for person_id in people:
            facts = {"assignment_id": assignment.id, "module_id": module_id, "person_id": person_id, "cycle": cycle}
            rows.append(facts | {"id": new_id(), "location_id": store_id} | facts_by_chance(chance))
    if rows:
        session.execute(insert(Enrolment), rows)


def facts_by_chance(chance: random.Random) -> dict[str, object]:
    """What is stored of an enrolment, in any of its states."""
    due_on = TODAY + timedelta(days=chance.randrange(-12, 20))
    passed_on = due_on - timedelta(days=chance.randrange(-3, 9)) if chance.random() < 0.5 else None
    return {
        "assigned_at": NOON - timedelta(days=40),
        "due_on": due_on,
        "started_at": NOON - timedelta(days=9) if passed_on or chance.random() < 0.5 else None,
        "passed_on": passed_on,
        "passed_at": passed_on and datetime(passed_on.year, passed_on.month, passed_on.day, 20, tzinfo=UTC),
        "exhausted_at": NOON - timedelta(days=3) if not passed_on and chance.random() < 0.1 else None,
        "excused_at": NOON - timedelta(days=3) if chance.random() < 0.08 else None,
        "withdrawn_at": NOON - timedelta(days=2) if chance.random() < 0.08 else None,
        "attempts": chance.randrange(1, 4) if passed_on else 0,
    }


def new_plays(
    session: Session,
    *,
    store_id: UUID,
    people: Sequence[UUID],
    answers: Sequence[Sequence[str]],
    scenario: str = "friendly-regular",
    at: datetime = NOON - timedelta(days=1),
    score: float = 0.5,
) -> list[UUID]:
    """One finished play of each, all with the same answers, each a scene, a choice and its grade."""
    version = session.scalars(select(ScenarioVersion.id).where(ScenarioVersion.scenario_id == scenario)).first()
    result = {"score": score, "passed": score >= 0.75, "principles": {}}
    rows = [
        {
            "id": new_id(),
            "person_id": person,
            "location_id": store_id,
            "version_id": version,
            "language": "en",
            "mode": "practice",
            "begun_at": at,
            "started_at": at,
            "finished_at": at,
            "result": result,
            "answers": [list(answer) for answer in answers],
        }
        for person in people
    ]
    session.execute(insert(Play), rows)
    return [row["id"] for row in rows]
