"""Reminders: who is reminded of what, when, and how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import World
from tests.mail.conftest import NOON, TODAY, Give, letters_of, send
from tests.post import MailBox
from training_app.cli.reminders import run_reminders
from training_app.models import Enrolment, Location, Mail, Person, Reminder

Somebody = Callable[..., UUID]


def remind(world: World, at: datetime = NOON) -> int:
    with time_machine.travel(at, tick=False), world.app.app_context():
        return run_reminders(world.database).reminded


def test_who_is_late_or_nearly_so_gets_one_letter_that_names_all_of_it(
    mail_world: World, box: MailBox, somebody: Somebody, give: Give
) -> None:
    person = somebody("robin")
    give(person, due_on=TODAY - timedelta(days=3), title="First shift")
    give(person, due_on=TODAY + timedelta(days=2), title="On the phone")
    give(person, due_on=TODAY + timedelta(days=3), title="Some day")
    assert remind(mail_world) == 1
    assert send(mail_world) == 1
    (letter,) = box.letters
    text = letter.get_content()
    assert letter["To"] == "robin@regulars.test"
    assert letter["Subject"] == "2 modules are waiting for you"
    assert "Hello Robin," in text
    assert "at Near" in text
    assert "First shift, due since Sunday, March 2" in text
    assert "On the phone, due by Friday, March 7" in text
    assert "Some day" not in text
    assert "http://127.0.0.1:8000/practice" in text
    assert letter["List-Unsubscribe"] == "<http://127.0.0.1:8000/settings>"


def test_a_letter_is_in_the_language_of_whoever_gets_it(
    mail_world: World, box: MailBox, somebody: Somebody, give: Give
) -> None:
    give(somebody(language="de"), title="First shift")
    remind(mail_world)
    send(mail_world)
    (letter,) = box.letters
    assert letter["Subject"] == "„First shift (de)“ wartet auf dich"
    assert letter["Content-Language"] == "de"
    assert "fällig bis Mittwoch, 5. März" in letter.get_content()


def test_once_a_day_is_enough(mail_world: World, somebody: Somebody, give: Give) -> None:
    person = somebody()
    give(person)
    for hours in (0, 1, 7):
        remind(mail_world, NOON + timedelta(hours=hours))
    assert len(letters_of(mail_world, person)) == 1
    remind(mail_world, NOON + timedelta(days=1))
    assert len(letters_of(mail_world, person)) == 2


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        ({"passed_at": NOON, "passed_on": TODAY}, {}),
        ({"excused_at": NOON}, {}),
        ({"withdrawn_at": NOON}, {}),
        ({"exhausted_at": NOON}, {}),
        ({"due_on": TODAY + timedelta(days=3)}, {}),
        ({}, {"left_at": NOON}),
        ({}, {"reminders": False}),
        ({}, {"is_demo": True, "email": "made-up@example.com"}),
        ({}, {"email": None, "staff_number": "4711"}),
    ],
)
def test_nobody_is_reminded_of_nothing_or_against_their_will(
    mail_world: World, somebody: Somebody, give: Give, facts: dict[str, object], changes: dict[str, object]
) -> None:
    person = somebody()
    give(person, **facts)
    with mail_world.database.writing() as session:
        session.execute(update(Person).where(Person.id == person).values(refresher=True, **changes))
    assert remind(mail_world) == 0


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ({}, 1),
        ({"open_days": "12467"}, 0),
        ({"opens": time(13)}, 0),
        ({"closes": time(12)}, 0),
        ({"time_zone": "Europe/Berlin"}, 0),
        ({"time_zone": "Europe/Berlin", "closes": time(22)}, 1),
        ({"closed_at": NOON}, 0),
    ],
)
def test_nobody_is_reminded_while_the_store_is_closed_by_its_own_clock(
    mail_world: World, somebody: Somebody, give: Give, store: dict[str, object], expected: int
) -> None:
    give(somebody())
    with mail_world.database.writing() as session:
        session.execute(update(Location).where(Location.name == "Near").values(kind="store", **store))
    assert remind(mail_world) == expected
    with mail_world.database.writing() as session:
        session.execute(update(Location).values(closed_at=None))


def test_a_day_is_the_stores_own_day(mail_world: World, somebody: Somebody, give: Give) -> None:
    person = somebody(store="Auckland")
    give(person, due_on=TODAY + timedelta(days=3))
    with mail_world.database.writing() as session:
        session.execute(update(Location).where(Location.name == "Auckland").values(time_zone="Pacific/Auckland"))
    remind(mail_world, datetime(2031, 3, 5, 10, tzinfo=UTC))  # 23:00 there, and closed
    assert letters_of(mail_world, person) == []
    remind(mail_world)  # the next morning there
    with mail_world.database.reading() as session:
        assert session.scalars(select(Reminder.day).where(Reminder.person_id == person)).all() == [
            TODAY + timedelta(days=1)
        ]


def test_a_letter_that_was_delayed_waits_for_the_next_opening(
    mail_world: World, box: MailBox, somebody: Somebody, give: Give
) -> None:
    person = somebody()
    give(person)
    evening = NOON + timedelta(hours=7, minutes=59)
    remind(mail_world, evening)
    box.refuse = lambda _envelope: "450 later"
    send(mail_world, evening)
    box.refuse = lambda _envelope: None
    assert send(mail_world, evening + timedelta(minutes=2)) == 0
    (letter,) = letters_of(mail_world, person)
    assert letter.next_at == datetime(2031, 3, 6, 17, tzinfo=UTC)
    assert send(mail_world, letter.next_at) == 1


def test_who_has_done_it_by_then_gets_no_letter(
    mail_world: World, box: MailBox, somebody: Somebody, give: Give
) -> None:
    person = somebody()
    enrolment = give(person)
    remind(mail_world)
    with mail_world.database.writing() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment).values(passed_at=NOON, passed_on=TODAY))
    assert send(mail_world) == 0
    assert box.letters == []
    assert letters_of(mail_world, person)[0].fault == "nothing-due"


def test_names_cannot_make_headers_or_lines_of_their_own(
    mail_world: World, box: MailBox, somebody: Somebody, give: Give
) -> None:
    give(somebody("x"), title="Hello\r\nBcc: stranger@elsewhere.test\r\n\r\n<script>")
    remind(mail_world)
    send(mail_world)
    (letter,) = box.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "“Hello Bcc: stranger@elsewhere.test <script>” is waiting for you"
    assert box.recipients == ["x@regulars.test"]


def test_two_who_run_it_at_once_remind_once(mail_world: World, somebody: Somebody, give: Give) -> None:
    people = [somebody() for _ in range(5)]
    for person in people:
        give(person)
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(remind, mail_world) for _ in range(4)]
    assert sum(run.result() for run in runs) == 5
    with mail_world.database.reading() as session:
        assert sorted(session.scalars(select(Mail.person_id))) == sorted(people)
