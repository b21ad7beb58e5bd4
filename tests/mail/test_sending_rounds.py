"""`flask mail send`: rounds of letters against a real server, also killed in the middle."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from config import ROOT, MailServer
from tests.conftest import World
from tests.mail.conftest import NOON, letters_of, send
from tests.patience import PATIENCE
from tests.post import HOST, MailBox
from tests.serving import free_port
from training_app.cli.mail import MOST_FAULTS, send_letters
from training_app.models import Mail, Person
from training_app.moment import new_id, now
from training_app.services.letters import TAKEN_FOR, queue_letter

Somebody = Callable[..., UUID]


def queue(world: World, person: UUID, *, count: int = 1, body: str = "Hello\n") -> list[UUID]:
    ids = [new_id() for _ in range(count)]
    with world.database.writing() as session:
        for letter_id in ids:
            queue_letter(
                session,
                letter_id=letter_id,
                kind="invitation",
                person=session.get_one(Person, person),
                language="en",
                subject="Hello",
                body=body,
                link=None,
                now=now(),
            )
    return ids


def ids_of(box: MailBox) -> list[str]:
    return [letter["Message-ID"] for letter in box.letters]


def count_sent(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Mail).where(Mail.sent_at.is_not(None))) or 0


def test_the_command_hands_over_what_is_due_and_says_so(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    queue(mail_world, somebody(), count=3)
    result = mail_world.app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 0, result.output
    assert "Sent: 3. Not sent: 0." in result.output
    assert len(box.letters) == 3
    again = mail_world.app.test_cli_runner().invoke(args=["mail", "send"])
    assert "Sent: 0." in again.output
    assert len(box.letters) == 3


def test_a_server_out_of_reach_costs_one_letter_one_try_and_the_command_fails(
    mail_world: World, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody()
    queue(mail_world, person, count=3)
    nowhere = MailServer(HOST, free_port(), "offered", "regulars@shop.test")
    settings = replace(mail_world.app.extensions["settings"], mail=nowhere)
    monkeypatch.setitem(mail_world.app.extensions, "settings", settings)
    result = mail_world.app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 1
    assert "cannot be used" in result.output
    assert sorted(letter.tries for letter in letters_of(mail_world, person)) == [0, 0, 1]


def test_without_a_mail_server_letters_are_kept(
    mail_world: World, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(mail_world, somebody())
    settings = replace(mail_world.app.extensions["settings"], mail=None)
    monkeypatch.setitem(mail_world.app.extensions, "settings", settings)
    result = mail_world.app.test_cli_runner().invoke(args=["mail", "send"])
    assert result.exit_code == 0
    assert "MAIL_URL is not set, so nothing was sent. Letters kept: 1." in result.output


def test_a_letter_that_is_refused_for_good_holds_nobody_up(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    refused, taken = somebody(), somebody()
    queue(mail_world, refused, count=MOST_FAULTS + 1)
    queue(mail_world, taken)
    address = letters_of(mail_world, refused)[0].address
    box.at_recipient = lambda envelope: "550 nobody" if address in envelope.rcpt_tos else None
    assert send(mail_world, now()) == 1
    assert {letter.fault for letter in letters_of(mail_world, refused)} == {"550 nobody"}
    assert all(letter.given_up_at for letter in letters_of(mail_world, refused))


def test_a_round_ends_when_nothing_gets_through(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    person = somebody()
    queue(mail_world, person, count=MOST_FAULTS + 2)
    box.refuse = lambda _envelope: "451 not now"
    assert send(mail_world, now()) == 0
    assert sum(letter.tries for letter in letters_of(mail_world, person)) == MOST_FAULTS


def test_several_who_send_at_once_never_send_the_same(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    queue(mail_world, somebody(), count=40)
    settings = mail_world.app.extensions["settings"]
    with ThreadPoolExecutor(4) as pool:
        rounds = [pool.submit(send_letters, mail_world.database, settings) for _ in range(4)]
        assert sum(done.result().sent for done in rounds) == 40
    assert len(ids_of(box)) == len(set(ids_of(box))) == 40


def test_killed_between_two_letters_none_is_lost(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    """The process dies while the server holds its third letter; another one sends the rest."""
    queued = queue(mail_world, somebody(), count=6)
    is_held, may_go_on = threading.Event(), threading.Event()

    def hold_the_third(_envelope: object) -> str | None:
        if len(box.letters) == 2 and not may_go_on.is_set():
            is_held.set()
            may_go_on.wait(PATIENCE)
        return None

    box.refuse = hold_the_third
    settings = mail_world.app.extensions["settings"]
    url = settings.database_url
    process = subprocess.Popen(
        (sys.executable, "-m", "flask", "--app", "training_app", "mail", "send"),
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": url, "MAIL_URL": box.url, "SECRET_KEY": "for tests only"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert is_held.wait(PATIENCE)
    process.kill()
    process.wait()
    may_go_on.set()
    assert count_sent(mail_world) == 2
    send(mail_world, now())
    assert count_sent(mail_world) == 5
    send(mail_world, now() + TAKEN_FOR)
    assert count_sent(mail_world) == 6
    arrived = ids_of(box)
    assert set(arrived) == {f"<{letter}@shop.test>" for letter in queued}
    repeated = {one for one in arrived if arrived.count(one) > 1}
    assert len(repeated) <= 1  # the one that was cut off, recognisable by its Message-ID


def test_a_letter_whose_time_has_not_come_waits(mail_world: World, box: MailBox, somebody: Somebody) -> None:
    (letter_id,) = queue(mail_world, somebody())
    with mail_world.database.writing() as session:
        session.execute(update(Mail).where(Mail.id == letter_id).values(next_at=NOON))
    assert send(mail_world, NOON - timedelta(seconds=1)) == 0
    assert send(mail_world, NOON) == 1
