"""A world whose letters go to a real mail server on loopback."""

from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import String, cast, delete, func, select, update

from tests.conftest import DATABASES, World, make_location, make_person, make_world
from tests.modules import new_enrolment, new_module
from tests.post import MailBox
from training_app.cli.mail import send_letters
from training_app.models import (
    Assignment,
    AssignmentCount,
    AuditEvent,
    Enrolment,
    EnrolmentCount,
    Location,
    Mail,
    Membership,
    Module,
    Person,
    Reminder,
    SignInFailure,
)
from training_app.moment import new_id
from training_app.services import passwords
from training_app.services.report_counts import touch_reports

# A Wednesday noon at the stores of the cast, which are in Los Angeles.
NOON = datetime(2031, 3, 5, 20, 0, tzinfo=UTC)
TODAY = date(2031, 3, 5)
Give = Callable[..., UUID]


@pytest.fixture(scope="session")
def box() -> Iterator[MailBox]:
    """The mail server."""
    with MailBox() as box:
        yield box


@pytest.fixture(scope="session", params=DATABASES)
def shared_world(
    request: pytest.FixtureRequest, make_database_url: Callable[[str], str], box: MailBox
) -> Iterator[World]:
    """The world on both databases, with that mail server."""
    world = make_world(make_database_url(request.param), mail=box.server())
    yield world
    world.database.dispose()


@pytest.fixture
def mail_world(shared_world: World, box: MailBox) -> Iterator[World]:
    """The same without any letter, enrolment or failed try of the test before."""
    yield shared_world
    box.letters.clear()
    box.recipients.clear()
    box.refuse = box.at_recipient = lambda _envelope: None
    with shared_world.database.writing() as session:
        for table in (
            Reminder,
            Mail,
            EnrolmentCount,
            AssignmentCount,
            Enrolment,
            Assignment,
            Module,
            AuditEvent,
            SignInFailure,
        ):
            session.execute(delete(table))
        # Whoever a test made lets go of their address, for the next one of that name.
        address = cast(Person.id, String) + "@gone.test"
        others = Person.id.not_in(astuple(shared_world.cast))
        session.execute(update(Person).where(others).values(email=func.lower(address), staff_number=None))
        session.execute(
            update(Location).values(
                opens=time(9), closes=time(20), open_days="1234567", time_zone="America/Los_Angeles"
            )
        )


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with the least work; the real one has tests of its own."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)


@pytest.fixture
def give(mail_world: World) -> Give:
    """Gives a person something to do, due on a day; its id is the enrolment's."""

    def given(person: UUID, *, due_on: date = TODAY, title: str = "First shift", **facts: object) -> UUID:
        with mail_world.database.writing() as session:
            store = session.scalars(select(Membership.location_id).where(Membership.person_id == person).limit(1)).one()
            titles = {"en": title, "de": f"{title} (de)"}
            module = new_module(session, location_id=store, scenarios=(), titles=titles, pass_mark=0.5)
            enrolment = new_enrolment(
                session,
                module,
                person_id=person,
                location_id=store,
                assigned_at=NOON - timedelta(days=20),
                due_on=due_on,
                **facts,
            )
            touch_reports(session, [store])
            return enrolment.id

    return given


@pytest.fixture
def somebody(mail_world: World) -> Callable[..., UUID]:
    """Makes a person at a store, Near unless another one is named, whom no other test knows."""

    def make(name: str | None = None, *, store: str = "Near", **values: object) -> UUID:
        with mail_world.database.writing() as session:
            place = session.scalars(select(Location).where(Location.name == store)).first()
            if place is None:
                chain = session.scalars(select(Location).where(Location.parent_id.is_(None))).one()
                place = make_location(session, store, kind="store", parent=chain)
            return make_person(session, name or f"somebody-{new_id().hex[-12:]}", at=place, **values)

    return make


def letters_of(world: World, person: UUID) -> list[Mail]:
    """The letters to this person, the oldest first."""
    with world.database.reading() as session:
        return list(session.scalars(select(Mail).where(Mail.person_id == person).order_by(Mail.queued_at, Mail.id)))


def send(world: World, at: datetime = NOON) -> int:
    """Hands over what is due at this moment; gives how many letters were taken."""
    with time_machine.travel(at, tick=False):
        done = send_letters(world.database, world.app.extensions["settings"])
    assert done is not None
    return done.sent
