"""The report of a team is kept for whoever sees the same, and never shown once it is not what it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from markupsafe import escape
from sqlalchemy import update

from tests.conftest import World, make_person
from tests.modules import rename_module
from tests.teams import Team, new_chain, new_team
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Location, Person
from training_app.moment import now
from training_app.services.report_counts import refresh_counts, touch_reports
from training_app.web.kept import PART_HERE

MANY = 55  # more than stand on one page


@dataclass(frozen=True)
class Stage:
    """A store with more people than fit a page, its manager, and their browser."""

    world: World
    team: Team
    manager: UUID
    visitor: Visitor

    def change(self, model: type, one: UUID, *, is_told: bool, **values: object) -> None:
        """Change a row; reports are told of it where they would not see it in what they ask at every look."""
        with self.world.database.writing() as session:
            session.execute(update(model).where(model.id == one).values(**values))
            if is_told:
                touch_reports(session, [self.team.store])


@pytest.fixture
def stage(world: World) -> Stage:
    with world.database.writing() as session:
        chain = new_chain(session, "Kept")
        team = new_team(session, chain=chain, name="Keeper", people=MANY, modules=2)
        at = session.get_one(Location, team.store)
        manager = make_person(session, f"keeper-{at.id.hex[-8:]}", at=at, role=Role.MANAGER, language="en")
        refresh_counts(session, location_ids=[team.store])
    return Stage(world, team, manager, Visitor(world.client(manager)))


def in_german(stage: Stage) -> str:
    stage.change(Person, stage.manager, is_told=False, language="de")
    return "Wer was geschafft hat"


def renamed_person(stage: Stage) -> str:
    stage.change(Person, stage.team.people[0], is_told=True, name="Ada Newname")
    return "Ada Newname"


def renamed_module(stage: Stage) -> str:
    with stage.world.database.writing() as session:
        rename_module(session, stage.team.modules[0], "Newly named")
    return "Newly named"


def renamed_store(stage: Stage) -> str:
    stage.change(Location, stage.team.store, is_told=False, name=str(PART_HERE))
    return f"<h1>{escape(str(PART_HERE))}</h1>"


@pytest.mark.parametrize("change", [in_german, renamed_person, renamed_module, renamed_store])
def test_a_change_is_on_the_next_page(stage: Stage, change: Callable[[Stage], str]) -> None:
    before = stage.visitor.get("/team").text
    sign = change(stage)
    assert sign not in before
    assert sign in stage.visitor.get("/team").text


@pytest.mark.parametrize(
    ("path", "base", "sign"),
    [
        ("/team?page=2", "http://localhost", "Page 2 of 2"),
        ("/team?q=Person+003", "http://localhost", 'value="Person 003"'),
        ("/team?state=passed", "http://localhost", '<option value="passed" selected>'),
        ("/team", "http://localhost/shop", 'href="/shop/team.csv"'),
    ],
)
def test_another_address_is_another_page(stage: Stage, path: str, base: str, sign: str) -> None:
    assert sign not in stage.visitor.get("/team").text
    assert sign in stage.visitor.get(path, base_url=base).text
    assert sign not in stage.visitor.get("/team").text


def test_another_day_at_the_store_is_another_page(stage: Stage) -> None:
    tomorrow = now() + timedelta(days=1)
    sign = f"{tomorrow.astimezone(ZoneInfo('America/Los_Angeles')):%B %-d, %Y}</p>"
    assert sign not in stage.visitor.get("/team").text
    with time_machine.travel(tomorrow, tick=False):
        assert sign in stage.visitor.get("/team").text


def test_two_managers_share_the_report_and_nothing_of_their_own(stage: Stage) -> None:
    with stage.world.database.writing() as session:
        at = session.get_one(Location, stage.team.store)
        other = make_person(session, f"other-{at.id.hex[-8:]}", at=at, role=Role.MANAGER, language="en", theme="dark")
    before = stage.visitor.get("/team").text
    page = Visitor(stage.world.client(other)).get("/team").text
    start, end = '<div class="page__head', '<form id="remind-late"'
    assert page[page.index(start) : page.index(end)] == before[before.index(start) : before.index(end)]
    assert str(other) in page
    assert str(stage.manager) in before
    assert f'data-person="{stage.manager}"' not in page
