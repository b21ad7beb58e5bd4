"""The queue of letters: nothing is lost, nothing goes twice, and no secret stays."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete

from tests.conftest import World
from tests.people import new_employee
from training_app.domain.errors import Invalid
from training_app.domain.retrying import DELAYS
from training_app.models import Mail, Person, Reminder
from training_app.moment import new_id, new_token
from training_app.services.accounts import keep_reset_link
from training_app.services.letters import (
    TAKEN_FOR,
    Letter,
    clear_queue,
    queue_letter,
    record_fault,
    record_sent,
    take_letter,
)

NOW = datetime(2031, 3, 4, 20, 0, tzinfo=UTC)
Queue = Callable[..., UUID]


@pytest.fixture(autouse=True)
def empty_queue(world: World) -> Iterator[None]:
    """Letters of other tests are out of the way."""
    _empty(world)
    yield
    _empty(world)


def _empty(world: World) -> None:
    with world.database.writing() as session:
        session.execute(delete(Reminder))
        session.execute(delete(Mail))


@pytest.fixture
def queue(world: World) -> Queue:
    """Puts a letter into the queue."""

    def put(*, person: UUID | None = None, link_for: timedelta | None = None, at: datetime = NOW, **values) -> UUID:
        letter_id = new_id()
        with world.database.writing() as session:
            reader = session.get_one(Person, person or world.cast.owner)
            link = None
            if link_for is not None:
                token = new_token()
                keep_reset_link(session, person_id=reader.id, token=token, valid_for=link_for, now=NOW)
                link = f"http://127.0.0.1:8000/reset/{token}"
            given = {"kind": "invitation", "subject": "Hello", "body": "Look: {link}\n"} | values
            queue_letter(session, letter_id=letter_id, person=reader, language="en", link=link, now=NOW, at=at, **given)
        return letter_id

    return put


def take(world: World, now: datetime = NOW) -> Letter | UUID | None:
    with world.database.writing() as session:
        return take_letter(session, now=now)


def kept(world: World, letter_id: UUID) -> Mail:
    with world.database.reading() as session:
        return session.get_one(Mail, letter_id)


def test_a_letter_is_taken_with_its_link_in_its_place(world: World, queue: Queue) -> None:
    letter_id = queue(link_for=timedelta(hours=1))
    letter = take(world)
    assert isinstance(letter, Letter)
    assert (letter.id, letter.address) == (letter_id, "owner@regulars.test")
    assert letter.body == f"Look: {kept(world, letter_id).link}\n"


def test_nobody_else_takes_a_letter_that_was_taken_until_whoever_took_it_must_have_died(
    world: World, queue: Queue
) -> None:
    letter_id = queue()
    assert isinstance(take(world), Letter)
    assert take(world) is None
    assert take(world, NOW + TAKEN_FOR - timedelta(seconds=1)) is None
    again = take(world, NOW + TAKEN_FOR)
    assert isinstance(again, Letter)
    assert again.id == letter_id


def test_letters_go_in_the_order_of_their_times(world: World, queue: Queue) -> None:
    later, first = queue(at=NOW - timedelta(minutes=1)), queue(at=NOW - timedelta(minutes=2))
    queue(at=NOW + timedelta(seconds=1))
    taken = [take(world), take(world), take(world)]
    assert [letter.id if isinstance(letter, Letter) else letter for letter in taken] == [first, later, None]


def test_what_was_sent_is_never_taken_again_and_keeps_no_secret(world: World, queue: Queue) -> None:
    letter_id = queue(link_for=timedelta(days=14))
    take(world)
    with world.database.writing() as session:
        record_sent(session, letter_id=letter_id, now=NOW)
    letter = kept(world, letter_id)
    assert (letter.sent_at, letter.link, letter.fault) == (NOW, None, None)
    assert take(world, NOW + timedelta(days=2)) is None


def test_a_fault_puts_a_letter_off_longer_each_time_until_it_is_given_up(world: World, queue: Queue) -> None:
    letter_id = queue(link_for=timedelta(days=14))
    now, waits = NOW, []
    while isinstance(take(world, now), Letter):
        with world.database.writing() as session:
            record_fault(session, letter_id=letter_id, fault="450 later\r\nplease", is_permanent=False, now=now)
        letter = kept(world, letter_id)
        if letter.given_up_at is None:
            waits.append(letter.next_at - now)
            assert take(world, letter.next_at - timedelta(seconds=1)) is None
            assert letter.link is not None
            now = letter.next_at
    assert waits == list(DELAYS)
    assert (letter.given_up_at, letter.link, letter.fault) == (now, None, "450 later please")


def test_a_permanent_fault_gives_a_letter_up_at_once(world: World, queue: Queue) -> None:
    letter_id = queue(link_for=timedelta(hours=1))
    take(world)
    with world.database.writing() as session:
        record_fault(session, letter_id=letter_id, fault="550 nobody", is_permanent=True, now=NOW)
    assert (kept(world, letter_id).given_up_at, kept(world, letter_id).link) == (NOW, None)


@pytest.mark.parametrize("by_clearing", [True, False])
def test_a_link_that_ended_is_wiped_and_its_letter_not_sent(world: World, queue: Queue, by_clearing: bool) -> None:
    letter_id = queue(link_for=timedelta(hours=1))
    later = NOW + timedelta(hours=1)
    if by_clearing:
        with world.database.writing() as session:
            clear_queue(session, now=later)
    else:
        assert take(world, later) == letter_id
    letter = kept(world, letter_id)
    assert (letter.link, letter.given_up_at, letter.fault) == (None, later, "link-ended")


def test_a_newer_link_ends_the_letter_with_the_older(world: World, queue: Queue) -> None:
    older, newer = queue(link_for=timedelta(hours=1)), queue(link_for=timedelta(hours=1), at=NOW)
    with world.database.writing() as session:
        clear_queue(session, now=NOW)
    assert kept(world, older).fault == "link-ended"
    assert kept(world, newer).given_up_at is None


def test_what_lay_for_days_without_a_mail_server_is_not_sent_all_at_once_later(world: World, queue: Queue) -> None:
    old, planned = queue(), queue(at=NOW + timedelta(days=2))
    with world.database.writing() as session:
        clear_queue(session, now=NOW + timedelta(days=3, seconds=1))
    assert kept(world, old).fault == "too-old"
    assert kept(world, planned).given_up_at is None


def test_who_left_gets_no_letter(world: World, queue: Queue) -> None:
    person = new_employee(world)
    letter_id = queue(person=person)
    with world.database.writing() as session:
        session.get_one(Person, person).left_at = NOW
    assert take(world) == letter_id
    assert kept(world, letter_id).fault == "left"
    assert take(world) is None


def test_a_subject_is_one_line_whatever_people_are_called(world: World, queue: Queue) -> None:
    letter_id = queue(subject=" Hello\r\nBcc: stranger@elsewhere.test\u2028and\x85more\0 " + "x" * 300)
    subject = kept(world, letter_id).subject
    assert subject.startswith("Hello Bcc: stranger@elsewhere.test and more xxx")
    assert subject.isprintable()
    assert len(subject) == 200


def test_whoever_has_no_address_gets_no_letter(world: World) -> None:
    person = new_employee(world)
    with world.database.writing() as session:
        reader = session.get_one(Person, person)
        reader.staff_number, reader.email = str(person)[:20], None
        session.flush()
        with pytest.raises(Invalid) as refused:
            queue_letter(
                session,
                letter_id=new_id(),
                kind="reminder",
                person=reader,
                language="en",
                subject="",
                body="",
                link=None,
                now=NOW,
            )
    assert refused.value.code == "no-address"
