"""What the viewer looks after: the stores below their manager's and administrator's roles, tablets and people there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from training_app.domain.errors import Forbidden, NotFound
from training_app.domain.permissions import LEADS, Role, is_below
from training_app.models import Device, Location, Membership, Person
from training_app.queries.locations import is_within
from training_app.queries.people import has_words
from training_app.queries.viewer import Viewer

MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """Which people are asked for: those whose name, staff number or address holds each word, of one store, in one role.

    Those who left are asked for alone.
    """

    words: str = ""
    store_id: UUID | None = None
    role: Role | None = None
    have_left: bool = False


@dataclass(frozen=True, slots=True)
class ManagedPerson:
    """One person at the viewer's stores. `is_below` says whether the viewer may look after the account.

    `store` is where they belong among the viewer's locations, the deepest one; `roles` what they are there, and then
    elsewhere among them.
    """

    id: UUID
    name: str
    email: str | None
    staff_number: str | None
    language: str | None
    has_pin: bool
    store_id: UUID
    store: str
    time_zone: str
    roles: tuple[tuple[str, Role], ...]
    is_below: bool
    left_at: datetime | None

    @property
    def role(self) -> Role:
        """What they are where they belong."""
        return self.roles[0][1]

    @property
    def account(self) -> str:
        """What the person signs in with: the staff number, else the address."""
        return self.staff_number or self.email or ""

    @property
    def may_be_invited(self) -> bool:
        """Whether the viewer may give them a link with which to set a password."""
        return self.is_below and self.left_at is None


def managed_stores(session: Session, viewer: Viewer) -> Sequence[Location]:
    """The viewer's open locations with nothing below them, by name: where a tablet can stand."""
    below = aliased(Location)
    has_some_below = exists().where(below.parent_id == Location.id)
    query = select(Location).where(is_within(viewer), Location.closed_at.is_(None), ~has_some_below)
    return session.scalars(query.order_by(Location.name, Location.id)).all()


def managed_devices(session: Session, viewer: Viewer) -> list[tuple[Device, Location]]:
    """The tablets of the viewer's stores with their stores, by name, those out of use last."""
    rows = session.execute(
        select(Device, Location)
        .join(Location, Location.id == Device.location_id)
        .where(is_within(viewer))
        .order_by(Location.name, Location.id, Device.revoked_at.is_not(None), Device.name, Device.id)
    )
    return [(device, location) for device, location in rows]


def managed_device(session: Session, device_id: UUID, viewer: Viewer) -> tuple[Device, Location]:
    """One tablet of the viewer's stores, and its store. Raises NotFound."""
    query = select(Device, Location).join(Location, Location.id == Device.location_id)
    row = session.execute(query.where(Device.id == device_id, is_within(viewer))).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def managed_people(
    session: Session, viewer: Viewer, *, wanted: PeopleWanted, most: int = MOST_PEOPLE, after: int = 0
) -> tuple[list[ManagedPerson], int]:
    """At most so many people of the viewer's locations, after the first `after` of them, and how many there are.

    They come by the name of their store and their own; those who left by when, the last first.
    """
    by_store = _counts_by_store(session, viewer, wanted)
    count = sum(number for _store, number in by_store)
    if not count:
        return [], 0
    query = _at_home(select(Person).select_from(Membership), viewer, wanted).join(
        Person, Person.id == Membership.person_id
    )
    if wanted.have_left:
        people = session.scalars(query.order_by(Person.left_at.desc(), Person.id).limit(most).offset(after)).all()
    else:
        stores, skipped = _stores_around(by_store, after=after, most=most)
        query = query.where(Location.id.in_(stores)).order_by(Location.name, Location.id, Person.name, Person.id)
        people = session.scalars(query.limit(most).offset(after - skipped)).all()
    return _with_roles(session, people, viewer), count


def _counts_by_store(session: Session, viewer: Viewer, wanted: PeopleWanted) -> list[tuple[UUID, int]]:
    """How many there are at each location, by the name of the location: it looks at no person who is not asked for."""
    columns: tuple[Any, ...] = (Location.id, func.count())
    query = _at_home(select(*columns).select_from(Membership), viewer, wanted)
    rows = session.execute(query.group_by(Location.id, Location.name).order_by(Location.name, Location.id))
    return [(store, number) for store, number in rows]


def _stores_around(by_store: Sequence[tuple[UUID, int]], *, after: int, most: int) -> tuple[list[UUID], int]:
    """The locations of those after the first `after`, at most so many, and how many people stand before them."""
    ends = [*accumulate(number for _store, number in by_store)]
    found = [place for place, end in enumerate(ends) if end > after and end - by_store[place][1] < after + most]
    before = ends[found[0]] - by_store[found[0]][1] if found else after
    return [by_store[place][0] for place in found], before


def _at_home(query: Select[*tuple[Any, ...]], viewer: Viewer, wanted: PeopleWanted) -> Select[*tuple[Any, ...]]:
    """The query over Membership with the Location where each of those who are asked for belongs.

    That is the deepest among the viewer's locations.
    """
    query = query.join(Location, Location.id == Membership.location_id)
    query = query.where(is_within(viewer), ~_has_a_deeper_one(viewer), _is_asked_for(wanted))
    if wanted.store_id is not None:
        query = query.where(Membership.location_id == wanted.store_id)
    return query if wanted.role is None else query.where(Membership.role == wanted.role)


def _has_a_deeper_one(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the person of a membership belongs to another of the viewer's locations that is further down."""
    other, there = aliased(Membership), aliased(Location)
    length, own = func.length(there.path), func.length(Location.path)
    is_deeper = or_(length > own, and_(length == own, there.path > Location.path))
    is_theirs = or_(false(), *(there.path.startswith(place.path) for place in viewer.places if place.role in LEADS))
    query = select(other.person_id).join(there, there.id == other.location_id)
    same = (other.person_id == Membership.person_id, other.location_id != Membership.location_id)
    return query.where(*same, is_deeper, is_theirs).exists()


def _is_asked_for(wanted: PeopleWanted) -> ColumnElement[bool]:
    """Whether the person of a membership is one of them. Few are gone, so that they are what is looked up."""
    gone = or_(Person.left_at.is_not(None), Person.erased_at.is_not(None))
    if not wanted.words and not wanted.have_left:
        return Membership.person_id.not_in(select(Person.id).where(gone))
    has_left = Person.left_at.is_not(None) if wanted.have_left else Person.left_at.is_(None)
    chosen = select(Person.id).where(Person.erased_at.is_(None), has_left, *has_words(wanted.words))
    return Membership.person_id.in_(chosen)


def managed_person(session: Session, person_id: UUID, viewer: Viewer) -> ManagedPerson:
    """One person of the viewer's locations, also one who left. Raises NotFound."""
    query = select(Person).where(Person.id == person_id, Person.erased_at.is_(None), _belongs_to(viewer))
    found = session.scalars(query).all()
    if not found:
        raise NotFound
    return _with_roles(session, found, viewer)[0]


def managed_person_below(session: Session, person_id: UUID, viewer: Viewer) -> ManagedPerson:
    """One whose account the viewer may look after. Raises NotFound, Forbidden for those beside or above the viewer."""
    found = managed_person(session, person_id, viewer)
    if not found.is_below:
        raise Forbidden
    return found


def _belongs_to(viewer: Viewer) -> ColumnElement[bool]:
    members = select(Membership.person_id).join(Location, Location.id == Membership.location_id)
    return Person.id.in_(members.where(is_within(viewer)))


def _with_roles(session: Session, people: Sequence[Person], viewer: Viewer) -> list[ManagedPerson]:
    rows = session.execute(
        select(Membership, Location)
        .join(Location, Location.id == Membership.location_id)
        .where(Membership.person_id.in_([person.id for person in people]))
        .order_by(func.length(Location.path).desc(), Location.path.desc())
    )
    belongings: dict[UUID, list[tuple[Location, Role]]] = defaultdict(list)
    for membership, location in rows:
        belongings[membership.person_id].append((location, Role(membership.role)))
    return [_managed(person, belongings[person.id], viewer) for person in people]


def _managed(person: Person, belongings: Sequence[tuple[Location, Role]], viewer: Viewer) -> ManagedPerson:
    led = tuple(place.path for place in viewer.places if place.role in LEADS)
    seen = [(location, role) for location, role in belongings if location.path.startswith(led)]
    home, _role = seen[0]
    return ManagedPerson(
        id=person.id,
        name=person.name,
        email=person.email,
        staff_number=person.staff_number,
        language=person.language,
        has_pin=person.pin_hash is not None,
        store_id=home.id,
        store=home.name,
        time_zone=home.time_zone,
        roles=tuple((location.name, role) for location, role in seen),
        is_below=is_below([(location.path, role) for location, role in belongings], viewer.standings),
        left_at=person.left_at,
    )
