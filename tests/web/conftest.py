"""What the tests of pages and routes share: visitors who are signed in, and scenarios as their texts have them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from config import ROOT
from tests.conftest import World
from tests.enrolled import Learner, new_learner
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.visitor import Visitor
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
