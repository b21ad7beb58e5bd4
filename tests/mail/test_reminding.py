"""A manager reminds one person, or all who are late: by mail, while the store is open, once a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import World
from tests.mail.conftest import NOON, TODAY, Give, letters_of, send
from tests.post import MailBox
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Person, Reminder

NIGHT = NOON + timedelta(hours=10)  # ten in the evening
Somebody = Callable[..., UUID]


@pytest.fixture
def manager(mail_world: World) -> Visitor:
    """Who leads the near store."""
    with time_machine.travel(NOON, tick=False):
        visitor = Visitor(mail_world.client(mail_world.cast.manager))
        assert visitor.token
    return visitor


def remind(visitor: Visitor, path: str, at: datetime = NOON) -> str:
    """Presses the button, and gives what the next page says."""
    with time_machine.travel(at, tick=False):
        answer = visitor.post(path, next="/settings")
        assert answer.status_code == 303, answer.text
        return visitor.get("/settings").text


def test_one_person_gets_one_letter_with_all_that_is_due(
    mail_world: World, box: MailBox, manager: Visitor, somebody: Somebody, give: Give
) -> None:
    person = somebody("idris")
    later = give(person, due_on=TODAY + timedelta(days=9), title="The phone")
    give(person, due_on=TODAY - timedelta(days=1), title="First shift")
    give(person, due_on=TODAY + timedelta(days=8), title="Some day")
    assert "Idris gets a letter now." in remind(manager, f"/enrolments/{later}/reminders")
    send(mail_world)
    (letter,) = box.letters
    text = letter.get_content()
    assert "The phone" in text
    assert "First shift" in text
    assert "Some day" not in text
    assert "Manager asked us to remind you." in text
    with mail_world.database.reading() as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.subject == str(person)))
        assert (event.action, event.actor_id, event.details) == (
            "remind",
            mail_world.cast.manager,
            {"outcome": "now"},
        )


def test_at_night_it_waits_for_the_store_to_open(
    mail_world: World, box: MailBox, manager: Visitor, somebody: Somebody, give: Give
) -> None:
    person = somebody("june")
    words = remind(manager, f"/enrolments/{give(person)}/reminders", NIGHT)
    assert "Near is closed now. June gets the letter on March 6, 2031 at 9:00" in words
    assert send(mail_world, NIGHT) == 0
    opening = datetime(2031, 3, 6, 17, tzinfo=UTC)
    assert send(mail_world, opening) == 1
    with mail_world.database.reading() as session:
        days = session.scalars(select(Reminder.day).where(Reminder.person_id == person)).all()
    assert days == [TODAY + timedelta(days=1)]


def test_once_a_day_is_enough(mail_world: World, manager: Visitor, somebody: Somebody, give: Give) -> None:
    person = somebody("marco")
    path = f"/enrolments/{give(person)}/reminders"
    remind(manager, path)
    assert "Marco was reminded already. Once a day is enough." in remind(manager, path, NOON + timedelta(hours=2))
    assert len(letters_of(mail_world, person)) == 1


NO_MAIL = {
    "has no e-mail address": {"email": None, "staff_number": "8001"},
    "wants no reminders": {"reminders": False},
}


@pytest.mark.parametrize("words", NO_MAIL)
def test_who_gets_no_mail_is_to_be_told_in_person(
    mail_world: World, manager: Visitor, somebody: Somebody, give: Give, words: str
) -> None:
    person = somebody()
    with mail_world.database.writing() as session:
        session.execute(update(Person).where(Person.id == person).values(NO_MAIL[words]))
    assert words in remind(manager, f"/enrolments/{give(person)}/reminders")
    assert letters_of(mail_world, person) == []


def test_what_is_settled_needs_no_reminder(mail_world: World, manager: Visitor, somebody: Somebody, give: Give) -> None:
    enrolment = give(somebody(), passed_at=NOON, passed_on=TODAY)
    with time_machine.travel(NOON, tick=False):
        answer = manager.post_json(f"/enrolments/{enrolment}/reminders")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "settled")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 303),
        ("trainer", 403),
        ("colleague", 403),
        ("owner", 403),
        ("stranger", 403),
        ("without_role", 403),
    ],
)
def test_only_who_leads_the_store_reminds(mail_world: World, give: Give, who: str, status: int) -> None:
    enrolment = give(mail_world.cast.owner)
    visitor = Visitor(mail_world.client(getattr(mail_world.cast, who)))
    assert visitor.post(f"/enrolments/{enrolment}/reminders").status_code == status


def test_another_stores_people_do_not_exist_here(mail_world: World, manager: Visitor, give: Give) -> None:
    enrolment = give(mail_world.cast.stranger, due_on=TODAY - timedelta(days=1))
    with time_machine.travel(NOON, tick=False):
        assert manager.post(f"/enrolments/{enrolment}/reminders").status_code == 404
    assert "Nobody here has anything overdue." in remind(manager, "/team/reminders")
    assert letters_of(mail_world, mail_world.cast.stranger) == []


def test_all_who_are_late_are_reminded_and_nobody_else(
    mail_world: World, box: MailBox, manager: Visitor, somebody: Somebody, give: Give
) -> None:
    late, also_late, on_time, passed = (somebody(f"person-{number}") for number in range(4))
    for person in (late, also_late):
        give(person, due_on=TODAY - timedelta(days=1))
    give(on_time, due_on=TODAY + timedelta(days=1))
    give(passed, due_on=TODAY - timedelta(days=1), passed_at=NOON, passed_on=TODAY)
    assert "2 people get a letter." in remind(manager, "/team/reminders")
    send(mail_world)
    assert sorted(box.recipients) == ["person-0@regulars.test", "person-1@regulars.test"]
    assert "2 people were reminded already." in remind(manager, "/team/reminders")


def test_the_filters_of_the_page_hold_for_the_reminders(
    mail_world: World, manager: Visitor, somebody: Somebody, give: Give
) -> None:
    wanted, other = somebody("gerda"), somebody("hugo")
    for person in (wanted, other):
        give(person, due_on=TODAY - timedelta(days=1))
    remind(manager, "/team/reminders?q=gerda")
    assert len(letters_of(mail_world, wanted)) == 1
    assert letters_of(mail_world, other) == []
