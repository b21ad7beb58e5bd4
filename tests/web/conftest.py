"""What the tests of pages and routes share: visitors who are signed in, and scenarios as their texts have them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from config import ROOT
from tests.conftest import World
from tests.enrolled import Learner, new_learner
from tests.people import new_employee
from tests.web.pins import person_with_pin
from tests.web.reference import Reference
from tests.web.routes import new_addresses
from tests.web.tablets import tablet
from tests.web.visitor import Visitor
from training_app.moment import new_id
from training_app.services import passwords

GRADED = ("friendly-regular", "pushy-muffin-seller")


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


@pytest.fixture
def learner(world: World) -> Learner:
    """Somebody new, to whom modules can be assigned."""
    return new_learner(world)


@pytest.fixture
def trainer(world: World) -> Visitor:
    """The trainer of the near store."""
    return Visitor(world.client(world.cast.trainer))


@pytest.fixture
def manager(world: World) -> Visitor:
    """The manager of the near store."""
    return Visitor(world.client(world.cast.manager))


@pytest.fixture
def administrator(world: World) -> Visitor:
    """The administrator of the chain."""
    return Visitor(world.client(world.cast.administrator))


@pytest.fixture(scope="session")
def addresses(world: World) -> dict[str, str]:
    """What stands in the addresses and fields of the table of routes: two plays of the owner, people, modules …"""
    return new_addresses(world)


@pytest.fixture
def connected(world: World) -> tuple[Visitor, UUID]:
    """A tablet of the near store, and its id."""
    return tablet(world)


@pytest.fixture
def here(connected: tuple[Visitor, UUID]) -> Visitor:
    """A tablet of the near store."""
    return connected[0]


@pytest.fixture
def newcomer(world: World) -> UUID:
    """Somebody of the near store who has no PIN yet."""
    return new_employee(world, f"newcomer-{new_id().hex}")


@pytest.fixture
def person(world: World) -> UUID:
    """Somebody of the near store with a PIN."""
    return person_with_pin(world)
