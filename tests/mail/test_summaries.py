"""The week in a letter: for those who lead a store and want it, on Monday morning by their store's clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update

from tests.conftest import World
from tests.mail.conftest import Give, letters_of, send
from tests.post import MailBox
from training_app.cli.summaries import send_summaries
from training_app.models import Person

# Monday morning, half past seven in Los Angeles; other clocks are further on.
MONDAY = datetime(2031, 3, 3, 15, 30, tzinfo=UTC)
Somebody = Callable[..., UUID]


def sum_up(world: World, at: datetime = MONDAY) -> int:
    with time_machine.travel(at, tick=False), world.app.app_context():
        return send_summaries(world.database)


@pytest.fixture
def reader(mail_world: World) -> Iterator[UUID]:
    """The manager of the near store, who wants the letter."""
    wants(mail_world, mail_world.cast.manager, True)
    yield mail_world.cast.manager
    wants(mail_world, mail_world.cast.manager, False)


def wants(world: World, person: UUID, weekly_summary: bool, **values: object) -> None:
    with world.database.writing() as session:
        session.execute(update(Person).where(Person.id == person).values(weekly_summary=weekly_summary, **values))


def test_it_says_who_is_ready_who_is_late_and_one_line_for_the_huddle(
    mail_world: World, box: MailBox, reader: UUID, somebody: Somebody, give: Give
) -> None:
    today = MONDAY.date()
    give(mail_world.cast.owner, due_on=today, passed_at=MONDAY, passed_on=today)
    give(mail_world.cast.colleague, due_on=today - timedelta(days=1))
    give(somebody("noor"), due_on=today + timedelta(days=3))
    give(mail_world.cast.stranger, due_on=today - timedelta(days=1))
    assert sum_up(mail_world) == 1
    assert send(mail_world, MONDAY) == 1
    (letter,) = box.letters
    text = letter.get_content()
    assert letter["To"] == "manager@regulars.test"
    assert letter["List-Unsubscribe"] == "<http://127.0.0.1:8000/settings>"
    assert "1 of 3 are ready today." in text
    assert "Late: Colleague." in text
    assert "Due this week: Noor." in text
    assert "Stranger" not in text
    assert "Say this at the huddle:" in text
    assert "http://127.0.0.1:8000/team" in text


def test_it_comes_once_a_week(mail_world: World, reader: UUID) -> None:
    runs = [sum_up(mail_world, MONDAY + timedelta(minutes=15 * step)) for step in range(8)]
    assert sum(runs) == 1
    assert sum_up(mail_world, MONDAY + timedelta(days=7)) == 1
    assert len(letters_of(mail_world, reader)) == 2


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (MONDAY - timedelta(hours=2), 0),
        (MONDAY - timedelta(hours=1, minutes=30), 1),
        (MONDAY + timedelta(hours=4, minutes=29), 1),
        (MONDAY + timedelta(hours=4, minutes=30), 0),
        (MONDAY + timedelta(days=1), 0),
        (MONDAY - timedelta(days=1), 0),
    ],
)
def test_it_is_written_on_monday_morning_by_the_stores_clock(
    mail_world: World, reader: UUID, at: datetime, expected: int
) -> None:
    assert sum_up(mail_world, at) == expected


@pytest.mark.parametrize("who", ["owner", "trainer", "without_role"])
def test_who_leads_nothing_gets_none(mail_world: World, who: str) -> None:
    person = getattr(mail_world.cast, who)
    wants(mail_world, person, True)
    assert sum_up(mail_world) == 0
    wants(mail_world, person, False)


def test_who_has_left_gets_none(mail_world: World, reader: UUID) -> None:
    wants(mail_world, reader, True, left_at=MONDAY)
    assert sum_up(mail_world) == 0
    wants(mail_world, reader, True, left_at=None)


def test_it_is_in_the_readers_language(mail_world: World, box: MailBox, reader: UUID) -> None:
    wants(mail_world, reader, True, language="de")
    sum_up(mail_world)
    send(mail_world, MONDAY)
    wants(mail_world, reader, True, language=None)
    (letter,) = box.letters
    assert letter["Subject"] == "Dein Team diese Woche"
    assert "Guten Morgen Manager," in letter.get_content()
