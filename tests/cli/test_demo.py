"""`flask demo`: the demo workspace, its people, and a history that really happened."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import DATABASES, settings_for
from tests.web.visitor import Visitor
from training_app import create_app
from training_app.content.version import content_from_canonical
from training_app.db import Database
from training_app.domain.engine import replay
from training_app.domain.enrolment import State
from training_app.models import (
    Enrolment,
    Location,
    Membership,
    Module,
    Person,
    Play,
    PlayChoice,
    PlayPrinciple,
    ScenarioVersion,
)
from training_app.queries.enrolment_state import state_column, today_at, today_in
from training_app.services.results import result_of

PASSWORD = "friends-not-prey"
ACCOUNTS = {
    "employee@example.com": ("employee", "Upland"),
    "trainer@example.com": ("trainer", "Upland"),
    "manager@example.com": ("manager", "Upland"),
    "admin@example.com": ("administrator", "Regulars Demo"),
    "other-manager@example.com": ("manager", "Ontario"),
    "other-employee@example.com": ("employee", "Ontario"),
    "tom@example.com": ("employee", "Upland"),
}


@pytest.fixture(scope="module", params=DATABASES)
def url(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> str:
    """The address of a database that was empty before the command ran."""
    url = make_database_url(request.param)
    app = create_app(settings_for(url))
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    assert result.output == "The demo workspace is ready: 18 people.\n"
    app.extensions["database"].dispose()
    return url


@pytest.fixture(scope="module")
def app(url: str) -> Iterator[Flask]:
    """The application over the demo workspace."""
    app = create_app(settings_for(url))
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    """The demo workspace's database."""
    return app.extensions["database"]


def test_it_has_the_built_in_modules(database: Database) -> None:
    with database.reading() as session:
        keys = session.scalars(select(Module.key).order_by(Module.key)).all()
    assert keys == ["first-shift", "ready-for-the-floor"]


def test_its_people_stand_in_every_state(database: Database) -> None:
    with database.reading() as session:
        zones = session.scalars(select(Location.time_zone).distinct()).all()
        state = state_column(today_at(today_in(zones, now=datetime.now(UTC))))
        rows = session.execute(
            select(Person.email, Module.mode, Location.name, state)
            .select_from(Enrolment)
            .join(Person, Person.id == Enrolment.person_id)
            .join(Module, Module.id == Enrolment.module_id)
            .join(Location, Location.id == Enrolment.location_id)
        ).all()
    states = {store: {state for *_, at, state in rows if at == store} for store in ("Upland", "Ontario")}
    assert states["Upland"] == set(State) - {State.WITHDRAWN}
    assert states["Ontario"] >= {State.PASSED, State.PASSED_LATE, State.FAILED, State.OVERDUE, State.STARTED}
    assert {(mode, state) for email, mode, _at, state in rows if email == "employee@example.com"} == {
        ("practice", State.NOT_STARTED),
        ("check", State.NOT_STARTED),
    }


def counts(database: Database) -> list[int]:
    with database.reading() as session:
        tables = (Person, Location, Membership, Play, PlayChoice, ScenarioVersion)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def sign_in(app: Flask, account: str) -> int:
    return Visitor(app.test_client()).post("/login", email=account, password=PASSWORD).status_code


def test_the_people_of_the_demo_are_where_they_belong_and_sign_in(app: Flask, database: Database) -> None:
    with database.reading() as session:
        rows = session.execute(
            select(Person.email, Membership.role, Location.name)
            .join(Membership, Membership.person_id == Person.id)
            .join(Location, Location.id == Membership.location_id)
            .where(Person.email.is_not(None))
        )
        assert {email: (role, place) for email, role, place in rows} == ACCOUNTS
        assert session.scalar(select(func.count()).where(Person.email.is_(None))) == 11
        assert session.scalar(select(func.count()).where(Person.is_demo.is_(False))) == 0
    for account in (*ACCOUNTS, "1001"):
        assert sign_in(app, account) == 303


def test_both_stores_hang_below_one_region_of_the_chain(database: Database) -> None:
    with database.reading() as session:
        places = {place.name: place for place in session.scalars(select(Location))}
    assert places["Upland"].parent_id == places["Ontario"].parent_id == places["Inland Empire"].id
    assert places["Inland Empire"].parent_id == places["Regulars Demo"].id
    for place in places.values():
        parent = next((other for other in places.values() if other.id == place.parent_id), None)
        assert place.path == f"{parent.path if parent else ''}{place.id}/"


def test_its_history_replays_to_the_results_that_are_kept(database: Database) -> None:
    with database.reading() as session:
        plays = session.execute(select(Play, ScenarioVersion).join(ScenarioVersion)).all()
        assert len(plays) > 40
        for play, version in plays:
            own = select(PlayChoice).where(PlayChoice.play_id == play.id).order_by(PlayChoice.number)
            log = session.scalars(own).all()
            content = content_from_canonical(version.content)
            replayed = replay(content.scenario, [choice.choice for choice in log])
            assert replayed.is_finished
            assert play.result == result_of(content, replayed, version.friend_decisions)
            principles = session.scalars(select(PlayPrinciple).where(PlayPrinciple.play_id == play.id))
            kept = {row.principle: {"points": row.points, "possible": row.possible} for row in principles}
            assert kept == play.result["principles"]
            assert play.begun_at <= play.started_at <= play.finished_at < datetime.now(UTC)
            assert [choice.number for choice in log] == list(range(1, len(log) + 1))


def test_making_it_again_makes_nothing(app: Flask, database: Database) -> None:
    before = counts(database)
    result = app.test_cli_runner().invoke(args=["demo"])
    assert (result.exit_code, result.output) == (0, "The demo workspace is there already.\n")
    assert counts(database) == before


@pytest.mark.parametrize("changes", [{"public_url": "https://regulars.test"}, {"trusted_proxies": 1}])
def test_its_people_cannot_sign_in_where_others_reach_the_server(url: str, changes: dict) -> None:
    app = create_app(replace(settings_for(url), **changes))
    base = {"base_url": changes.get("public_url", "http://127.0.0.1:8000")}
    client = app.test_client()
    page = client.get("/login", **base).text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    fields = {"email": "employee@example.com", "password": PASSWORD, "csrf_token": token}
    answer = client.post("/login", data=fields, headers={"Referer": f"{base['base_url']}/login"}, **base)
    assert answer.status_code == 401
    app.extensions["database"].dispose()


def test_it_is_never_made_beside_real_people(make_database_url: Callable[[str], str]) -> None:
    app = create_app(settings_for(make_database_url("sqlite")))
    runner = app.test_cli_runner()
    words = ["--name", "Ada", "--email", "ada@regulars.test", "--password", "a lantern by the stairs"]
    assert runner.invoke(args=["people", "create-admin", *words]).exit_code == 0
    before = counts(app.extensions["database"])
    result = runner.invoke(args=["demo"])
    assert result.exit_code == 1
    assert "real people" in result.output
    assert counts(app.extensions["database"]) == before
    app.extensions["database"].dispose()
