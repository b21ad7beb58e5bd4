"""What a roster would change in the database: each row beside the person who has its staff number."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.domain.permissions import Role, Standing
from training_app.domain.roster import RosterRow, plain
from training_app.domain.rostering import (
    EVERYWHERE,
    Belonging,
    Known,
    Place,
    PlannedRow,
    RowFault,
    Scope,
    Wanted,
    planned,
    wanted_by,
)
from training_app.models import Location, Membership, Person

MOST_ASKED = 1000
T = TypeVar("T")


@dataclass(slots=True)
class _There:
    """What the database holds of the numbers and addresses of some rows."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_address: dict[str, UUID] = field(default_factory=dict)


def scope_of(places: Sequence[Location], standings: tuple[Standing, ...]) -> Scope:
    """The scope over these places. One is written by its name, or after the name of what it hangs below."""
    names = {place.id: place.name for place in places}
    written: dict[str, list[Location]] = defaultdict(list)
    for place in places:
        written[plain(place.name)].append(place)
        if place.parent_id in names:
            written[plain(f"{names[place.parent_id]} {place.name}")].append(place)
    return Scope(standings, {words: _meant(found) for words, found in written.items()})


def _meant(found: Sequence[Location]) -> list[Place]:
    """Of a store and a region with one name the store is meant."""
    stores = [place for place in found if place.kind == "store"]
    return [Place(place.id, place.path) for place in stores or found]


def everywhere(session: Session) -> Scope:
    """The scope of the command line: all open places."""
    places = session.scalars(select(Location).where(Location.closed_at.is_(None))).all()
    return scope_of(places, EVERYWHERE)


def plan(
    session: Session, rows: Sequence[RosterRow], *, scope: Scope, doubles: Mapping[int, tuple[RowFault, ...]]
) -> list[PlannedRow]:
    """What would become of each of these rows. `doubles` are those of the whole file."""
    wanted = [wanted_by(row, scope) for row in rows]
    there = _There()
    for some in _slices(wanted, MOST_ASKED):
        _look_up(session, some, there)
    return [
        planned(
            row,
            what,
            there.by_number.get(what.staff_number),
            scope=scope,
            address_of=there.by_address.get(what.email or ""),
            doubles=doubles.get(row.number, ()),
        )
        for row, what in zip(rows, wanted, strict=True)
    ]


def _look_up(session: Session, wanted: Sequence[Wanted], there: _There) -> None:
    numbers = {one.staff_number for one in wanted}
    columns = (Person.id, Person.staff_number, Person.name, Person.email, Person.language, Person.left_at)
    people = session.execute(select(*columns).where(Person.staff_number.in_(numbers))).all()
    belongings = _belongings(session, [person.id for person in people])
    for person in people:
        assert person.staff_number is not None
        there.by_number[person.staff_number] = Known(
            person.id,
            person.name,
            person.email,
            person.language,
            person.left_at is not None,
            tuple(belongings[person.id]),
        )
    addresses = {one.email for one in wanted} - {None}
    for email, one in session.execute(select(Person.email, Person.id).where(Person.email.in_(addresses))):
        there.by_address[str(email)] = one


def _belongings(session: Session, people: Collection[UUID]) -> dict[UUID, list[Belonging]]:
    """Where each of them belongs, the deepest place first."""
    query = select(Membership.person_id, Membership.role, Location.id, Location.path)
    query = query.join(Location, Location.id == Membership.location_id).where(Membership.person_id.in_(people))
    found: dict[UUID, list[Belonging]] = defaultdict(list)
    for person, role, place, path in session.execute(query):
        found[person].append(Belonging(Place(place, path), Role(role)))
    for own in found.values():
        own.sort(key=lambda one: (len(one.place.path), one.place.path), reverse=True)
    return found


def _slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
