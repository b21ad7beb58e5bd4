"""A play whose time is over: kind to its owner, closed to what comes late, and nothing else breaks."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.conftest import World
from tests.people import new_employee
from tests.web.batches import AISLE_LOG, codes, play_of, send
from tests.web.visitor import Visitor
from training_app.models import Play, PlayChoice, Workspace
from training_app.moment import now
from training_app.services.privacy import reduce_plays

LONG_AGO = datetime(2021, 5, 31, 23, tzinfo=UTC)
BEFORE = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def visitor(world: World) -> Visitor:
    return Visitor(world.client(new_employee(world)))


def grow_old(world: World, *plays: str) -> None:
    """Let these plays have been long ago, and reduce what is that old."""
    with world.database.writing() as session:
        ids = [UUID(play) for play in plays]
        for number, play in enumerate(ids):
            at = LONG_AGO + timedelta(hours=number)
            session.execute(update(PlayChoice).where(PlayChoice.play_id == play).values(said_at=at))
            session.execute(update(Play).where(Play.id == play).values(begun_at=at, started_at=at))
        ended = update(Play).where(Play.id.in_(ids), Play.finished_at.is_not(None))
        session.execute(ended.values(finished_at=LONG_AGO + timedelta(days=1)))
        session.flush()
        reduce_plays(session, before=BEFORE, after=None, most=100, now=now())


def test_its_debrief_says_kindly_what_is_left(world: World, visitor: Visitor, way: list[str]) -> None:
    play = visitor.play("friendly-regular", way)
    grow_old(world, play["id"])
    left = visitor.get(f"/plays/{play['id']}/debrief")
    assert left.status_code == 200
    assert "What is left of May 31, 2021" in left.text
    assert f"Your result stays: {int(100 * play['result']['score'])}%." in left.text
    shown = visitor.get(f"/plays/{play['id']}")
    assert (shown.status_code, shown.location) == (303, f"/plays/{play['id']}/debrief")
    known = visitor.get_json(f"/plays/{play['id']}").json
    assert known["result"] == play["result"]
    assert (known["ending"], known["number"], known["scene"], known["options"]) == (True, 0, None, [])


def test_nothing_more_is_taken_for_it(world: World, visitor: Visitor) -> None:
    play = visitor.play("the-aisle", list(AISLE_LOG[:1]))
    grow_old(world, play["id"])
    address = f"/plays/{play['id']}"
    late = visitor.post_json(f"{address}/choices", number=2, choice=AISLE_LOG[1])
    assert (late.status_code, late.json["error"]["code"]) == (409, "finished")
    as_page = visitor.post(f"{address}/choices", number="2", choice=AISLE_LOG[1])
    assert as_page.status_code == 409
    assert "What is left of" in as_page.text
    assert visitor.post(f"{address}/sentence", text="I look up.").status_code == 409
    assert visitor.post(f"{address}/rewinds", number="1").status_code == 409


def test_what_a_tablet_sends_late_is_refused_as_finished(world: World, visitor: Visitor) -> None:
    known = play_of(AISLE_LOG[:1])
    send(visitor, known)
    grow_old(world, known["play"])
    (answer,) = send(visitor, play_of(play=known["play"]))
    assert answer["status"] == "accepted"
    assert set(codes(answer).values()) == {"finished"}


def test_what_became_a_count_does_not_come_back(world: World, visitor: Visitor) -> None:
    first, second = play_of(), play_of()
    send(visitor, first)
    send(visitor, second)
    grow_old(world, first["play"], second["play"])
    assert visitor.get(f"/plays/{second['play']}").status_code == 404
    with world.database.writing() as session:
        workspace = session.get_one(Workspace, 1)
        workspace.reduced_before, before = now() + timedelta(minutes=1), workspace.reduced_before
    (answer,) = send(visitor, second | {"started": LONG_AGO.isoformat()})
    with world.database.writing() as session:
        session.get_one(Workspace, 1).reduced_before = before
    assert set(codes(answer).values()) == {"finished"}
    assert visitor.get(f"/plays/{second['play']}").status_code == 404


def test_practice_and_progress_go_on_without_it(world: World, visitor: Visitor, way: list[str]) -> None:
    finished = visitor.play("friendly-regular", way)
    left = visitor.play("the-aisle", list(AISLE_LOG[:1]))
    grow_old(world, finished["id"], left["id"])
    assert visitor.get_json("/practice").json["open"] == []
    practice, progress = visitor.get("/practice").text, visitor.get("/progress").text
    assert "Continue where you were" not in practice
    assert f"best {int(100 * finished['result']['score'])}%" in progress
    assert "Left early" in progress
    again = visitor.play("the-aisle", list(AISLE_LOG))
    assert again["ending"]
    assert visitor.get("/progress").status_code == 200
    assert visitor.get_json("/ready").status_code == 200
