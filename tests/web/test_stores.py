"""Where a play counts: at one's own store, and with a PIN at the store of the tablet."""

from uuid import UUID

import pytest

from tests.conftest import World
from tests.people import new_employee
from tests.web.batches import AISLE_LOG, accepted, play_of, send
from tests.web.tablets import location_named, tablet, with_pin
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Membership, Play
from training_app.moment import now


@pytest.fixture
def helper_out(world: World) -> UUID:
    """Somebody who works at both stores."""
    person = new_employee(world)
    with world.database.writing() as session:
        session.add(
            Membership(person_id=person, location_id=location_named(world, "Far"), role=Role.EMPLOYEE, joined_at=now())
        )
    return person


def stores_of_plays(world: World, visitor: Visitor) -> set[UUID | None]:
    """Where a play, one that was sent, and a rewind of each count."""
    begun = visitor.play("the-aisle", list(AISLE_LOG))["id"]
    sent = play_of()
    back = play_of((), parent=sent["play"], from_number=1)
    assert [accepted(answer) for answer in send(visitor, sent, back)] == [True, True]
    rewound = visitor.post_json(f"/plays/{begun}/rewinds", number=1).json["id"]
    with world.database.reading() as session:
        return {session.get_one(Play, UUID(play)).location_id for play in (begun, rewound, sent["play"], back["play"])}


@pytest.mark.parametrize("store", ["Near", "Far"])
def test_with_a_pin_it_is_the_tablets_store(world: World, helper_out: UUID, store: str) -> None:
    visitor = with_pin(world, *tablet(world, store), helper_out)
    assert stores_of_plays(world, visitor) == {location_named(world, store)}


def test_with_a_password_it_is_always_the_same_of_ones_own(world: World, helper_out: UUID) -> None:
    on_a_phone = stores_of_plays(world, Visitor(world.client(helper_out)))
    assert len(on_a_phone) == 1
    assert on_a_phone < {location_named(world, "Near"), location_named(world, "Far")}


def test_what_is_played_at_one_store_stays_there_when_sent_from_another(world: World, helper_out: UUID) -> None:
    sent = play_of(AISLE_LOG[:1])
    send(with_pin(world, *tablet(world, "Near"), helper_out), sent)
    whole = play_of(play=sent["play"])
    assert accepted(send(with_pin(world, *tablet(world, "Far"), helper_out), whole)[0])
    with world.database.reading() as session:
        assert session.get_one(Play, UUID(sent["play"])).location_id == location_named(world, "Near")
