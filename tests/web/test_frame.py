"""The frame of a page is kept for many: it follows all that it depends on, and carries nobody's token but one's own."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from jinja2 import Environment, meta

from config import ROOT
from tests.conftest import World
from tests.people import new_person
from tests.web.tablets import tablet, with_pin
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.moment import now
from training_app.web.frame import Surroundings

TOKENS = re.compile(r'name="csrf.token" (?:content|value)="([^"]+)"')
FRAME = ROOT / "templates" / "frame"
GIVEN = {*Surroundings._fields, "may", "csrf_token"}
OF_EVERY_TEMPLATE = {"url_for", "asset", "theme_colours", "_"}
SIGNS = {
    "place": 'href="/progress" aria-current="page"',
    "language": "Zum Inhalt",
    "theme": '<meta name="theme-color" content="#1c1815">',
    "roles": 'href="/team"',
    "kind": 'href="/preferences"',
    "tablet": "data-lock>",
    "address": 'href="/shop/practice"',
}


def page_of(world: World, what: str) -> str:
    """A page of an employee that is as usual but for this one part of its surroundings."""
    person = new_person(
        world,
        language="de" if what == "language" else "en",
        theme="dark" if what == "theme" else "auto",
        role=Role.MANAGER if what == "roles" else Role.EMPLOYEE,
    )
    if what in {"kind", "tablet"}:
        visitor, device = tablet(world)
        visitor = with_pin(world, visitor, device if what == "kind" else None, person)
    else:
        visitor = Visitor(world.client(person))
    address = "http://localhost/shop" if what == "address" else "http://localhost"
    page = visitor.get("/progress" if what == "place" else "/practice", base_url=address)
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("what", SIGNS)
def test_the_frame_follows_what_it_depends_on(world: World, what: str) -> None:
    other = "tablet" if what == "kind" else "nothing"
    assert SIGNS[what] not in page_of(world, other)
    assert SIGNS[what] in page_of(world, what)
    assert SIGNS[what] not in page_of(world, other)


def test_what_is_said_here_is_said_of_everything_that_the_frame_depends_on() -> None:
    assert {*SIGNS, "shell"} == {*Surroundings._fields}


def test_every_page_carries_the_token_of_its_own_session_alone(
    world: World, visit: Callable[[UUID | None], Visitor]
) -> None:
    one, other = (visit(new_person(world)) for _each in range(2))
    pages = [visitor.get("/practice").text for visitor in (one, other, one)]
    tokens = [set(TOKENS.findall(page)) for page in pages]
    assert [len(own) for own in tokens] == [1, 1, 1]
    assert tokens[0].isdisjoint(tokens[1])
    for visitor, (token,) in ((other, tokens[1]), (one, tokens[2])):
        assert visitor.client.post("/logout", data={"csrf_token": token}).status_code == 303
        assert visitor.get("/practice").status_code == 303


def test_a_session_has_one_token_as_long_as_it_lasts(world: World) -> None:
    visitor = Visitor(world.client(new_person(world)))
    (token,) = set(TOKENS.findall(visitor.get("/practice").text))
    with time_machine.travel(now() + timedelta(hours=1)):
        assert set(TOKENS.findall(visitor.get("/progress").text)) == {token}
        assert visitor.client.post("/logout", data={"csrf_token": token}).status_code == 303


def test_a_token_of_somebody_elses_page_is_refused(world: World) -> None:
    one, other = (Visitor(world.client(new_person(world))) for _each in range(2))
    other.get("/practice")
    (token,) = set(TOKENS.findall(one.get("/practice").text))
    answer = other.client.post("/logout", data={"csrf_token": token})
    assert answer.status_code == 400
    assert other.get("/practice").status_code == 200


def test_a_shells_frame_carries_no_token(world: World) -> None:
    assert TOKENS.findall(page_of(world, "nothing"))
    shell = Visitor(world.client()).get("/shells/en/practice").text
    assert "csrf" not in shell
    assert "the-token" not in shell


@pytest.mark.parametrize("name", sorted(path.name for path in FRAME.iterdir()))
def test_a_part_of_the_frame_asks_for_nothing_that_it_is_not_kept_under(name: str) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    asked = meta.find_undeclared_variables(environment.parse((FRAME / name).read_text()))
    assert asked <= GIVEN | OF_EVERY_TEMPLATE | {"entry"}
