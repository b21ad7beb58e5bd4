"""To whom the viewer can assign, and whom an assignment would reach: nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.domain.permissions import TEACHERS
from training_app.models import Location, Membership, Person
from training_app.queries.enrolment_state import today_in
from training_app.queries.locations import in_tree_order, is_within
from training_app.queries.people import has_words
from training_app.queries.reach import has_open, is_at, is_in_audience, passes_again, people_with_store
from training_app.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to whom the viewer can assign, with the name of their store."""

    id: UUID
    name: str
    account: str
    store: str


@dataclass(frozen=True, slots=True)
class StoreReached:
    """How many people of a store are meant; how many of them have the module to do already, or passed it before."""

    name: str
    people: int
    have_it: int
    passed_it: int


@dataclass(frozen=True, slots=True)
class PersonReached:
    """One of those who are meant."""

    name: str
    store: str
    has_it: bool
    passed_it: bool


def places_for(session: Session, viewer: Viewer) -> list[Location]:
    """The open places where the viewer can assign, in the order of the tree."""
    query = select(Location).where(is_within(viewer, TEACHERS), Location.closed_at.is_(None))
    return in_tree_order(session.scalars(query).all())


def place_for(session: Session, location_id: UUID, viewer: Viewer) -> Location:
    """One of them. Raises NotFound."""
    query = select(Location).where(is_within(viewer, TEACHERS), Location.closed_at.is_(None))
    place = session.scalars(query.where(Location.id == location_id)).first()
    if place is None:
        raise NotFound
    return place


def people_for(session: Session, viewer: Viewer, *, words: str = "", most: int) -> list[Someone]:
    """The people at the viewer's places whose names, numbers or addresses hold each of these words."""
    query = _someone().where(is_within(viewer, TEACHERS), *has_words(words))
    return [Someone(*row) for row in session.execute(query.order_by(Person.name, Person.id).limit(most))]


def these_for(session: Session, person_ids: Collection[UUID], viewer: Viewer) -> list[Someone]:
    """These people at the viewer's places, by name. Raises NotFound if one of them is not there."""
    query = _someone().where(is_within(viewer, TEACHERS), Person.id.in_(person_ids))
    found = [Someone(*row) for row in session.execute(query.order_by(Person.name, Person.id))]
    if len(found) < len(set(person_ids)):
        raise NotFound
    return found


def left_of(session: Session, person_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, str]:
    """Who of these has left the viewer's places: their names."""
    query = (
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Location, Location.id == Membership.location_id)
        .where(Person.id.in_(person_ids), Person.left_at.is_not(None), is_within(viewer, TEACHERS))
        .order_by(Person.name, Person.id)
    )
    return {row.id: row.name for row in session.execute(query)}


def _someone() -> Select[Any]:
    account = func.coalesce(Person.staff_number, Person.email, "")
    return people_with_store(Person.id, Person.name, account, Location.name)


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant: everybody of the audience at the place and below it, or the named people."""

    path: str = ""
    audience: str = "employees"
    person_ids: tuple[UUID, ...] | None = None

    def of(self, *columns: Any) -> Select[Any]:
        """These columns of whoever is meant."""
        people = people_with_store(*columns)
        if self.person_ids is not None:
            return people.where(Person.id.in_(self.person_ids))
        return people.where(is_at(self.path), is_in_audience(self.audience))


def stores_reached(session: Session, meant: Meant, *, module_id: UUID) -> list[StoreReached]:
    """Whom it reaches, by store."""
    have_it, passed_it = (
        func.sum(case((condition, 1), else_=0)) for condition in (has_open(module_id), passes_again(module_id))
    )
    query = meant.of(Location.name, func.count(Membership.person_id), have_it, passed_it)
    rows = session.execute(query.group_by(Location.id, Location.name).order_by(Location.name, Location.id))
    return [StoreReached(name, people, int(have), int(passed)) for name, people, have, passed in rows]


def people_reached(
    session: Session, meant: Meant, *, module_id: UUID, words: str = "", most: int
) -> list[PersonReached]:
    """Whom it reaches by name, store by store; with words those whose names hold each."""
    columns = (Person.name, Location.name, has_open(module_id), passes_again(module_id))
    query = meant.of(*columns).where(*has_words(words))
    rows = session.execute(query.order_by(Location.name, Location.id, Person.name, Person.id).limit(most))
    return [PersonReached(name, store, bool(has_it), bool(passed_it)) for name, store, has_it, passed_it in rows]


def latest_day_at(session: Session, meant: Meant, *, now: datetime, otherwise: str) -> date:
    """The latest day that it is where those who are meant work; by the other time zone where there is nobody."""
    zones: Sequence[str] = session.scalars(meant.of(Location.time_zone).distinct()).all() or [otherwise]
    return max(today_in(zones, now=now).values())
