"""The demo workspace: two stores, their people, and a history made by really replaying choices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.content.cache import ContentCache
from training_app.domain import engine
from training_app.domain.errors import Conflict
from training_app.domain.modules import BuiltInModule
from training_app.domain.permissions import Role
from training_app.domain.scenario import Choice, Grade
from training_app.models import Location, Membership, Person
from training_app.models.turns import Turn, wait_for_turn
from training_app.queries.people import count_people
from training_app.queries.plays import own_play
from training_app.queries.versions import PublishedVersion, content_of, latest_versions
from training_app.services.modules import load_built_in
from training_app.services.passwords import hash_password
from training_app.services.playing import begin_play, record_choice

PASSWORD = "friends-not-prey"  # noqa: S105  (the demo's own, printed at every start)
TIME_ZONE = "America/Los_Angeles"
CHAIN, REGION, UPLAND, ONTARIO = "Regulars Demo", "Inland Empire", "Upland", "Ontario"
LONGEST_WALK = 60
OPENING_HOURS = (17, 24)  # of the stores, in UTC


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the cast. `kindness` (0-1) is how often the friend reply is taken; `plays` how many there were."""

    name: str
    account: str
    place: str
    role: Role
    kindness: float = 0.5
    plays: int = 0


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
    DemoPerson("Tom Okafor", "1004", UPLAND, Role.EMPLOYEE, 0.3, 2),
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
    load_built_in(session, modules=modules, chain_id=places[CHAIN], new_id=new_id, now=now)
    password_hash = hash_password(PASSWORD)
    # Companions first, as on screen.
    versions = sorted(latest_versions(session), key=lambda version: version.friend_decisions is not None)
    contents = ContentCache()
    for member in CAST:
        location_id = places[member.place]
        person = _make_person(
            session, member, person_id=new_id(), location_id=location_id, password_hash=password_hash, now=now
        )
        walk = _Walk(session, contents, new_id, random, person.id, location_id)
        for number in range(member.plays if versions else 0):
            day = now - timedelta(days=3 * (member.plays - number) + random.randrange(3))
            at = day.replace(hour=random.randrange(*OPENING_HOURS), minute=random.randrange(60))
            walk.play(versions[number % len(versions)], member.kindness, at)
    return len(CAST)


def _make_places(session: Session, new_id: Callable[[], UUID]) -> dict[str, UUID]:
    places: dict[str, UUID] = {}
    parent: Location | None = None
    for name, kind, below in (
        (CHAIN, "chain", None),
        (REGION, "region", CHAIN),
        (UPLAND, "store", REGION),
        (ONTARIO, "store", REGION),
    ):
        parent = session.get(Location, places[below]) if below else None
        place = Location(
            id=new_id(), parent_id=parent.id if parent else None, kind=kind, name=name, time_zone=TIME_ZONE
        )
        place.path = f"{parent.path if parent else ''}{place.id}/"
        session.add(place)
        session.flush()
        places[name] = place.id
    return places


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
        email=member.account if has_address else None,
        staff_number=None if has_address else member.account,
        password_hash=password_hash,
        is_demo=True,
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, location_id=location_id, role=member.role, joined_at=now))
    return person


@dataclass(frozen=True, slots=True)
class _Walk:
    """Plays one person's history through the same services as the real ones."""

    session: Session
    contents: ContentCache
    new_id: Callable[[], UUID]
    random: Random
    person_id: UUID
    location_id: UUID

    def play(self, version: PublishedVersion, kindness: float, at: datetime) -> None:
        """One play from start to ending, beginning at that time; a choice takes half a minute."""
        content = self.contents.get(version.sha256, lambda: content_of(self.session, version.id))
        play_id = self.new_id()
        begin_play(
            self.session,
            play_id=play_id,
            person_id=self.person_id,
            location_id=self.location_id,
            version=version,
            language=content.language,
            now=at,
        )
        for number in range(1, LONGEST_WALK):
            play = own_play(self.session, play_id, person_id=self.person_id)
            state = engine.replay(content.scenario, play.log).state
            if engine.is_finished(content.scenario, state):
                return
            choice = self._pick(engine.options(content.scenario, state), kindness)
            later = at + number * timedelta(seconds=30)
            record_choice(self.session, play=play, content=content, number=number, choice=choice.id, now=later)

    def _pick(self, options: Sequence[Choice], kindness: float) -> Choice:
        kind = [choice for choice in options if choice.grade is Grade.FRIEND]
        return self.random.choice(kind if kind and self.random.random() < kindness else list(options))
