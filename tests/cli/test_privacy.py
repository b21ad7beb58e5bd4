"""`flask privacy run`: what has had its time goes, as often as it is run."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select, update

from tests.conftest import DATABASES, World, make_world
from tests.mail.test_housekeeping import wait_until
from tests.web.visitor import Visitor
from training_app.cli import housekeeping
from training_app.models import AuditEvent, Mail, Play, PlayChoice, PlayCount, ResetLink, Workspace
from training_app.moment import new_id, now
from training_app.services.accounts import keep_reset_link

LOG = ["say-no", "louder"]


@pytest.fixture(params=DATABASES)
def own_world(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[World]:
    """A database that no other test fills."""
    world = make_world(make_database_url(request.param))
    yield world
    world.database.dispose()


def run(world: World) -> str:
    result = world.app.test_cli_runner().invoke(args=["privacy", "run"])
    assert result.exit_code == 0, result.output
    return result.output


def grow_older(world: World, play: str, *, months: int) -> None:
    """Let a finished play have been so many months ago."""
    at = now() - timedelta(days=31 * months)
    with world.database.writing() as session:
        session.execute(update(PlayChoice).where(PlayChoice.play_id == UUID(play)).values(said_at=at))
        moments = {"begun_at": at, "started_at": at, "finished_at": at}
        session.execute(update(Play).where(Play.id == UUID(play)).values(**moments))


def test_plays_are_kept_for_as_long_as_the_workspace_says(own_world: World) -> None:
    visitor = Visitor(own_world.client(own_world.cast.owner))
    plays = [visitor.play("the-aisle", LOG)["id"] for _several in range(3)]
    for play, months in zip(plays, (9, 8, 1), strict=True):
        grow_older(own_world, play, months=months)
    assert run(own_world) == "0 plays keep their result alone, 0 became counts.\n"
    with own_world.database.writing() as session:
        session.execute(update(Workspace).values(keep_months=6))
    assert run(own_world) == "1 plays keep their result alone, 1 became counts.\n"
    assert run(own_world) == "0 plays keep their result alone, 0 became counts.\n"
    with own_world.database.reading() as session:
        assert {str(play) for play in session.scalars(select(Play.id))} == {plays[0], plays[2]}
        assert session.scalar(select(func.sum(PlayCount.plays))) == 1
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "reduce-plays"))
        assert (event.actor_id, event.details) == (None, {"reduced": 1, "counted": 1})


def test_letters_and_links_that_have_done_their_work_go_too(own_world: World) -> None:
    long_ago = datetime(2021, 5, 31, tzinfo=UTC)
    with own_world.database.writing() as session:
        for sent_at in (long_ago, None, now()):
            letter = {"kind": "reminder", "person_id": own_world.cast.owner, "address": "a@b.test", "language": "en"}
            times = {"queued_at": long_ago, "next_at": long_ago, "sent_at": sent_at}
            session.add(Mail(id=new_id(), subject="Due", body="One", **letter, **times))
        for person in (own_world.cast.owner, own_world.cast.colleague):
            is_old = person == own_world.cast.owner
            valid_for = timedelta(days=-1 if is_old else 1)
            keep_reset_link(session, person_id=person, token=str(person), valid_for=valid_for, now=now())
    run(own_world)
    with own_world.database.reading() as session:
        assert {letter.sent_at is None or letter.sent_at > long_ago for letter in session.scalars(select(Mail))} == {
            True
        }
        assert session.scalar(select(func.count()).select_from(Mail)) == 2
        assert [*session.scalars(select(ResetLink.person_id))] == [own_world.cast.colleague]


def test_a_running_server_reduces_once_a_day_by_itself(own_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "LOOKS_EVERY", 0.02)
    visitor = Visitor(own_world.client(own_world.cast.owner))
    old = [visitor.play("the-aisle", LOG)["id"] for _several in range(3)]
    for play in old:
        grow_older(own_world, play, months=20)

    def runs() -> int:
        with own_world.database.reading() as session:
            query = select(func.count()).where(AuditEvent.action == "reduce-plays")
            return session.scalar(query) or 0

    with time_machine.travel(datetime(2031, 3, 4, 3, tzinfo=UTC), tick=True) as clock:
        keeping = housekeeping.Housekeeping(own_world.app)
        keeping.start()
        clock.shift(timedelta(hours=1))
        wait_until(lambda: runs() == 1)
        keeping.stop()
    with own_world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Play)) == 1
