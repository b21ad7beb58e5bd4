"""The demo workspace: two stores, their people, and a history made by really replaying choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict
from training_app.domain.modules import BuiltInModule
from training_app.domain.permissions import Role
from training_app.models import Location, Membership, Module, Person
from training_app.models.turns import Turn, wait_for_turn
from training_app.queries.people import count_people
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.services.demo_assignments import DemoPlaces, assign_in_demo
from training_app.services.demo_walks import Walks
from training_app.services.modules import load_built_in
from training_app.services.passwords import hash_password

PASSWORD = "friends-not-prey"  # noqa: S105  (the demo's own, printed at every start)
TIME_ZONE = "America/Los_Angeles"
CHAIN, REGION, UPLAND, ONTARIO = "Regulars Demo", "Inland Empire", "Upland", "Ontario"
OPEN_SINCE = timedelta(days=60)
ASSIGNED_SINCE = timedelta(days=22)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the cast. `kindness` (0-1) is how often the friend reply is taken; `plays` how many there were.

    `account` is the address or the staff number; `email` is an address beside a staff number.
    """

    name: str
    account: str
    place: str
    role: Role
    kindness: float = 0.5
    plays: int = 0
    email: str | None = None


CAST = (
    DemoPerson("Robin Ames", "employee@example.com", UPLAND, Role.EMPLOYEE, 0.6, 2),
    DemoPerson("Toni Berg", "trainer@example.com", UPLAND, Role.TRAINER),
    DemoPerson("Mara Quist", "manager@example.com", UPLAND, Role.MANAGER, 0.9, 2),
    DemoPerson("Ada Finch", "admin@example.com", CHAIN, Role.ADMINISTRATOR),
    DemoPerson("Olu Bright", "other-manager@example.com", ONTARIO, Role.MANAGER),
    DemoPerson("Sasha Lindt", "other-employee@example.com", ONTARIO, Role.EMPLOYEE, 0.5, 1),
    DemoPerson("Noor Haddad", "1001", UPLAND, Role.EMPLOYEE, 0.9, 5),
    DemoPerson("Eli Marsh", "1002", UPLAND, Role.EMPLOYEE, 0.4, 3),
    DemoPerson("Carla Ibarra", "1003", UPLAND, Role.EMPLOYEE, 0.7, 4),
    DemoPerson("Tom Okafor", "1004", UPLAND, Role.EMPLOYEE, 0.3, 2, email="tom@example.com"),
    DemoPerson("Wren Castle", "1005", UPLAND, Role.EMPLOYEE, 0.8, 6),
    DemoPerson("Luis Prado", "1006", UPLAND, Role.EMPLOYEE, 0.6, 3),
    DemoPerson("Hana Sato", "1007", UPLAND, Role.EMPLOYEE),
    DemoPerson("Greta Voss", "2001", ONTARIO, Role.EMPLOYEE, 0.7, 4),
    DemoPerson("Idris Cole", "2002", ONTARIO, Role.EMPLOYEE, 0.5, 3),
    DemoPerson("Pia Lorenz", "2003", ONTARIO, Role.EMPLOYEE, 0.9, 5),
    DemoPerson("Marco Reyes", "2004", ONTARIO, Role.EMPLOYEE, 0.2, 2),
    DemoPerson("June Abbott", "2005", ONTARIO, Role.EMPLOYEE),
)


def make_demo(
    session: Session, *, modules: Sequence[BuiltInModule], new_id: Callable[[], UUID], random: Random, now: datetime
) -> int:
    """Fill the database with the demo workspace; gives the number of persons made, 0 if it is there already.

    Its history plays what is published. Raises Conflict `real-people` on a database that holds real people.
    """
    wait_for_turn(session, Turn.MAKE_DEMO)
    if count_people(session, demo=False):
        raise Conflict("real-people", "This database holds real people; the demo workspace is for an empty one.")
    if count_people(session, demo=True):
        return 0
    places = _make_places(session, new_id)
    load_built_in(session, modules=modules, chain_id=places[CHAIN].id, new_id=new_id, now=now - OPEN_SINCE)
    # Companions first, as on screen.
    versions = sorted(latest_versions(session), key=lambda version: version.friend_decisions is not None)
    people = _make_people(session, places, new_id=new_id, now=now - OPEN_SINCE)
    walks = Walks(session, new_id, random)
    if versions:
        _play_before(walks, versions, places, people, now=now - ASSIGNED_SINCE)
    demo = DemoPlaces(
        places=places,
        people=people,
        modules={module.key: module for module in session.scalars(select(Module)) if module.key},
        versions={version.scenario_id: version for version in versions},
    )
    assign_in_demo(session, walks, demo, now=now)
    return len(CAST)


def _play_before(
    walks: Walks,
    versions: Sequence[PublishedVersion],
    places: Mapping[str, Location],
    people: Mapping[str, UUID],
    *,
    now: datetime,
) -> None:
    """What everybody played of their own accord, before anything was assigned."""
    for member in CAST:
        for number in range(member.plays):
            walks.play(
                versions[number % len(versions)],
                person_id=people[member.account],
                location_id=places[member.place].id,
                kindness=member.kindness,
                day=now - timedelta(days=3 * (member.plays - number) + walks.random.randrange(3)),
            )


def _make_places(session: Session, new_id: Callable[[], UUID]) -> dict[str, Location]:
    places: dict[str, Location] = {}
    parent: Location | None = None
    for name, kind, below in (
        (CHAIN, "chain", None),
        (REGION, "region", CHAIN),
        (UPLAND, "store", REGION),
        (ONTARIO, "store", REGION),
    ):
        parent = places[below] if below else None
        place = Location(
            id=new_id(), parent_id=parent.id if parent else None, kind=kind, name=name, time_zone=TIME_ZONE
        )
        place.path = f"{parent.path if parent else ''}{place.id}/"
        session.add(place)
        session.flush()
        places[name] = place
    return places


def _make_people(
    session: Session, places: Mapping[str, Location], *, new_id: Callable[[], UUID], now: datetime
) -> dict[str, UUID]:
    """The cast, by account."""
    password_hash = hash_password(PASSWORD)
    return {
        member.account: _make_person(
            session,
            member,
            person_id=new_id(),
            location_id=places[member.place].id,
            password_hash=password_hash,
            now=now,
        ).id
        for member in CAST
    }


def _make_person(
    session: Session,
    member: DemoPerson,
    *,
    person_id: UUID,
    location_id: UUID,
    password_hash: str,
    now: datetime,
) -> Person:
    has_address = "@" in member.account
    person = Person(
        id=person_id,
        name=member.name,
        email=member.account if has_address else member.email,
        staff_number=None if has_address else member.account,
        password_hash=password_hash,
        is_demo=True,
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, location_id=location_id, role=member.role, joined_at=now))
    return person
