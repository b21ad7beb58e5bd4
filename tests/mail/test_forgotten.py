"""A password that was forgotten: a link by mail, and nothing that tells who has an account."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import World
from tests.mail.conftest import letters_of, send
from tests.post import MailBox
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Mail, Person
from training_app.moment import new_id, new_token, now
from training_app.services.changes import Change
from training_app.services.invitations import invite
from training_app.services.passwords import verify_password

NEW = {"new": "a lantern by the stairs", "again": "a lantern by the stairs"}
LINK = re.compile(r"http://127\.0\.0\.1:8000(/reset/[\w-]{43})")
Somebody = Callable[..., UUID]


@pytest.fixture
def door(mail_world: World) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(mail_world.client())


def link_in(box: MailBox) -> str:
    found = LINK.search(box.letters[-1].get_content())
    assert found
    return found.group(1)


def test_a_link_by_mail_sets_a_new_password_once(
    mail_world: World, box: MailBox, somebody: Somebody, door: Visitor
) -> None:
    person = somebody("robin")
    asked = door.post("/forgotten", email=" Robin@regulars.test")
    assert (asked.status_code, asked.location) == (303, "/login")
    assert send(mail_world, now()) == 1
    assert box.recipients == ["robin@regulars.test"]
    path = link_in(box)
    assert door.post(path, **NEW).status_code == 303
    assert door.get(path).status_code == 404
    with mail_world.database.reading() as session:
        assert verify_password(session.get_one(Person, person).password_hash, NEW["new"])
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(person)))
        assert sorted(actions) == ["ask-for-password", "set-password-by-link"]
    assert letters_of(mail_world, person)[0].link is None


def test_a_link_works_for_an_hour(mail_world: World, box: MailBox, somebody: Somebody, door: Visitor) -> None:
    somebody("lou")
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        door.post("/forgotten", email="lou@regulars.test")
        send(mail_world, now())
        path = link_in(box)
        clock.shift(timedelta(minutes=59, seconds=59))
        assert door.get(path).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert door.get(path).status_code == 404


@pytest.mark.parametrize("account", ["nobody@regulars.test", "4711", "x" * 200, "<script>", "a\u2028b"])
def test_the_answer_is_the_same_whether_the_account_exists_or_not(mail_world: World, account: str) -> None:
    known, unknown = Visitor(mail_world.client()), Visitor(mail_world.client())
    answers = [known.post("/forgotten", email="owner@regulars.test"), unknown.post("/forgotten", email=account)]
    assert len({(answer.status_code, answer.location, answer.text) for answer in answers}) == 1
    pages = [re.sub(r'content="[^"]+"|value="[^"]+"', "", one.get("/login").text) for one in (known, unknown)]
    assert pages[0] == pages[1]
    assert "a letter is on its way" in pages[0]


def test_who_has_no_address_left_or_is_not_let_in_gets_no_letter(
    mail_world: World, somebody: Somebody, door: Visitor
) -> None:
    changes = {"without": {"email": None}, "gone": {"left_at": now()}}
    for name, values in changes.items():
        person = somebody(name, staff_number=f"st-{name}")
        with mail_world.database.writing() as session:
            session.execute(update(Person).where(Person.id == person).values(values))
        assert door.post("/forgotten", email=f"st-{name}").status_code == 303
    with mail_world.database.reading() as session:
        assert session.scalars(select(Mail)).all() == []


def test_a_staff_number_reaches_the_address_that_belongs_to_it(
    mail_world: World, box: MailBox, somebody: Somebody, door: Visitor
) -> None:
    somebody("wren", staff_number="1005", language="de")
    door.post("/forgotten", email="1005")
    send(mail_world, now())
    assert box.recipients == ["wren@regulars.test"]
    assert box.letters[0]["Subject"] == "Ein neues Passwort für Regulars"


def test_asking_is_held_back_alike_for_everybody(mail_world: World, somebody: Somebody) -> None:
    person = somebody("carla")
    for account in ("carla@regulars.test", "nobody@regulars.test"):
        visitor = Visitor(mail_world.client())
        answers = [visitor.post("/forgotten", email=account) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
        assert answers[3].headers["Retry-After"] == "60"
    assert len(letters_of(mail_world, person)) == 3


def test_one_address_cannot_ask_for_the_whole_chain(mail_world: World) -> None:
    visitor = Visitor(mail_world.client(), address="203.0.113.9")
    statuses = [visitor.post("/forgotten", email=f"guess-{number}").status_code for number in range(31)]
    assert statuses == [303] * 30 + [429]
    assert Visitor(mail_world.client(), address="203.0.113.10").post("/forgotten", email="x").status_code == 303


def test_a_stranger_who_asks_ends_no_invitation(mail_world: World, somebody: Somebody, door: Visitor) -> None:
    person, token = somebody("hana"), new_token()
    with mail_world.database.writing() as session:
        change = Change(new_id(), mail_world.cast.manager, now())
        invite(session, person_id=person, token=token, change=change, action="invite")
    door.post("/forgotten", email="hana@regulars.test")
    assert door.get(f"/reset/{token}").status_code == 200


def test_the_link_leads_to_the_public_address_whatever_the_request_says(
    mail_world: World, box: MailBox, somebody: Somebody, door: Visitor
) -> None:
    somebody("tom")
    door.post(
        "/forgotten",
        headers={"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"},
        email="tom@regulars.test",
    )
    send(mail_world, now())
    assert "evil.test" not in box.letters[0].get_content()
    assert link_in(box)


def test_without_a_mail_server_the_sign_in_page_says_whom_to_ask(
    mail_world: World, door: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'href="/forgotten"' in door.get("/login").text
    settings = replace(mail_world.app.extensions["settings"], mail=None)
    monkeypatch.setitem(mail_world.app.extensions, "settings", settings)
    page = door.get("/login").text
    assert 'href="/forgotten"' not in page
    assert "Your manager can give you a link" in page
    assert door.get("/forgotten").status_code == 404
