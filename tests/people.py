"""People of a test's own, whom no other test knows."""

import itertools
from uuid import UUID

from sqlalchemy import select

from tests.conftest import World, make_person
from training_app.domain.permissions import Role
from training_app.models import Location
from training_app.moment import new_id

_names = (f"new-{number}" for number in itertools.count(1))


def new_employee(world: World, name: str | None = None, **values) -> UUID:
    """An employee of the near store."""
    return new_person(world, name=name, **values)


def someone(world: World, store: str = "Near", *, role: Role = Role.EMPLOYEE, **values) -> tuple[UUID, str]:
    """A person of the store, and their name, which nobody else has."""
    name = f"name-{new_id().hex}"
    return new_person(world, store, name=name, role=role, **values), name.title()


def new_person(world: World, store: str = "Near", *, name: str | None = None, **values) -> UUID:
    """A person of the store."""
    with world.database.writing() as session:
        at = session.scalars(select(Location).where(Location.name == store)).one()
        return make_person(session, name or next(_names), at=at, **values)
