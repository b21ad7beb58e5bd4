"""The people of a store, as its tablets show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.models import Enrolment, Membership, Person
from training_app.queries.enrolments import is_open


@dataclass(frozen=True, slots=True)
class TilePerson:
    """One person on a tile. `language` is None until they have chosen one; `due` is how much they have to do."""

    id: UUID
    name: str
    language: str | None
    has_pin: bool
    due: int


def people_of_store(session: Session, *, location_id: UUID, with_demo: bool) -> list[TilePerson]:
    """Everybody who has a role at this very store and has not left, by name; people of the demo only where wanted."""
    due = select(func.count()).where(Enrolment.person_id == Person.id, is_open()).scalar_subquery()
    people = session.execute(_of_store(location_id, with_demo).add_columns(due))
    tiles = [TilePerson(one.id, one.name, one.language, one.pin_hash is not None, count) for one, count in people]
    return sorted(tiles, key=lambda tile: (tile.name.casefold(), tile.id))


def person_of_store(
    session: Session, person_id: UUID, *, location_id: UUID, with_demo: bool, lock: bool = False
) -> Person:
    """One of them; `lock` keeps other writers off until the transaction ends. Raises NotFound for others."""
    query = _of_store(location_id, with_demo).where(Person.id == person_id)
    person = session.scalars(query.with_for_update(of=Person) if lock else query).first()
    if person is None:
        raise NotFound("There is nobody like this at this store.")
    return person


def _of_store(location_id: UUID, with_demo: bool) -> Select[Person]:
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.location_id == location_id, Person.left_at.is_(None))
    return query if with_demo else query.where(Person.is_demo.is_(False))
