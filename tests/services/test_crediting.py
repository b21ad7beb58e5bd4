"""Crediting beside a plain model of its rules, for any order of plays, however they arrive, on both databases."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import World, make_location, make_person
from tests.modules import new_enrolment, new_module
from tests.services.crediting_model import HOW, SCENARIOS, Account, Bench, Model, Played
from training_app.content.cache import ContentCache
from training_app.moment import new_id
from training_app.services.report_counts import refresh_counts

ENOUGH = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
MODULES = st.lists(
    st.builds(
        Account,
        scenarios=st.lists(st.sampled_from(SCENARIOS), min_size=1, max_size=3, unique=True).map(tuple),
        mark=st.sampled_from((0.75, 0.5, 1.0)),
        allowed=st.sampled_from((1, None, 2)),
    ),
    min_size=1,
    max_size=3,
)
BEGIN = st.tuples(
    st.just("begin"),
    st.integers(0, 9),
    st.sampled_from(HOW),
    st.integers(-1, 2),
    st.sampled_from((True, True, False)),
    st.sampled_from((99, 99, 99, 1, 0)),
)
GO_ON = st.tuples(st.just("go on"), st.integers(0, 9), st.sampled_from((1, 99)))
CHANGE = st.tuples(st.just("change"), st.integers(0, 2), st.sampled_from(("more", "withdraw", "excuse")))
STEPS = st.lists(st.one_of(BEGIN, BEGIN, BEGIN, BEGIN, GO_ON, CHANGE), min_size=3, max_size=7)


def scenario_for(accounts: list[Account], under: int | None, which: int) -> str:
    """One of those that the module holds, and now and then any."""
    among = SCENARIOS if under is None or which == 9 else accounts[under].scenarios
    return among[which % len(among)]


@pytest.fixture
def start(world: World) -> Iterator[Callable[[list[Account]], Bench]]:
    """Gives somebody new at a store of their own, with these modules to do."""
    contents = ContentCache()
    with world.database.writer() as session:

        def make(accounts: list[Account]) -> Bench:
            session.rollback()
            store = make_location(session, f"Store {new_id()}", kind="store")
            person = make_person(session, f"credited-{new_id()}", at=store)
            enrolments = [
                new_enrolment(
                    session,
                    new_module(
                        session,
                        location_id=store.id,
                        scenarios=account.scenarios,
                        attempts=account.allowed,
                        pass_mark=account.mark,
                    ),
                    person_id=person,
                    location_id=store.id,
                ).id
                for account in accounts
            ]
            refresh_counts(session, location_ids={store.id})
            return Bench(session, person, store.id, Model(accounts), enrolments, contents)

        yield make
        session.rollback()


@ENOUGH
@given(accounts=MODULES, steps=STEPS)
def test_whatever_is_played_in_whatever_order_the_facts_are_those_of_the_rules(
    start: Callable[[list[Account]], Bench], accounts: list[Account], steps: list[tuple]
) -> None:
    bench = start(accounts)
    for kind, *about in steps:
        if kind == "begin":
            which, how, place, by_server, most = about
            under = None if place < 0 else place % len(accounts)
            one = Played(new_id(), scenario_for(accounts, under, which), how, under, by_server)
            bench.begin(one)
            if one in bench.model.plays:
                bench.go_on(one, most)
        elif kind == "go on" and bench.model.plays:
            bench.go_on(bench.model.plays[about[0] % len(bench.model.plays)], about[1])
        elif kind == "change":
            bench.change(about[0] % len(accounts), about[1])
        bench.compare()
    counted = bench.counts()
    refresh_counts(bench.session, location_ids={bench.store})
    assert bench.counts() == counted
