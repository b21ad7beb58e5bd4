"""The letters as administrators read them, and invitations by mail: no secret link is shown anywhere."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.mail.conftest import letters_of, send
from tests.post import MailBox
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Mail, Person
from training_app.moment import new_id, now
from training_app.services.letters import queue_letter

Somebody = Callable[..., UUID]


def queue(world: World, person: UUID, *, minutes: int = 0, **values: str) -> UUID:
    letter_id = new_id()
    given = {"kind": "reminder", "subject": "Hello", "body": "Come in.\n"} | values
    with world.database.writing() as session:
        queue_letter(
            session,
            letter_id=letter_id,
            person=session.get_one(Person, person),
            language="en",
            link=None,
            now=now() - timedelta(minutes=minutes),
            **given,
        )
    return letter_id


@pytest.fixture
def administrator(mail_world: World) -> Visitor:
    """Who reads the letters."""
    return Visitor(mail_world.client(mail_world.cast.administrator))


@pytest.fixture
def manager(mail_world: World) -> Visitor:
    """Who invites."""
    return Visitor(mail_world.client(mail_world.cast.manager))


def test_an_invitation_goes_by_mail_and_its_link_sets_a_password(
    mail_world: World, box: MailBox, manager: Visitor, somebody: Somebody
) -> None:
    person = somebody("pia", language="es")
    assert manager.post(f"/people/{person}/invitation-letters").status_code == 303
    send(mail_world, now())
    (letter,) = box.letters
    text = letter.get_content()
    assert letter["Subject"] == "Te damos la bienvenida a Regulars, Pia"
    assert "Near" in text
    assert "pia@regulars.test" in text
    found = re.search(r"http://127\.0\.0\.1:8000(/reset/[\w-]{43})", text)
    assert found
    new = {"new": "a lantern by the stairs", "again": "a lantern by the stairs"}
    assert Visitor(mail_world.client()).post(found.group(1), **new).status_code == 303
    with mail_world.database.reading() as session:
        assert (
            "invite-by-mail"
            in session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(person))).all()
        )


def test_people_show_the_button_only_where_a_letter_can_go(
    mail_world: World, manager: Visitor, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody("sasha")
    button = f'formaction="/people/{person}/invitation-letters"'
    assert button in manager.get("/people?q=sasha").text
    settings = replace(mail_world.app.extensions["settings"], mail=None)
    monkeypatch.setitem(mail_world.app.extensions, "settings", settings)
    assert button not in manager.get("/people?q=sasha").text
    assert manager.post(f"/people/{person}/invitation-letters").status_code == 409


def test_no_secret_link_is_ever_on_the_page(
    mail_world: World, administrator: Visitor, manager: Visitor, somebody: Somebody
) -> None:
    person = somebody("otto")
    manager.post(f"/people/{person}/invitation-letters")
    link = letters_of(mail_world, person)[0].link
    assert link is not None
    shown = administrator.get("/mail").text
    assert "Welcome to Regulars, Otto" in shown
    assert "[The secret link is left out.]" in shown
    assert link not in shown
    assert link.rpartition("/")[2] not in shown
    assert "/reset/" not in shown


def test_letters_are_read_by_how_they_stand(
    mail_world: World, box: MailBox, administrator: Visitor, somebody: Somebody
) -> None:
    waiting, refused, sent = somebody(), somebody(), somebody()
    queue(mail_world, refused, kind="invitation", subject="No way")
    address = letters_of(mail_world, refused)[0].address
    box.at_recipient = lambda envelope: "550 <b>nobody</b>" if address in envelope.rcpt_tos else None
    queue(mail_world, sent, kind="invitation", subject="Gone")
    send(mail_world, now())
    queue(mail_world, waiting, kind="invitation", subject="Still here")
    pages = {
        state: administrator.get(f"/mail?state={state}").text for state in ("waiting", "sent", "given-up", "nonsense")
    }
    for state, subject in {"waiting": "Still here", "sent": "Gone", "given-up": "No way"}.items():
        assert {name for name in ("Still here", "Gone", "No way") if name in pages[state]} == {subject}
    assert all(subject in pages["nonsense"] for subject in ("Still here", "Gone", "No way"))
    assert "The mail server said: 550 &lt;b&gt;nobody&lt;/b&gt;" in pages["given-up"]


def test_many_letters_come_page_by_page_the_newest_first(mail_world: World, administrator: Visitor) -> None:
    for number in range(52):
        queue(mail_world, mail_world.cast.owner, minutes=number, subject=f"Letter {number:02}.")
    first = administrator.get("/mail").text
    assert re.findall(r"Letter (\d\d)\.", first) == [f"{number:02}" for number in range(50)]
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    second = administrator.get(older.group(1).replace("&amp;", "&")).text
    assert re.findall(r"Letter (\d\d)\.", second) == ["50", "51"]


def test_letters_to_people_elsewhere_are_not_read(mail_world: World, somebody: Somebody) -> None:
    queue(mail_world, mail_world.cast.without_role, subject="Nowhere")
    assert "Nowhere" not in Visitor(mail_world.client(mail_world.cast.administrator)).get("/mail").text
    assert Visitor(mail_world.client(mail_world.cast.manager)).get("/mail").status_code == 403


def test_what_is_in_a_letter_is_shown_as_text(mail_world: World, administrator: Visitor) -> None:
    queue(mail_world, mail_world.cast.owner, subject="<script>alert(1)</script>", body="<img src=x>")
    shown = administrator.get("/mail").text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    with mail_world.database.reading() as session:
        assert session.scalars(select(Mail.subject)).all() == ["<script>alert(1)</script>"]
