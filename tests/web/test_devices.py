"""Devices: connecting a tablet by a code, what it reports, renaming, moving and disconnecting it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import World
from tests.web.tablets import location_named, new_code_for, new_device
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Device, SignIn
from training_app.moment import new_id, new_token, now
from training_app.services.devices import pair_device, record_forgotten, record_state
from training_app.services.looking_after import revoke_device
from training_app.services.signing_in import start_session
from training_app.web.qr import qr_svg

LETTERS = re.compile(r"data-code>([B-DF-HJ-NP-TV-XZ]{4} [B-DF-HJ-NP-TV-XZ]{4})<")
HOUR = timedelta(hours=1)


@pytest.fixture
def near(world: World) -> UUID:
    return location_named(world, "Near")


def name_of(world: World) -> str:
    return f"Tablet {new_id()}"[:40]


def report(world: World, device_id: UUID, **values) -> None:
    with world.database.writing() as session:
        state = {"unsent": 0, "unsent_since": None, "offline": "ready", "now": now()} | values
        record_state(session, device_id=device_id, **state)


def actions_on(world: World, subject: UUID) -> list[str]:
    with world.database.reading() as session:
        query = select(AuditEvent.action).where(AuditEvent.subject.startswith(str(subject)))
        return list(session.scalars(query.order_by(AuditEvent.at, AuditEvent.id)))


def card_of(page: str, name: str) -> str:
    """A tablet's part of the page, its tags gone."""
    found = next(part for part in re.split(r"<(?:article|li class=.device)", page) if f">{name}</h3>" in part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found))


def letters_of(visitor: Visitor) -> str:
    found = LETTERS.search(visitor.get("/devices/code").text)
    assert found
    return found.group(1)


def pair(world: World, letters: str) -> UUID:
    with world.database.writing() as session:
        return pair_device(session, code=letters, device_id=new_id(), token=new_token(), now=now()).id


def test_a_manager_sees_the_tablets_of_their_own_stores_alone(
    world: World, manager: Visitor, administrator: Visitor, near: UUID
) -> None:
    here, there = name_of(world), name_of(world)
    new_device(world, near, name=here)
    new_device(world, location_named(world, "Far"), name=there)
    own, all_of_them = manager.get("/devices").text, administrator.get("/devices").text
    assert here in own
    assert there not in own
    assert here in all_of_them
    assert there in all_of_them


def test_the_code_connects_one_tablet_and_its_page_says_when_it_has(world: World, manager: Visitor, near: UUID) -> None:
    name = name_of(world)
    made = manager.post("/devices", name=name, location=str(near))
    assert (made.status_code, made.location) == (303, "/devices/code")
    letters = letters_of(manager)
    page = manager.get("/devices/code").text
    path = f"/pair?code={letters.replace(' ', '')}"
    assert str(qr_svg(f"http://127.0.0.1:8000{path}")) in page
    assert f'href="{path}"' in page
    assert manager.get_json("/devices/code").json == {"state": "open"}
    assert letters_of(manager) == letters
    device = pair(world, letters)
    assert manager.get_json("/devices/code").json == {"state": "used"}
    assert f"“{name}” is connected" in manager.get("/devices/code").text
    assert name in manager.get("/devices").text
    assert actions_on(world, device) == ["add-device"]


def test_a_code_is_shown_until_its_time_in_the_store_is_past(world: World, near: UUID) -> None:
    with time_machine.travel(datetime(2031, 3, 4, 22, 55, tzinfo=UTC), tick=False) as clock:
        visitor = Visitor(world.client(world.cast.manager))
        visitor.post("/devices", name="Till", location=str(near))
        assert "until 3:05\N{NARROW NO-BREAK SPACE}PM there" in visitor.get("/devices/code").text
        clock.shift(timedelta(minutes=10))
        assert visitor.get_json("/devices/code").json == {"state": "over"}
        assert "This code is past its time" in visitor.get("/devices/code").text


def test_nobody_else_sees_a_code(world: World, manager: Visitor, near: UUID) -> None:
    manager.post("/devices", name="Till", location=str(near))
    cookie = manager.client.get_cookie("regulars")
    assert cookie
    other = Visitor(world.client(world.cast.administrator))
    assert other.get("/devices/code").location == "/devices/new"
    with other.client.session_transaction() as session:
        session["device-code"] = new_code_for(world, near)
    assert other.get("/devices/code").status_code == 200
    with manager.client.session_transaction() as session:
        session["device-code"] = new_code_for(world, near)  # the administrator's
    assert manager.get("/devices/code").location == "/devices/new"


@pytest.mark.parametrize(
    ("public_url", "warning"),
    [
        ("http://127.0.0.1:8000", "Only this machine reaches"),
        ("http://regulars.shop.test", "is no https address"),
        ("https://regulars.shop.test", None),
    ],
)
def test_the_page_of_a_code_warns_where_it_will_not_work(
    world: World, manager: Visitor, monkeypatch: pytest.MonkeyPatch, public_url: str, warning: str | None
) -> None:
    settings = replace(world.app.extensions["settings"], public_url=public_url)
    monkeypatch.setitem(world.app.extensions, "settings", settings)
    manager.post("/devices", name="Till", location=str(location_named(world, "Near")))
    page = manager.get("/devices/code").text
    assert f"open {public_url}/pair in its browser" in page
    warnings = {"Only this machine reaches", "is no https address"}
    assert {words for words in warnings if words in page} == ({warning} if warning else set())


def test_what_a_tablet_has_not_sent_is_counted_with_its_age(world: World, manager: Visitor, near: UUID) -> None:
    name = name_of(world)
    with time_machine.travel(now() - 3 * HOUR):
        device = new_device(world, near, name=name)
    report(world, device, unsent=3, unsent_since=now() - 2 * HOUR)
    card = card_of(manager.get("/devices").text, name)
    assert "3 answers not sent yet, the oldest from 2 hours ago." in card
    assert "Works without a network" in card
    report(world, device, unsent=1, unsent_since=now())
    assert "1 answer not sent yet, from just now." in card_of(manager.get("/devices").text, name)
    report(world, device)
    assert "not sent yet" not in card_of(manager.get("/devices").text, name)


@pytest.mark.parametrize(
    ("offline", "to_do"), [("insecure", "https addresses"), ("refused", "private mode"), ("full", "photos and apps")]
)
def test_why_practice_without_a_network_is_off_and_what_to_do_is_said(
    world: World, manager: Visitor, near: UUID, offline: str, to_do: str
) -> None:
    name = name_of(world)
    device = new_device(world, near, name=name)
    assert "not known yet" in card_of(manager.get("/devices").text, name)
    report(world, device, offline=offline)
    for page in (manager.get("/devices").text, manager.get(f"/devices/{device}").text):
        assert re.search(rf"{name}[^<]*: practice without a network is off.*{to_do}", page)
    assert "Needs the network" in card_of(manager.get("/devices").text, name)


def test_a_tablet_is_renamed_moved_and_its_lock_set_each_on_record(
    world: World, administrator: Visitor, near: UUID
) -> None:
    device = new_device(world, near)
    with world.database.writing() as session:
        start_session(session, person_id=world.cast.owner, token=new_token(), now=now(), device_id=device)
    fields = {"name": "  Counter  ", "location": str(near), "lock_after": "180"}
    assert administrator.post(f"/devices/{device}", **fields).status_code == 303
    assert actions_on(world, device) == ["add-device", "rename-device"]
    assert administrator.post(f"/devices/{device}", **fields).status_code == 303
    assert len(actions_on(world, device)) == 2
    assert is_signed_in_on(world, device)
    far = location_named(world, "Far")
    administrator.post(f"/devices/{device}", **fields | {"location": str(far), "lock_after": "1800"})
    assert sorted(actions_on(world, device)[2:]) == ["move-device", "set-device-lock"]
    with world.database.reading() as session:
        found = session.get_one(Device, device)
        assert (found.name, found.location_id, found.lock_after) == ("Counter", far, 1800)
    assert not is_signed_in_on(world, device)


def is_signed_in_on(world: World, device: UUID) -> bool:
    with world.database.reading() as session:
        return session.scalars(select(SignIn).where(SignIn.device_id == device)).first() is not None


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 61}, {"name": "two\nlines"}, {"location": "nowhere"}, {"lock_after": "29"}]
)
def test_what_a_tablet_cannot_be_is_said_at_the_field(
    world: World, manager: Visitor, near: UUID, wrong: dict[str, str]
) -> None:
    device = new_device(world, near)
    fields = {"name": "Till", "location": str(near), "lock_after": "180"} | wrong
    answer = manager.post(f"/devices/{device}", **fields)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert actions_on(world, device) == ["add-device"]


def test_a_disconnected_tablet_says_what_it_lost(world: World, manager: Visitor, near: UUID) -> None:
    name = name_of(world)
    device = new_device(world, near, name=name)
    report(world, device, unsent=2, unsent_since=now())
    assert "It still holds answers" in manager.get(f"/devices/{device}").text
    assert manager.post(f"/devices/{device}/revocation").status_code == 303
    manager.post(f"/devices/{device}/revocation")
    assert actions_on(world, device) == ["add-device", "revoke-device"]
    card = card_of(manager.get("/devices").text, name)
    assert "it forgets everything at its next contact" in card
    assert "2 answers not sent yet" in card
    with world.database.writing() as session:
        record_forgotten(session, device_id=device, unsent=2, now=now())
    card = card_of(manager.get("/devices").text, name)
    assert "2 answers could not be sent before that" in card
    assert "not sent yet" not in card
    fields = {"name": "Till", "location": str(near), "lock_after": "180"}
    assert manager.post(f"/devices/{device}", **fields).status_code == 409
    assert f'action="/devices/{device}' not in manager.get(f"/devices/{device}").text


def test_a_tablet_that_forgot_everything_leaves_the_page_after_a_season(
    world: World, manager: Visitor, near: UUID
) -> None:
    name = name_of(world)
    device = new_device(world, near, name=name)
    for days, is_there in ((89, True), (91, False)):
        with world.database.writing() as session:
            found = session.get_one(Device, device)
            revoke_device(session, device=found, actor_id=world.cast.manager, event_id=new_id(), now=now())
            found.forgotten_at = now() - timedelta(days=days)
            found.lost = 0
        assert (name in manager.get("/devices").text) is is_there


def test_where_there_is_one_store_nobody_is_asked_for_it(
    world: World, manager: Visitor, administrator: Visitor, near: UUID
) -> None:
    assert f'<input type="hidden" name="location" value="{near}">' in manager.get("/devices/new").text
    page = administrator.get("/devices/new").text
    for store in (near, location_named(world, "Far")):
        assert f'value="{store}"' in page


def test_only_those_who_look_after_stores_are_led_to_devices_and_people(
    world: World, visit: Callable[[UUID | None], Visitor]
) -> None:
    for person, is_led in (
        (world.cast.owner, False),
        (world.cast.trainer, False),
        (world.cast.manager, True),
        (world.cast.administrator, True),
    ):
        page = visit(person).get("/practice").text
        for address in ("/devices", "/people"):
            assert (f'<a class="navigation__link" href="{address}"' in page) is is_led
