"""`flask people …`: the first administrator, and links to set a password."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from tests.conftest import DATABASES, settings_for
from tests.web.visitor import Visitor
from training_app import create_app
from training_app.db import Database
from training_app.models import AuditEvent, Location, Membership, Module, Person, ResetLink

GOOD = {"name": "Ada Finch", "email": "Ada@Regulars.test ", "password": "a lantern by the stairs"}


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[Flask]:
    """The application over an empty database: not even its tables are there."""
    app = create_app(settings_for(make_database_url(request.param)))
    yield app
    app.extensions["database"].dispose()


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", *words])


def create(app: Flask, **changes: str) -> Result:
    options = [word for name, value in (GOOD | changes).items() for word in (f"--{name.replace('_', '-')}", value)]
    return run(app, "create-admin", *options)


def all_of(app: Flask, table: type) -> list:
    database: Database = app.extensions["database"]
    with database.reading() as session:
        return list(session.scalars(select(table)))


def test_the_first_administrator_can_sign_in(app: Flask) -> None:
    result = create(app, chain="Corner Shops", time_zone="Europe/Berlin")
    assert result.exit_code == 0, result.output
    assert "ada@regulars.test" in result.output
    assert GOOD["password"] not in result.output
    (chain,), (person,), (membership,) = (all_of(app, table) for table in (Location, Person, Membership))
    assert (chain.kind, chain.name, chain.time_zone, chain.path) == (
        "chain",
        "Corner Shops",
        "Europe/Berlin",
        f"{chain.id}/",
    )
    assert (membership.person_id, membership.location_id, membership.role) == (person.id, chain.id, "administrator")
    assert not person.is_demo
    (event,) = all_of(app, AuditEvent)
    assert (event.action, event.subject, event.actor_id) == ("create-admin", str(person.id), None)
    visitor = Visitor(app.test_client())
    assert visitor.post("/login", email="ADA@regulars.test", password=GOOD["password"]).status_code == 303


def test_a_chain_begins_with_the_built_in_modules_once_their_scenarios_are_published(app: Flask) -> None:
    create(app)
    assert all_of(app, Module) == []
    for said in ("Added the module first-shift.", "Nothing is new."):
        result = app.test_cli_runner().invoke(args=["scenarios", "load"])
        assert result.exit_code == 0, result.output
        assert said in result.output
    assert {module.key for module in all_of(app, Module)} == {"first-shift", "ready-for-the-floor"}


def test_published_scenarios_and_a_new_chain_have_the_built_in_modules_at_once(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["scenarios", "load"])
    assert all_of(app, Module) == []
    create(app)
    assert len(all_of(app, Module)) == 2


def test_a_second_administrator_joins_the_same_chain(app: Flask) -> None:
    create(app)
    assert create(app, name="Bo", email="bo@regulars.test", chain="Another").exit_code == 0
    assert len(all_of(app, Location)) == 1
    assert len(all_of(app, Membership)) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "ada"}, "not an e-mail address"),
        ({"email": "a@b@c"}, "not an e-mail address"),
        ({"email": "ada@regulars.test\0"}, "not an e-mail address"),
        ({"email": f"{'a' * 250}@b.test"}, "not an e-mail address"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"time_zone": "Mars/Base"}, "not a time zone"),
        ({"time_zone": "../../etc/passwd"}, "not a time zone"),
        ({"password": "short"}, "12 to 200 signs"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(app: Flask, changes: dict[str, str], words: str) -> None:
    result = create(app, **changes)
    assert result.exit_code == 1
    assert words in result.output
    assert isinstance(result.exception, SystemExit)
    assert all_of(app, Person) == all_of(app, Location) == all_of(app, AuditEvent) == []


def test_an_address_that_is_taken_is_refused(app: Flask) -> None:
    create(app)
    result = create(app, name="Somebody else", email="ADA@REGULARS.TEST")
    assert result.exit_code == 1
    assert "already a person" in result.output
    assert len(all_of(app, Person)) == 1


def test_a_link_is_printed_alone_so_that_it_can_be_piped(app: Flask) -> None:
    create(app)
    result = run(app, "reset-link", " ada@REGULARS.test")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith("http://127.0.0.1:8000/reset/")
    assert "24 hours" in result.stderr
    assert len(all_of(app, ResetLink)) == 1


def test_a_link_for_nobody_is_refused_also_on_an_empty_database(app: Flask) -> None:
    result = run(app, "reset-link", "nobody")
    assert result.exit_code == 1
    assert "Nobody signs in as “nobody”" in result.output
    assert all_of(app, AuditEvent) == []
