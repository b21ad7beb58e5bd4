"""The shape of a chain of any size: places, people, modules. Its first store is the same in a small and a large one."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.serving import DEMO_PASSWORD
from training_app.domain.permissions import Role
from training_app.models import Assignment, Location, Membership, Module, ModuleItem, Person
from training_app.services.passwords import hash_password

STORES, A_STORE, A_REGION = 2000, 25, 200  # stores, people of one, stores of one
MEASURED, NEXT = 30, 20  # people of the first store, whose report is measured, and of the second: fifty in both
MODULES, EVERY_CHECK = 20, 4
BETWEEN = timedelta(days=16)  # from one module to the next; the last was assigned so long ago
TIME_FOR_IT = timedelta(days=21)
PASS_MARK, ATTEMPTS = 0.75, 2
SCENARIOS = ("friendly-regular", "pushy-muffin-seller")
FREELY = "the-aisle"  # practised without a module
ZONES = ("Europe/Berlin", "Europe/Madrid", "Europe/London", "Europe/Lisbon")
FIRST = (
    "Ana",
    "Ben",
    "Cem",
    "Dina",
    "Emil",
    "Fee",
    "Greta",
    "Hugo",
    "Ida",
    "Jan",
    "Kaya",
    "Leo",
    "Mia",
    "Nils",
    "Ole",
    "Paula",
    "Rosa",
    "Sami",
    "Tina",
    "Yusuf",
)
LAST = (
    "Adler",
    "Bauer",
    "Castro",
    "Diaz",
    "Engel",
    "Fuchs",
    "Garcia",
    "Huber",
    "Ito",
    "Jansen",
    "Klein",
    "Lopez",
    "Meyer",
    "Nowak",
    "Ortiz",
    "Peters",
    "Roth",
)
MANAGER, ADMINISTRATOR = "manager@example.com", "administrator@example.com"


@dataclass(frozen=True, slots=True)
class Chain:
    """What is there to be enrolled: ids as text. `homes` gives each person's store."""

    id: str
    stores: tuple[str, ...]
    people: tuple[str, ...]
    homes: tuple[int, ...]
    modules: tuple[str, ...]
    assignments: tuple[str, ...]
    assigned_at: tuple[datetime, ...]


def new_chain(*, stores: int, now: datetime, random: Random) -> Chain:
    """Names for all of it; every part of a smaller chain has the same ones in a larger."""
    sizes = [MEASURED, NEXT, *(A_STORE for _store in range(2, stores))]
    morning = datetime.combine(now.date(), time(9), UTC)
    homes = tuple(store for store, size in enumerate(sizes) for _person in range(size))
    return Chain(
        id=some_id(random),
        modules=tuple(some_id(random) for _module in range(MODULES)),
        assignments=tuple(some_id(random) for _module in range(MODULES)),
        assigned_at=tuple(morning - (MODULES - number) * BETWEEN for number in range(MODULES)),
        stores=tuple(some_id(random) for _store in range(stores)),
        people=tuple(some_id(random) for _person in homes),
        homes=homes,
    )


def some_id(random: Random) -> str:
    """A random id."""
    return f"{random.getrandbits(128):032x}"


def add_places(session: Session, chain: Chain) -> None:
    """The chain, its regions and stores."""
    root = _place(chain.id, "chain", "Corner & Co", parent="", zone=ZONES[0])
    rows = [root]
    for number, store in enumerate(chain.stores):
        zone = ZONES[number // A_REGION % len(ZONES)]
        if number % A_REGION == 0:
            region = f"{number // A_REGION + 1:032x}"
            rows.append(_place(region, "region", f"Region {number // A_REGION + 1:02}", parent=root["path"], zone=zone))
            above = rows[-1]["path"]
        rows.append(_place(store, "store", f"Store {number + 1:04}", parent=above, zone=zone))
    session.execute(insert(Location), rows)


def _place(place: str, kind: str, name: str, *, parent: str, zone: str) -> dict[str, Any]:
    above = parent.rstrip("/").split("/")[-1]
    return {
        "id": UUID(place),
        "parent_id": UUID(above) if above else None,
        "kind": kind,
        "name": name,
        "path": f"{parent}{UUID(place)}/",
        "time_zone": zone,
    }


def add_people(session: Session, chain: Chain, *, now: datetime) -> None:
    """The people of the stores, the first of each its manager, and an administrator of the chain."""
    joined, password = now - 2 * MODULES * BETWEEN, hash_password(DEMO_PASSWORD)
    boss = UUID(int=UUID(chain.id).int ^ 1)
    rows = [_person(UUID(one), number, joined) for number, one in enumerate(chain.people)]
    rows[0] |= {"email": MANAGER, "password_hash": password}
    rows.append(_person(boss, len(rows), joined) | {"email": ADMINISTRATOR, "password_hash": password})
    session.execute(insert(Person), rows)
    firsts = {home: number for number, home in reversed([*enumerate(chain.homes)])}
    members = [
        (one, chain.stores[home], Role.MANAGER if firsts[home] == number else Role.EMPLOYEE)
        for number, (one, home) in enumerate(zip(chain.people, chain.homes, strict=True))
    ]
    members.append((boss.hex, chain.id, Role.ADMINISTRATOR))
    session.execute(
        insert(Membership),
        [
            {"person_id": UUID(one), "location_id": UUID(place), "role": role, "joined_at": joined}
            for one, place, role in members
        ],
    )


def _person(one: UUID, number: int, joined: datetime) -> dict[str, Any]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    return {
        "id": one,
        "name": name,
        "staff_number": f"{number + 10_000}",
        "email": None,
        "password_hash": None,
        "created_at": joined,
    }


def add_modules(session: Session, chain: Chain) -> None:
    """The modules, every fourth a check, and the assignment of each to everybody in the chain."""
    for number, (module, moment) in enumerate(zip(chain.modules, chain.assigned_at, strict=True)):
        attempts = ATTEMPTS if is_check(number) else None
        session.add(
            Module(
                id=UUID(module),
                location_id=UUID(chain.id),
                mode="check" if attempts else "practice",
                attempts=attempts,
                pass_mark=PASS_MARK,
                titles={"en": f"Module {number + 1:02}"},
                texts={},
                created_at=moment,
            )
        )
        session.flush()
        session.add(ModuleItem(module_id=UUID(module), scenario_id=scenario_of(number), position=1))
        session.add(
            Assignment(
                id=UUID(chain.assignments[number]),
                module_id=UUID(module),
                location_id=UUID(chain.id),
                target="place",
                audience="everyone",
                due_on=(moment + TIME_FOR_IT).date(),
                assigned_at=moment,
                spread_at=moment,
            )
        )
    session.flush()


def is_check(module: int) -> bool:
    """Whether the module with this number, from 0, is a check."""
    return module % EVERY_CHECK == EVERY_CHECK - 1


def scenario_of(module: int) -> str:
    """The scenario that it holds."""
    return SCENARIOS[module % len(SCENARIOS)]
