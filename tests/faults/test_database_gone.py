"""A database that goes away under a running server: what cannot be kept is refused, and all goes on when it is back."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import create_engine, text

from tests.faults.players import playing
from tests.faults.records import Records
from tests.postgres import PostgresServer
from tests.serving import Server, Visitor

ACCOUNTS = ("employee@example.com", "1001", "1002", "1003")
CUT = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL that nobody else needs."""
    postgres = PostgresServer(tmp_path_factory.mktemp("postgres"))
    yield postgres
    postgres.stop()


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    """A database on it."""
    return postgres.new_database()


@pytest.fixture(scope="module")
def server(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over it."""
    with Server(tmp_path_factory.mktemp("server"), environment={"DATABASE_URL": url, "DEMO": "1"}) as server:
        yield server


@pytest.fixture
def visitors(server: Server) -> Iterator[list[Visitor]]:
    """Some who are signed in."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Visitor(server.port))).sign_in(account) for account in ACCOUNTS]


def test_without_its_database_the_server_refuses_aloud_and_goes_on_when_it_is_back(
    postgres: PostgresServer, url: str, server: Server, visitors: list[Visitor]
) -> None:
    *playful, watching = visitors
    with playing(playful) as (players, outage):
        outage.wait_for(20)
        postgres.pause()
        outage.up.clear()
        health, page = watching.get("/healthz"), watching.get("/practice", accept="text/html")
        postgres.go_on()
        assert watching.get("/healthz").json() == {"status": "ok"}
        refused = [player.refused for player in players]
        outage.up.set()
    assert (health.status, health.json()) == (503, {"status": "unavailable"})
    assert page.status in {500, 503}
    assert b"<h1>" in page.body
    assert sum(refused) > 0
    assert refused == [player.refused for player in players]
    with Records(url) as records:
        for player in players:
            assert player.cut_off == 0
            player.expect_finished(records)


def test_connections_that_were_cut_in_the_night_are_replaced_without_a_word(url: str, visitors: list[Visitor]) -> None:
    play = visitors[0].begin("pushy-muffin-seller")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text(CUT))
    engine.dispose()
    assert visitors[0].choose(play["id"], 1, play["options"][0]).status == 200
    assert [visitor.get("/session").status for visitor in visitors] == [200] * len(visitors)
