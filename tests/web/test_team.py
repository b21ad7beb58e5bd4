"""The team's pages over HTTP: who sees which store, what each level shows, filters in the address, and freshness."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from tests.conftest import World, make_location, make_person
from tests.modules import rename_module
from tests.teams import Team, choose_level, new_chain, new_plays, new_team
from tests.web.test_query_counts import counted
from tests.web.visitor import Visitor
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.models import Enrolment, EnrolmentPass, Location, Person
from training_app.moment import now
from training_app.services.report_counts import refresh_counts, touch_reports

KIND = (("door", "at-the-sauces", "friend"), ("vet", "what-colour", "friend"))
PREY = (("door", "at-his-stool", "prey"), ("vet", "what-colour", "friend"))
TITLE = "Module 00"


@dataclass(frozen=True)
class Stage:
    """A chain of its own with two stores, the manager of the first, and who leads both."""

    world: World
    one: Team
    two: Team
    manager: Visitor
    lead: Visitor


@pytest.fixture(scope="module")
def stage(world: World) -> Iterator[Stage]:
    with world.database.writing() as session:
        chain = new_chain(session, "Staged")
        one = new_team(session, chain=chain, name="North", people=8, modules=4)
        two = new_team(session, chain=chain, name="South", people=3, modules=one.modules, seed=4)
        north = session.get_one(Location, one.store)
        manager = make_person(session, f"north-{one.store.hex[-8:]}", at=north, role=Role.MANAGER)
        lead = make_person(session, f"lead-{one.store.hex[-8:]}", at=chain, role=Role.MANAGER)
        session.execute(update(Person).where(Person.id.in_(two.people)).values(name="Someone South"))
        new_plays(session, store_id=one.store, people=one.people, answers=PREY, at=now() - timedelta(days=1))
        refresh_counts(session)
    yield Stage(world, one, two, Visitor(world.client(manager)), Visitor(world.client(lead)))
    choose_level(world, Level.STATES)


def rows_of(page: str) -> int:
    return page.count('<th scope="row"><a')


def without_token(page: str) -> str:
    """The page without the token of its forms, which is another one each second."""
    return re.sub(r'(name="csrf.token" (?:content|value)=)"[^"]+"', r"\1", page)


def test_each_leader_sees_the_people_of_their_own_stores(stage: Stage) -> None:
    north, both = stage.manager.get("/team").text, stage.lead.get("/team").text
    assert rows_of(north) == 8 + 1
    assert "Someone South" not in north
    assert rows_of(both) == 8 + 3 + 2
    south = stage.lead.get(f"/team?store={stage.two.store}").text
    assert rows_of(south) == 3
    assert stage.manager.get(f"/team?store={stage.two.store}").status_code == 404
    assert stage.manager.get(f"/team/huddle?store={stage.two.store}").status_code == 404
    assert stage.manager.get(f"/people/{stage.two.people[0]}/progress").status_code == 404
    assert "Someone South" not in stage.manager.get("/team/huddle").text
    assert "South" not in stage.manager.get("/team/stores").text


def test_the_overview_adds_up_what_the_stores_show(stage: Stage) -> None:
    page = stage.lead.get("/team/stores").text
    assert [page.index(name) for name in ("North", "South")] == sorted(page.index(name) for name in ("North", "South"))
    for team in (stage.one, stage.two):
        overdue = sum(map(int, re.findall(r"state--overdue\" href=[^>]+>.*?<strong>(\d+)</strong>", of(stage, team))))
        assert f'data-of="Overdue" class="state--overdue">{overdue}<' in page or overdue == 0


def of(stage: Stage, team: Team) -> str:
    return stage.lead.get(f"/team?store={team.store}").text


def test_filters_stand_in_the_address_and_every_link_keeps_them(stage: Stage) -> None:
    page = stage.manager.get(f"/team?module={stage.one.modules[0]}&state=overdue").text
    cells = re.findall(r'<td class="state--([a-z-]+)"', page)
    assert set(cells) <= {"overdue"}
    assert len(cells) == rows_of(page)
    assert f"/team.csv?module={stage.one.modules[0]}&amp;state=overdue" in page
    assert f"/team?module={stage.one.modules[0]}&amp;state=passed" in page
    assert rows_of(stage.manager.get("/team?q=person+003").text) == 1
    assert "Nobody fits these filters." in stage.manager.get("/team?q=nobody-like-this").text
    assert stage.manager.get("/team?role=king&state=none&module=one&page=-1").status_code == 200


def test_fifty_people_stand_on_a_page_and_the_others_on_the_next(stage: Stage) -> None:
    with stage.world.database.writing() as session:
        chain = session.get_one(Location, UUID(stage.one.path.split("/")[0]))
        many = new_team(session, chain=chain, name="West", people=120, modules=stage.one.modules[:1])
        refresh_counts(session, location_ids=[many.store])
    first = stage.lead.get(f"/team?store={many.store}").text
    last = stage.lead.get(f"/team?store={many.store}&page=3").text
    assert (rows_of(first), rows_of(last)) == (50, 20)
    assert f"/team?store={many.store}&amp;page=2" in first
    assert rows_of(stage.lead.get(f"/team?store={many.store}&page=99").text) == 20


@pytest.mark.parametrize(
    ("level", "sees_scores", "sees_answers"),
    [
        (Level.STATES, False, False),
        (Level.SCORES, True, False),
        (Level.ANSWERS, True, True),
    ],
)
def test_a_person_page_shows_what_the_workspace_chose_and_no_more(
    stage: Stage, level: Level, sees_scores: bool, sees_answers: bool
) -> None:
    choose_level(stage.world, level)
    person = stage.one.people[0]
    with stage.world.database.writing() as session:
        enrolment = session.scalars(select(Enrolment.id).where(Enrolment.person_id == person)).first()
        if not session.scalars(select(EnrolmentPass).where(EnrolmentPass.enrolment_id == enrolment)).all():
            play = new_plays(session, store_id=stage.one.store, people=[person], answers=KIND, score=0.83)[0]
            row = {"enrolment_id": enrolment, "scenario_id": "friendly-regular", "play_id": play}
            session.execute(insert(EnrolmentPass), [row | {"passed_at": now(), "score": 0.83}])
            touch_reports(session, [stage.one.store])
    page = stage.manager.get(f"/people/{person}/progress").text
    assert ("83%" in page) == sees_scores
    assert ("What colour was it?" in page) == sees_answers
    assert "passed in version 1" in page
    for path in ("/team", "/team/huddle", "/team/stores"):
        assert "83%" not in stage.manager.get(path).text


def test_a_change_is_on_the_page_at_once_and_a_page_without_one_asks_seldom(stage: Stage) -> None:
    before = without_token(stage.manager.get("/team").text)
    with counted(stage.world) as statements:
        assert without_token(stage.manager.get("/team").text) == before
    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 3, "\n".join(statements)
    with stage.world.database.writing() as session:
        session.execute(update(Person).where(Person.id == stage.one.people[5]).values(name="Zoë Newname"))
        touch_reports(session, [stage.one.store])
    assert "Zoë Newname" in stage.manager.get("/team").text
    with stage.world.database.writing() as session:
        rename_module(session, stage.one.modules[0], "Renamed")
    assert "Renamed" in stage.manager.get("/team").text
    with counted(stage.world) as statements:
        stage.manager.get("/team")
        with stage.world.database.writing() as session:
            touch_reports(session, [stage.one.store])
        statements.clear()
        assert stage.manager.get("/team").status_code == 200
    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 8, "\n".join(statements)


def test_what_to_say_stands_in_the_readers_language(stage: Stage, visit: Callable[[UUID | None], Visitor]) -> None:
    assert "Look up when he is at the sauces." in stage.manager.get("/team").text
    with stage.world.database.writing() as session:
        north = session.get_one(Location, stage.one.store)
        german = make_person(session, f"german-{north.id.hex[-8:]}", at=north, role=Role.MANAGER, language="de")
        touch_reports(session, [stage.one.store])
    page = visit(german).get("/team/huddle").text
    assert "Look up when he is at the sauces." not in page
    assert "Sag das in der Runde" in page


def test_a_region_stands_above_its_stores(world: World, visit: Callable[[UUID | None], Visitor]) -> None:
    with world.database.writing() as session:
        chain = new_chain(session, "Tall")
        region = make_location(session, "Region of hills", kind="region", parent=chain)
        team = new_team(session, chain=region, name="Hilltop", people=5, modules=2)
        lead = make_person(session, f"tall-{chain.id.hex[-8:]}", at=chain, role=Role.ADMINISTRATOR)
        refresh_counts(session, path=chain.path)
        region_id = region.id
    visitor = visit(lead)
    above = visitor.get("/team/stores").text
    assert "Region of hills" in above
    assert "Hilltop" not in above
    below = visitor.get(f"/team/stores?below={region_id}").text
    assert f"/team?store={team.store}" in below
    figures = re.findall(r"<td data-of=.*?</td>", above, re.DOTALL)
    assert figures == re.findall(r"<td data-of=.*?</td>", below, re.DOTALL)
    assert len(figures) == 4


def test_a_store_that_is_new_or_moves_stands_in_the_overview_at_once(
    world: World, visit: Callable[[UUID | None], Visitor]
) -> None:
    with world.database.writing() as session:
        chain = new_chain(session, "Moving")
        valley, coast = (make_location(session, name, kind="region", parent=chain) for name in ("Valley", "Coast"))
        team = new_team(session, chain=valley, name="Mill", people=3, modules=1)
        lead = make_person(session, f"moving-{chain.id.hex[-8:]}", at=chain, role=Role.ADMINISTRATOR)
        refresh_counts(session, path=chain.path)
        regions = {"Valley": valley.id, "Coast": coast.id}
    visitor = visit(lead)

    def stores_of(region: str) -> set[str]:
        page = visitor.get(f"/team/stores?below={regions[region]}").text
        return set(re.findall(r'<a href="/team\?store=[^"]+">([^<]+)</a>', page))

    assert (stores_of("Valley"), stores_of("Coast")) == ({"Mill"}, set())
    assert visitor.post(f"/stores/{team.store}/move", parent=str(regions["Coast"])).status_code == 303
    assert (stores_of("Valley"), stores_of("Coast")) == (set(), {"Mill"})
    place = {"name": "Quay", "kind": "store", "parent": str(regions["Coast"]), "time_zone": "America/Los_Angeles"}
    assert visitor.post("/stores", **place).status_code == 303
    assert stores_of("Coast") == {"Mill", "Quay"}
