"""The stores of a soak: each has one tablet and a few people, who have no e-mail address and live on its tiles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from tests.conftest import make_location
from training_app.db import Database
from training_app.domain.permissions import Role
from training_app.models import Membership, Person
from training_app.moment import new_code, new_id, now
from training_app.services.devices import make_pairing

FIRST_PIN = 271_803


@dataclass(frozen=True)
class Employee:
    """Somebody who practises, and the PIN they choose when they are asked."""

    id: str
    pin: str


@dataclass(frozen=True)
class Store:
    """A store with one tablet."""

    number: int
    location: UUID
    manager: UUID
    people: tuple[Employee, ...]


@contextmanager
def database_at(url: str) -> Iterator[Database]:
    """The database, until the end of the block."""
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def open_stores(url: str, *, stores: int, people: int) -> list[Store]:
    """Put that many stores with that many people each into the database."""
    with database_at(url) as database, database.writing() as session:
        chain = make_location(session, "Soaked", kind="chain")
        opened = []
        for number in range(1, stores + 1):
            location = make_location(session, f"Store {number}", kind="store", parent=chain)
            manager = _hire(session, location.id, f"Manager {number}-0", Role.MANAGER)
            ids = [
                _hire(session, location.id, f"Person {number}-{each}", Role.EMPLOYEE) for each in range(1, people + 1)
            ]
            employees = tuple(Employee(str(id_), str(FIRST_PIN + 7 * each)) for each, id_ in enumerate(ids))
            opened.append(Store(number, location.id, manager, employees))
    return opened


def _hire(session, location: UUID, name: str, role: Role) -> UUID:
    person = Person(id=new_id(), name=name, staff_number=name.split()[1], created_at=now())
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, location_id=location, role=role, joined_at=now()))
    return person.id


def code_for(url: str, store: Store) -> str:
    """A code that makes a browser this store's tablet."""
    code = new_code()
    with database_at(url) as database, database.writing() as session:
        make_pairing(
            session,
            code=code,
            location_id=store.location,
            name=f"Tablet {store.number}",
            actor_id=store.manager,
            event_id=new_id(),
            now=now(),
        )
    return code
