"""The tree of stores: who sees it, new places, other hours, moving a branch, closing and opening."""

from datetime import time
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World, make_location, make_person
from tests.web.tablets import location_named
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import AuditEvent, Location, Person
from training_app.moment import new_id, now

HOURS = {"time_zone": "Europe/Berlin", "opens": "08:30", "closes": "21:00"}


class Branch:
    """A region of its own with a store in a part of it, an employee there and an administrator of the region."""

    def __init__(self, world: World) -> None:
        self.world = world
        mark = new_id().hex
        with world.database.writing() as session:
            chain = session.get_one(Location, location_named(world, "Chain"))
            region = make_location(session, f"Region {mark}", kind="region", parent=chain)
            part = make_location(session, f"Part {mark}", kind="region", parent=region)
            store = make_location(session, f"Store {mark}", kind="store", parent=part)
            self.chain, self.region, self.part, self.store = chain.id, region.id, part.id, store.id
            self.name = store.name
            self.employee = make_person(session, f"e-{mark}", at=store)
            leader = make_person(session, f"a-{mark}", at=region, role=Role.ADMINISTRATOR)
        self.leader = Visitor(world.client(leader))

    def path_of(self, place: UUID) -> str:
        with self.world.database.reading() as session:
            return session.get_one(Location, place).path

    def kept(self, place: UUID) -> Location:
        with self.world.database.reading() as session:
            return session.get_one(Location, place)


@pytest.fixture
def branch(world: World) -> Branch:
    """A branch that no other test knows."""
    return Branch(world)


def test_the_tree_shows_what_one_administers_and_nothing_else(branch: Branch, administrator: Visitor) -> None:
    own = branch.leader.get("/stores").text
    assert branch.name in own
    assert "Near" not in own
    everything = administrator.get("/stores").text
    assert branch.name in everything
    assert "Near" in everything
    assert branch.leader.get(f"/stores/{branch.chain}").status_code == 404
    assert branch.leader.post(f"/stores/{branch.chain}", name="Mine", open_days="1", **HOURS).status_code == 404


def test_a_new_store_has_the_hours_of_its_region(branch: Branch) -> None:
    branch.leader.post(f"/stores/{branch.part}", name="Part", open_days="1", **HOURS)
    fields = {"name": "  New   quay ", "kind": "store", "parent": str(branch.part), "time_zone": "Europe/Berlin"}
    answer = branch.leader.post("/stores", **fields)
    assert answer.status_code == 303
    place = branch.kept(UUID(answer.location.rsplit("/", 1)[1]))
    assert (place.name, place.kind, place.opens, place.open_days) == ("New quay", "store", time(8, 30), "1")
    assert place.path == f"{branch.path_of(branch.part)}{place.id}/"
    again = branch.leader.post("/stores", **fields | {"name": "new QUAY"})
    assert again.status_code == 422
    assert "There is another place with this name beside it." in again.text
    assert branch.leader.post("/stores", **fields | {"parent": str(branch.store)}).status_code == 404
    assert branch.leader.post("/stores", **fields | {"parent": str(branch.chain)}).status_code == 404
    assert branch.leader.post("/stores", **fields | {"time_zone": "Mars/Base"}).status_code == 422


def test_name_zone_and_hours_change(branch: Branch) -> None:
    fields = {"name": "Quay", "csrf_token": branch.leader.token, "open_days": ["1", "2", "7"], **HOURS}
    assert branch.leader.client.post(f"/stores/{branch.store}", data=fields).status_code == 303
    place = branch.kept(branch.store)
    assert (place.name, place.time_zone, place.opens, place.closes) == ("Quay", "Europe/Berlin", time(8, 30), time(21))
    assert place.open_days == "127"
    assert "Mon–Tue, Sun, 8:30" in branch.leader.get("/stores").text
    no_day = branch.leader.post(f"/stores/{branch.store}", name="Quay", **HOURS)
    assert no_day.status_code == 422
    assert "Choose one day at least." in no_day.text


def test_a_branch_moves_with_all_that_is_below_it(world: World, branch: Branch, administrator: Visitor) -> None:
    other = Branch(world)
    assert branch.leader.get(f"/people/{branch.employee}").status_code == 200
    assert administrator.post(f"/stores/{branch.part}/move", parent=str(other.region)).status_code == 303
    assert branch.path_of(branch.part) == f"{other.path_of(other.region)}{branch.part}/"
    assert branch.path_of(branch.store) == f"{other.path_of(other.region)}{branch.part}/{branch.store}/"
    assert branch.leader.get(f"/people/{branch.employee}").status_code == 404
    assert other.leader.get(f"/people/{branch.employee}").status_code == 200


def test_nothing_hangs_below_itself_or_below_a_store(branch: Branch) -> None:
    before = branch.path_of(branch.store)
    assert branch.leader.post(f"/stores/{branch.region}/move", parent=str(branch.part)).status_code == 409
    assert branch.leader.post(f"/stores/{branch.part}/move", parent=str(branch.part)).status_code == 409
    assert branch.leader.post(f"/stores/{branch.part}/move", parent=str(branch.store)).status_code == 404
    assert branch.path_of(branch.store) == before


def test_a_place_closes_once_nobody_is_in_it_and_opens_again(world: World, branch: Branch) -> None:
    refused = branch.leader.post(f"/stores/{branch.store}/closing")
    assert refused.status_code == 409
    assert "Somebody is still in it." in refused.text
    with world.database.writing() as session:
        session.get_one(Person, branch.employee).left_at = now()
    assert branch.leader.post(f"/stores/{branch.part}/closing").status_code == 409
    assert branch.leader.post(f"/stores/{branch.store}/closing").status_code == 303
    assert branch.kept(branch.store).closed_at is not None
    add = {"name": "X", "staff_number": f"N{new_id().hex[-8:]}", "location": str(branch.store), "role": "employee"}
    assert branch.leader.post("/people", **add).status_code == 404
    assert branch.name not in branch.leader.get("/people/new").text
    assert branch.leader.post(f"/stores/{branch.part}/closing").status_code == 303
    assert branch.leader.post(f"/stores/{branch.store}/opening").status_code == 409
    assert branch.leader.post(f"/stores/{branch.part}/opening").status_code == 303
    assert branch.leader.post(f"/stores/{branch.store}/opening").status_code == 303
    with world.database.reading() as session:
        query = select(AuditEvent.action).where(AuditEvent.subject == str(branch.store)).order_by(AuditEvent.id)
        assert list(session.scalars(query)) == ["close-place", "open-place"]


def test_the_chain_itself_neither_moves_nor_closes(branch: Branch, administrator: Visitor) -> None:
    assert administrator.post(f"/stores/{branch.chain}/closing").status_code == 409
    assert administrator.post(f"/stores/{branch.chain}/move", parent=str(branch.region)).status_code == 409
