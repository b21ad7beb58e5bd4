"""What the tests of pages and routes share: visitors, and people of their own."""

import itertools
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from config import ROOT
from tests.conftest import World, make_person
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import Location

GRADED = ("friendly-regular", "pushy-muffin-seller")
_names = (f"new-{number}" for number in itertools.count(1))


def new_employee(world: World, name: str | None = None, **values) -> UUID:
    """An employee of the near store whom no other test knows."""
    with world.database.writing() as session:
        near = session.scalars(select(Location).where(Location.name == "Near")).one()
        return make_person(session, name or next(_names), at=near, **values)


@pytest.fixture(scope="session", params=GRADED)
def reference(request: pytest.FixtureRequest) -> Reference:
    """A graded scenario as its text has it."""
    return Reference(ROOT / "scenarios" / request.param)


@pytest.fixture(scope="session")
def regular() -> Reference:
    """The friendly regular, as its text has it."""
    return Reference(ROOT / "scenarios" / "friendly-regular")


@pytest.fixture
def visit(world: World) -> Callable[[UUID | None], Visitor]:
    """Gives a visitor who is signed in as this person, or nobody."""
    return lambda person: Visitor(world.client(person))


@pytest.fixture
def employee(world: World) -> Visitor:
    """Somebody new, signed in, who has played nothing yet."""
    return Visitor(world.client(new_employee(world)))
