"""How often a page asks the database: no more often the more a person has played."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.conftest import World
from tests.modules import new_module
from tests.people import new_employee
from tests.web.tablets import location_named, new_device, tablet, with_pin
from tests.web.visitor import Visitor

MOST = {
    "/login": 0,
    "/practice": 5,
    "/progress": 7,
    "/settings": 4,
    "/scenarios/the-aisle": 4,
    "/plays/{play}": 3,
    "/plays/{finished}/debrief": 7,
}


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_more) -> None:
        statements.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(world.database.engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def seasoned(world: World) -> tuple[Visitor, dict[str, str]]:
    """Somebody who has played a lot, and two of their plays."""
    visitor = Visitor(world.client(new_employee(world)))
    for _ in range(8):
        finished = visitor.play("the-aisle", ["say-no", "louder"])
        visitor.post(f"/plays/{finished['id']}/sentence", own="I look up.")
    return visitor, {"play": visitor.play("the-aisle", ["answer"])["id"], "finished": finished["id"]}


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_seldom_however_much_was_played(
    world: World, seasoned: tuple[Visitor, dict[str, str]], path: str
) -> None:
    visitor, plays = seasoned
    browser = Visitor(world.client()) if path == "/login" else visitor
    address = path.format(**plays)
    browser.get(address)
    with counted(world) as statements:
        assert browser.get(address).status_code == 200
    assert len(statements) <= MOST[path], "\n".join(statements)


@pytest.mark.parametrize(
    ("path", "most"), [("/devices", 2), ("/devices/new", 2), ("/people", 8), ("/modules", 7), ("/modules/new", 2)]
)
def test_a_page_about_stores_asks_seldom_however_many_there_are(
    world: World, visit: Callable[..., Visitor], path: str, most: int
) -> None:
    near = location_named(world, "Near")
    visitor = visit(world.cast.manager)
    for _several in range(3):
        new_device(world, near)
        new_employee(world)
        with world.database.writing() as session:
            new_module(session, location_id=near)
    visitor.get(path)
    with counted(world) as statements:
        assert visitor.get(path).status_code == 200
    sent = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(sent) <= most, "\n".join(sent)


def test_a_tablets_pages_ask_once_more_for_the_tablet(world: World) -> None:
    visitor, device = tablet(world)
    with counted(world) as statements:
        assert visitor.get("/tiles").status_code == 200
    assert len(statements) <= 2, "\n".join(statements)
    inside = with_pin(world, visitor, device, new_employee(world))
    with counted(world) as statements:
        assert inside.get("/practice").status_code == 200
    to_a_newcomer = 1  # who sees what
    assert len(statements) <= MOST["/practice"] + to_a_newcomer + 1, "\n".join(statements)


def test_recording_a_choice_asks_seldom(world: World, employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    assert employee.token
    with counted(world) as statements:
        assert employee.post_json(f"/plays/{play}/choices", number=1, choice="say-no").status_code == 200
    sent = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(sent) <= 6, "\n".join(sent)


def test_pages_for_readers_write_nothing(
    world: World, seasoned: tuple[Visitor, dict[str, str]], visit: Callable[..., Visitor]
) -> None:
    visitor, plays = seasoned
    with counted(world) as statements:
        for path in MOST:
            visitor.get(path.format(**plays))
    assert [words for words in statements if not words.lstrip().upper().startswith(("SELECT", "BEGIN"))] == []
