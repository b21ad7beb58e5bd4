"""What a browser asks for before the network may go: who it plays for, what is in reach, what is open."""

import base64
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from config import LANGUAGES, ROOT
from tests.conftest import DATABASES, World, make_world
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.test_query_counts import counted
from tests.web.visitor import Visitor
from training_app.models import SealingKey
from training_app.moment import now
from training_app.services.publishing import publish_folders

KEYS = {"person", "now", "key", "enrolments", "scenarios", "withheld", "older", "plays", "results"}
MOST_QUERIES = 8


def ready(visitor: Visitor) -> dict[str, Any]:
    answer = visitor.get_json("/ready")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json


def test_it_says_who_is_signed_in_and_how_they_like_it(world: World) -> None:
    person = new_employee(world, language="de", coach="end", think_first=True, haste=False)
    found = ready(Visitor(world.client(person)))
    assert set(found) == KEYS
    assert found["person"] == {
        "id": str(person),
        "name": found["person"]["name"],
        "language": "de",
        "theme": "auto",
        "coach": "end",
        "think_first": True,
        "haste": False,
    }
    assert abs(datetime.fromisoformat(found["now"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_session_says_what_time_it_is(employee: Visitor) -> None:
    said = employee.get_json("/session").json["now"]
    assert abs(datetime.fromisoformat(said) - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_key_is_ones_own_and_stays(world: World, employee: Visitor) -> None:
    key = ready(employee)["key"]
    private = key["private"]
    numbers = {name: int.from_bytes(decoded(private[name])) for name in ("x", "y", "d")}
    point = ec.derive_private_key(numbers["d"], ec.SECP256R1()).public_key().public_numbers()
    assert (point.x, point.y) == (numbers["x"], numbers["y"])
    assert key["public"] == f"04{point.x:064x}{point.y:064x}"
    assert ready(employee)["key"] == key
    assert ready(Visitor(world.client(new_employee(world))))["key"] != key


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_key_is_made_once_and_then_nothing_is_written(world: World) -> None:
    person = new_employee(world)
    visitor = Visitor(world.client(person))
    ready(visitor)
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).where(SealingKey.person_id == person)) == 1
    with counted(world) as statements:
        ready(visitor)
    assert [words for words in statements if not words.lstrip().upper().startswith(("SELECT", "WITH", "BEGIN"))] == []


def test_what_is_in_reach_can_be_fetched(employee: Visitor) -> None:
    found = ready(employee)
    assert {entry["id"] for entry in found["scenarios"]} == set(found["results"])
    assert found["older"] == []
    for entry in found["scenarios"]:
        assert set(entry["bundles"]) == set(LANGUAGES)
        for address in (*entry["bundles"].values(), entry["pictures"]):
            assert employee.get(address).status_code == 200


def test_open_plays_come_with_their_whole_log(employee: Visitor, regular: Reference) -> None:
    way = next(iter(regular.ways().values()))
    finished = employee.play("friendly-regular", way)
    employee.post_json(f"/plays/{finished['id']}/rewinds", number=1)
    employee.begin("the-aisle")
    going_on = employee.play("friendly-regular", way[:2])
    (found,) = ready(employee)["plays"]
    started = found.pop("started")
    assert found == {
        "play": going_on["id"],
        "scenario": "friendly-regular",
        "version": 1,
        "language": "en",
        "mode": "practice",
        "enrolment": None,
        "parent": None,
        "from_number": None,
        "log": way[:2],
    }
    assert datetime.fromisoformat(started).tzinfo is not None


def test_results_are_those_of_my_progress(employee: Visitor, regular: Reference) -> None:
    nothing = {"first": None, "best": None, "passed": None, "plays": 0}
    assert all(result == nothing for result in ready(employee)["results"].values())
    scores = []
    for log in list(regular.ways().values())[:3]:
        scores.append(employee.play("friendly-regular", log)["result"])
    found = ready(employee)["results"]["friendly-regular"]
    assert found == {
        "first": scores[0]["score"],
        "best": max(one["score"] for one in scores),
        "passed": any(one["passed"] for one in scores),
        "plays": 3,
    }


def test_a_play_goes_on_in_the_version_that_it_began_with(edited: tuple[World, Path]) -> None:
    world, folder = edited
    visitor = Visitor(world.client(world.cast.owner))
    play = visitor.play("the-aisle", ["say-no"])
    file = folder / "the-aisle" / "scenario.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("You only need milk.", "You need milk.", 1), encoding="utf-8"
    )
    with world.database.writing() as session:
        assert len(publish_folders(session, folder, now=now())) == 1
    found = ready(visitor)
    assert {entry["id"]: entry["version"] for entry in found["scenarios"]}["the-aisle"] == 2
    (older,) = found["older"]
    assert (older["id"], older["version"]) == ("the-aisle", 1)
    assert found["plays"][0]["play"] == play["id"]
    assert found["plays"][0]["version"] == 1
    for address in (*older["bundles"].values(), older["pictures"]):
        assert visitor.get(address).status_code == 200
    assert visitor.get(older["bundles"]["de"]).json["version"] == 1


@pytest.fixture(params=DATABASES)
def edited(
    request: pytest.FixtureRequest, make_database_url: Callable[[str], str], tmp_path: Path
) -> Iterator[tuple[World, Path]]:
    """A world of its own, and the folder from which its scenarios are published."""
    folder = tmp_path / "scenarios"
    shutil.copytree(ROOT / "scenarios", folder)
    world = make_world(make_database_url(request.param), scenarios=folder)
    yield world, folder
    world.database.dispose()


def test_it_asks_seldom_however_much_was_played(world: World, employee: Visitor) -> None:
    for scenario, first in (("the-aisle", "say-no"), ("friendly-regular", None), ("pushy-muffin-seller", None)):
        play = employee.begin(scenario)
        employee.post_json(f"/plays/{play['id']}/choices", number=1, choice=first or play["options"][0])
    ready(employee)
    with counted(world) as statements:
        assert len(ready(employee)["plays"]) == 3
    sent = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(sent) <= MOST_QUERIES, "\n".join(sent)


def test_it_is_ones_own(world: World, employee: Visitor, visit: Callable[[UUID | None], Visitor]) -> None:
    employee.play("the-aisle", ["say-no"])
    assert visit(world.cast.colleague).get_json("/ready").json["plays"] == []
    assert visit(None).get_json("/ready").status_code == 401
    assert visit(world.cast.without_role).get_json("/ready").status_code == 403
