"""Tablets in a bad network: whatever it does to them, each choice is on the server once, in order, and none waits."""

from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random

import pytest
from playwright.sync_api import Browser, BrowserContext

from config import ROOT
from tests.faults.players import GRADED, SCENARIOS
from tests.faults.proxy import Fault, Proxy
from tests.faults.records import Records
from tests.faults.tablets import Played, Tablet
from tests.serving import HOST, Server, Visitor
from tests.web.reference import Reference

PEOPLE = ("employee@example.com", "1001", "1002", "1003")
TABLETS = 6
PLAYS = 60
PATIENCE = 60_000
SHIFTED_CLOCK = """
    const shift = %d;
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + shift])); }
      static now() { return Real.now() + shift; }
    };
"""

Sit = Callable[..., Tablet]


@pytest.fixture
def network(server: Server) -> Iterator[Proxy]:
    """The network between the browsers and the server; healthy until a test spoils it."""
    with Proxy(server.port, seed=7) as proxy:
        yield proxy


@pytest.fixture
def sit(browser: Browser, network: Proxy) -> Iterator[Sit]:
    """Somebody sits down at a tablet of their own, signed in: `sit("1001")`; `before` runs on its pages first."""
    contexts: list[BrowserContext] = []

    def sit_down(account: str, *, before: str = "") -> Tablet:
        context = browser.new_context(reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(before)
        address = f"http://{HOST}:{network.port}"
        with closing(Visitor(network.port)) as visitor:
            cookies = visitor.sign_in(account).cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
        tablet = Tablet(context.new_page(), address)
        tablet.open()
        return tablet

    yield sit_down
    for context in contexts:
        context.close()


def expect_recorded(records: Records, played: Played) -> None:
    """The play is on the server as it was played, with the result that its scenario's text gives."""
    assert records.log(played.play) == list(enumerate(played.made, start=1))
    kept, replayed = records.results(played.play)
    assert kept == replayed
    if played.scenario in GRADED:
        expected = Reference(ROOT / "scenarios" / played.scenario).result(played.made)
        assert kept == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}


def test_sixty_plays_reach_the_server_once_and_in_order(sit: Sit, network: Proxy, records: Records) -> None:
    random = Random(3)
    tablets = [sit(PEOPLE[number % len(PEOPLE)]) for number in range(TABLETS)]
    network.spoil("/sync", "/session")
    all_played: list[Played] = []
    for beginning in range(0, PLAYS, TABLETS):
        begun = [
            (tablet, tablet.begin(SCENARIOS[(beginning + number) % len(SCENARIOS)]))
            for number, tablet in enumerate(tablets)
        ]
        while going_on := [(tablet, played) for tablet, played in begun if not played.ending]:
            tablet, played = random.choice(going_on)
            tablet.say_something(played, random)
        all_played += [played for _tablet, played in begun]
    for tablet in tablets:
        tablet.wait_until_sent(PATIENCE)
        assert tablet.tell("outbox()") == {"unsent": 0, "refused": []}
    network.settle()
    assert len(all_played) == PLAYS
    for played in all_played:
        expect_recorded(records, played)
    assert min(network.counts[fault] for fault in Fault) > 0, network.counts
