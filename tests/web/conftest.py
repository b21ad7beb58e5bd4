"""What the tests of pages and routes share: visitors, and people of their own."""

import itertools
from collections.abc import Callable
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from config import ROOT
from tests.conftest import World, make_person
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import Location
from training_app.services import passwords

GRADED = ("friendly-regular", "pushy-muffin-seller")
_names = (f"new-{number}" for number in itertools.count(1))


def new_employee(world: World, name: str | None = None, **values) -> UUID:
    """An employee of the near store whom no other test knows."""
    with world.database.writing() as session:
        near = session.scalars(select(Location).where(Location.name == "Near")).one()
        return make_person(session, name or next(_names), at=near, **values)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with the least work: these tests sign in hundreds of times. The real one has tests of its own."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody signs in with this"))


@pytest.fixture(scope="session", params=GRADED)
def reference(request: pytest.FixtureRequest) -> Reference:
    """A graded scenario as its text has it."""
    return Reference(ROOT / "scenarios" / request.param)


@pytest.fixture(scope="session")
def regular() -> Reference:
    """The friendly regular, as its text has it."""
    return Reference(ROOT / "scenarios" / "friendly-regular")


@pytest.fixture
def way(regular: Reference) -> list[str]:
    """A longest way through the friendly regular, to its end."""
    return max(regular.ways().values(), key=len)


@pytest.fixture
def visit(world: World) -> Callable[[UUID | None], Visitor]:
    """Gives a visitor who is signed in as this person, or nobody."""
    return lambda person: Visitor(world.client(person))


@pytest.fixture
def employee(world: World) -> Visitor:
    """Somebody new, signed in, who has played nothing yet."""
    return Visitor(world.client(new_employee(world)))
