"""Setting a password by a link: once, for a day, and on record."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import PASSWORD, World
from tests.people import new_employee
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Person, ResetLink
from training_app.services.passwords import verify_password

NEW = {"new": "a lantern by the stairs", "again": "a lantern by the stairs"}


@pytest.fixture
def forgetful(world: World) -> UUID:
    """Somebody who has forgotten their password."""
    return new_employee(world)


@pytest.fixture
def link(world: World, forgetful: UUID) -> Callable[[], str]:
    """Makes a link on the command line, and gives its path."""

    def make() -> str:
        with world.database.reading() as session:
            email = session.get_one(Person, forgetful).email
        result = world.app.test_cli_runner().invoke(args=["people", "reset-link", email])
        assert result.exit_code == 0, result.output
        found = re.match(r"http://127\.0\.0\.1:8000(/reset/[\w-]{43})\n", result.output)
        assert found, result.output
        return found.group(1)

    return make


def audited(world: World, person: UUID) -> list[tuple[str, UUID | None]]:
    with world.database.reading() as session:
        query = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.subject == str(person))
        return [tuple(row) for row in session.execute(query.order_by(AuditEvent.at))]


def has_password(world: World, person: UUID, password: str) -> bool:
    with world.database.reading() as session:
        return verify_password(session.get_one(Person, person).password_hash, password)


def test_a_link_sets_the_password_once(world: World, forgetful: UUID, link: Callable[[], str]) -> None:
    path = link()
    visitor = Visitor(world.app.test_client())
    assert 'name="new"' in visitor.get(path).text
    used = visitor.post(path, **NEW)
    assert (used.status_code, used.location) == (303, "/login")
    assert has_password(world, forgetful, NEW["new"])
    other = {"new": PASSWORD, "again": PASSWORD}
    again = Visitor(world.app.test_client())
    assert again.get(path).status_code == 404
    assert "no longer works" in again.post(path, **other).text
    assert has_password(world, forgetful, NEW["new"])


def test_looking_at_a_link_does_not_use_it_up(world: World, link: Callable[[], str]) -> None:
    path = link()
    visitor = Visitor(world.app.test_client())
    for _ in range(3):
        assert visitor.get(path).status_code == 200
    assert visitor.post(path, new="short", again="short").status_code == 422
    assert visitor.post(path, **NEW | {"again": "something else entirely"}).status_code == 422
    assert visitor.post(path, **NEW).status_code == 303


def test_a_link_works_for_a_day(world: World, link: Callable[[], str]) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        path = link()
        visitor = Visitor(world.app.test_client())
        clock.shift(timedelta(hours=23, minutes=59))
        assert visitor.get(path).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, **NEW).status_code == 404


def test_a_newer_link_ends_the_older(world: World, link: Callable[[], str]) -> None:
    older, newer = link(), link()
    visitor = Visitor(world.app.test_client())
    assert visitor.get(older).status_code == 404
    assert visitor.get(newer).status_code == 200


def test_a_link_ends_all_sessions_of_the_person_and_that_of_the_browser(
    world: World, forgetful: UUID, link: Callable[[], str]
) -> None:
    elsewhere = Visitor(world.client(forgetful))
    here = Visitor(world.client(world.cast.colleague))
    cookie = here.client.get_cookie("regulars")
    assert cookie
    assert here.post(link(), **NEW).status_code == 303
    assert elsewhere.get_json("/session").status_code == 401
    assert here.get_json("/session").status_code == 401
    here.client.set_cookie("regulars", cookie.value)
    assert here.get_json("/session").status_code == 401


def test_a_password_that_was_changed_ends_an_open_link(world: World, forgetful: UUID, link: Callable[[], str]) -> None:
    first = link()
    assert Visitor(world.app.test_client()).post(first, **NEW).status_code == 303
    open_link = link()
    visitor = Visitor(world.client(forgetful))
    changed = visitor.post("/settings/password", current=NEW["new"], new=PASSWORD, again=PASSWORD)
    assert changed.status_code == 303
    assert Visitor(world.app.test_client()).get(open_link).status_code == 404


def test_what_was_done_is_on_record(world: World, forgetful: UUID, link: Callable[[], str]) -> None:
    path = link()
    assert audited(world, forgetful) == [("reset-link", None)]
    Visitor(world.app.test_client()).post(path, **NEW)
    assert audited(world, forgetful)[1:] == [("set-password-by-link", forgetful)]
    visitor = Visitor(world.client(forgetful))
    visitor.post("/settings/password", current=NEW["new"], new=PASSWORD, again=PASSWORD)
    assert audited(world, forgetful)[2:] == [("set-password", forgetful)]


def test_the_link_itself_is_kept_nowhere(world: World, forgetful: UUID, link: Callable[[], str]) -> None:
    token = link().rsplit("/", 1)[1]
    with world.database.reading() as session:
        kept = session.scalars(select(ResetLink).where(ResetLink.person_id == forgetful)).one()
        assert token not in kept.token_hash
        subjects = session.scalars(select(AuditEvent.subject)).all()
    assert all(token not in subject for subject in subjects)


def test_nobody_gets_a_link_for_nobody(world: World) -> None:
    result = world.app.test_cli_runner().invoke(args=["people", "reset-link", "nobody@regulars.test"])
    assert result.exit_code == 1
    assert "Nobody signs in as" in result.output
