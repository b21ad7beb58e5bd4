"""The tree of chain, regions and stores, as far as the viewer leads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.domain.permissions import ADMINISTRATORS, LEADS, Role
from training_app.models import Device, Location, Membership, Person
from training_app.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PlaceInTree:
    """A location with how far it hangs below the viewer's topmost one, and who and what is there."""

    place: Location
    depth: int
    people: int
    tablets: int


def is_within(viewer: Viewer, roles: Collection[Role] = LEADS) -> ColumnElement[bool]:
    """Whether a location is one where the viewer has one of these roles, or hangs below one."""
    own = (Location.path.startswith(place.path) for place in viewer.places if place.role in roles)
    return or_(false(), *own)


def led_places(session: Session, viewer: Viewer) -> list[Location]:
    """The open locations that the viewer leads, each after what it hangs below and beside the others by name."""
    query = select(Location).where(is_within(viewer), Location.closed_at.is_(None))
    return in_tree_order(session.scalars(query).all())


def administered_tree(session: Session, viewer: Viewer) -> list[PlaceInTree]:
    """All that the viewer administers, closed ones too, in the order of the tree."""
    places = in_tree_order(session.scalars(select(Location).where(is_within(viewer, ADMINISTRATORS))).all())
    people = _counts(session, _people_by_place().where(is_within(viewer, ADMINISTRATORS)))
    tablets = _counts(session, _tablets_by_place().where(is_within(viewer, ADMINISTRATORS)))
    known = {place.path for place in places}
    return [
        PlaceInTree(place, _depth(place, known), people.get(place.id, 0), tablets.get(place.id, 0)) for place in places
    ]


def administered_place(session: Session, location_id: UUID, viewer: Viewer) -> Location:
    """One location that the viewer administers. Raises NotFound."""
    query = select(Location).where(Location.id == location_id, is_within(viewer, ADMINISTRATORS))
    place = session.scalars(query).first()
    if place is None:
        raise NotFound
    return place


def parents_for(session: Session, viewer: Viewer) -> list[Location]:
    """What a store or region can hang below: the open chain and regions that the viewer administers."""
    query = select(Location).where(
        is_within(viewer, ADMINISTRATORS), Location.kind != "store", Location.closed_at.is_(None)
    )
    return in_tree_order(session.scalars(query).all())


def is_anybody_in(session: Session, place: Location) -> bool:
    """Whether somebody who has not left belongs to this location, or an open one hangs below it."""
    people = select(Person.id).join(Membership, Membership.person_id == Person.id)
    people = people.where(Membership.location_id == place.id, Person.left_at.is_(None))
    below = select(Location.id).where(Location.parent_id == place.id, Location.closed_at.is_(None))
    return bool(session.scalar(select(or_(exists(people), exists(below)))))


def in_tree_order(places: Sequence[Location]) -> list[Location]:
    """These locations, each after what it hangs below and beside the others by name."""
    names = {str(place.id): (place.name.casefold(), str(place.id)) for place in places}
    return sorted(places, key=lambda place: [names.get(one, ("", one)) for one in place.line])


def _depth(place: Location, known: Collection[str]) -> int:
    """How many of the known paths this location hangs below."""
    line = place.line
    return sum("/".join(line[:end]) + "/" in known for end in range(1, len(line)))


def _people_by_place() -> Select[UUID, int]:
    query = select(Membership.location_id, func.count()).join(Person, Person.id == Membership.person_id)
    query = query.join(Location, Location.id == Membership.location_id)
    return query.where(Person.left_at.is_(None)).group_by(Membership.location_id)


def _tablets_by_place() -> Select[UUID, int]:
    query = select(Device.location_id, func.count()).join(Location, Location.id == Device.location_id)
    return query.where(Device.revoked_at.is_(None)).group_by(Device.location_id)


def _counts(session: Session, query: Select[UUID, int]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(query)}
