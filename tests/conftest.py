"""What all tests share: real databases, one application for each, and the fixed cast."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from config import ROOT, Settings
from tests.postgres import PostgresServer
from training_app import create_app
from training_app.db import Database
from training_app.domain.permissions import Role
from training_app.migrations import upgrade
from training_app.models import Location, Membership, Person
from training_app.moment import new_id, new_token, now
from training_app.services.publishing import publish_folders
from training_app.services.signing_in import start_session

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")

PASSWORD = "a door that stays open"
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real PostgreSQL for the whole run."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def make_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Gives the address of a fresh, empty database of the kind `sqlite` or `postgresql`."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'regulars.sqlite3'}"
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.new_database()

    return make


def settings_for(database_url: str) -> Settings:
    """Settings as on a developer's machine, over this database."""
    return Settings(
        database_url=database_url,
        secret_key="for tests only",
        host="127.0.0.1",
        port=8000,
        web_workers=1,
        public_url="http://127.0.0.1:8000",
        trusted_proxies=0,
        demo=False,
        scenarios=ROOT / "scenarios",
        testing=True,
    )


@dataclass(frozen=True)
class Cast:
    """One person for each way of standing to a play: its owner, a colleague, a stranger, and no role at all."""

    owner: UUID
    colleague: UUID
    trainer: UUID
    manager: UUID
    administrator: UUID
    stranger: UUID
    without_role: UUID


def make_location(session, name: str, *, kind: str, parent: Location | None = None) -> Location:
    location = Location(
        id=new_id(), parent_id=parent.id if parent else None, kind=kind, name=name, time_zone="America/Los_Angeles"
    )
    location.path = f"{parent.path if parent else ''}{location.id}/"
    session.add(location)
    session.flush()
    return location


def make_person(session, name: str, *, at: Location | None = None, role: Role = Role.EMPLOYEE, **values) -> UUID:
    """A person who signs in as `<name>@regulars.test`, with one membership unless `at` is None."""
    person = Person(id=new_id(), name=name.title(), email=f"{name}@regulars.test", created_at=now(), **values)
    session.add(person)
    session.flush()
    if at is not None:
        session.add(Membership(person_id=person.id, location_id=at.id, role=role, joined_at=now()))
    return person.id


def make_cast(database: Database) -> Cast:
    """A chain with two stores, and one person for each part."""
    with database.writing() as session:
        chain = make_location(session, "Chain", kind="chain")
        near = make_location(session, "Near", kind="store", parent=chain)
        far = make_location(session, "Far", kind="store", parent=chain)
        return Cast(
            owner=make_person(session, "owner", at=near),
            colleague=make_person(session, "colleague", at=near),
            trainer=make_person(session, "trainer", at=near, role=Role.TRAINER),
            manager=make_person(session, "manager", at=near, role=Role.MANAGER),
            administrator=make_person(session, "administrator", at=chain, role=Role.ADMINISTRATOR),
            stranger=make_person(session, "stranger", at=far),
            without_role=make_person(session, "without-role"),
        )


@dataclass(frozen=True)
class World:
    """An application over a published, peopled database."""

    app: Flask
    database: Database
    cast: Cast

    def client(self, person: UUID | None = None) -> FlaskClient:
        """A browser: signed in as this person, or as nobody."""
        client = self.app.test_client()
        if person is not None:
            token = new_token()
            with self.database.writing() as session:
                start_session(session, person_id=person, token=token, now=now())
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
        return client


def make_world(database_url: str, **changes) -> World:
    """An application over this empty database, migrated, with the built-in scenarios and the cast."""
    app = create_app(replace(settings_for(database_url), **changes))
    database: Database = app.extensions["database"]
    upgrade(database)
    scenarios: Path = app.extensions["settings"].scenarios
    with database.writing() as session:
        publish_folders(session, scenarios, now=now())
    return World(app, database, make_cast(database))


@pytest.fixture(scope="session", params=DATABASES)
def world(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[World]:
    """The world on both databases; tests keep out of each other's way by playing plays of their own."""
    world = make_world(make_database_url(request.param))
    yield world
    world.database.dispose()
