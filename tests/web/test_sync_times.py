"""Times of what a browser has played by itself: a wrong clock is put right, and first tries are in their true order."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.conftest import DATABASES, World, make_world
from tests.web.batches import AISLE_LOG, accepted, choices_of, play_of, send, shown_at
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.models import Play, PlayChoice, ScenarioVersion
from training_app.moment import now

REGULAR = "friendly-regular"
LITTLE = timedelta(milliseconds=2)  # what is lost by sending whole milliseconds


@pytest.fixture(scope="module", params=DATABASES)
def world(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[World]:
    """A world whose scenarios have been there for a year, so that plays of some days ago are possible."""
    world = make_world(make_database_url(request.param))
    with world.database.writing() as session:
        session.execute(update(ScenarioVersion).values(published_at=now() - timedelta(days=365)))
    yield world
    world.database.dispose()


def played(
    begun: datetime, *, wrong: timedelta = timedelta(), log: Any = AISLE_LOG, scenario: str = "the-aisle"
) -> Any:
    """A play that began at that true moment, on a clock that was wrong by so much."""
    shown = begun + wrong
    return play_of((), scenario, started=shown_at(shown), choices=choices_of(log, begun=shown))


def times_of(world: World, play: str) -> tuple[Any, list[Any]]:
    with world.database.reading() as session:
        chosen = select(PlayChoice).where(PlayChoice.play_id == UUID(play)).order_by(PlayChoice.number)
        return session.get_one(Play, UUID(play)), list(session.scalars(chosen))


@pytest.mark.parametrize("wrong", [0, 10, -7 * 365, 5 * 365])
def test_a_play_has_its_true_times_whatever_the_clock_showed(world: World, employee: Visitor, wrong: int) -> None:
    begun, error = now() - timedelta(days=2), timedelta(days=wrong)
    sent = played(begun, wrong=error)
    before = now()
    assert accepted(send(employee, sent, device_time=shown_at(now() + error))[0])
    play, choices = times_of(world, sent["play"])
    slack = timedelta(seconds=5) if wrong else LITTLE
    assert abs(play.begun_at - begun) < slack
    for number, choice in enumerate(choices, start=1):
        assert abs(choice.said_at - (begun + timedelta(seconds=number))) < slack
        assert abs(choice.device_at - (begun + error + timedelta(seconds=number))) < LITTLE
        assert before <= choice.received_at <= now()
    assert (play.started_at, play.finished_at) == (choices[0].said_at, choices[-1].said_at)


@pytest.mark.parametrize("year", [2019, 2031])
def test_a_clock_of_another_year_that_nobody_knows_of_stays_possible(
    world: World, employee: Visitor, year: int
) -> None:
    sent = played(datetime(year, 6, 1, 12, tzinfo=UTC))
    assert accepted(send(employee, sent)[0])
    play, choices = times_of(world, sent["play"])
    with world.database.reading() as session:
        published = session.get_one(ScenarioVersion, play.version_id).published_at
    times = [play.begun_at, *(choice.said_at for choice in choices), choices[-1].received_at]
    assert times == sorted(times)
    assert published <= times[0]
    assert {choice.device_at.year for choice in choices} == {year}


def test_times_never_go_back_between_batches(world: World, employee: Visitor) -> None:
    sent = played(now() - timedelta(hours=1))
    send(employee, sent | {"choices": sent["choices"][:1]})
    early = sent["choices"][1] | {"at": shown_at(now() - timedelta(days=3))}
    send(employee, sent | {"choices": [early]})
    play, choices = times_of(world, sent["play"])
    assert choices[0].said_at == choices[1].said_at == play.finished_at


def test_a_play_begins_no_later_than_its_first_choice(world: World, employee: Visitor) -> None:
    true = now() - timedelta(hours=1)
    sent = played(true) | {"started": shown_at(true + timedelta(days=2000))}
    send(employee, sent)
    play, choices = times_of(world, sent["play"])
    assert play.begun_at == play.started_at == choices[0].said_at


def test_a_choice_on_the_server_shows_no_clock_of_a_browser(world: World, employee: Visitor) -> None:
    play = employee.play("the-aisle", list(AISLE_LOG))
    _play, choices = times_of(world, play["id"])
    assert [choice.device_at for choice in choices] == [None, None]


@pytest.mark.parametrize("wrong", [0, -7 * 365, 5 * 365])
def test_the_first_try_is_the_one_that_was_played_first(employee: Visitor, regular: Reference, wrong: int) -> None:
    ways = sorted(regular.ways().values(), key=lambda log: float(regular.result(log)["score"]))
    worst, best = ways[0], ways[-1]
    later = employee.play(REGULAR, best)
    sent = played(now() - timedelta(days=1), wrong=timedelta(days=wrong), log=worst, scenario=REGULAR)
    send(employee, sent, device_time=shown_at(now() + timedelta(days=wrong)))
    found = employee.get_json("/ready").json["results"][REGULAR]
    assert found["first"] == pytest.approx(regular.result(worst)["score"], abs=1e-12)
    assert found["best"] == later["result"]["score"]
    assert found["plays"] == 2


def test_a_play_of_yesterday_that_arrives_today_is_left_by_the_one_of_today(
    employee: Visitor, regular: Reference
) -> None:
    way = next(iter(regular.ways().values()))
    today = employee.play(REGULAR, way[:2])
    send(employee, played(now() - timedelta(days=1), log=way[:1], scenario=REGULAR))
    assert employee.get_json("/practice").json["open"] == [today["id"]]
