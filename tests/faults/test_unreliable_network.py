"""Tablets in a bad network: whatever it does to them, each choice is on the server once, in order, and none waits."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from config import ROOT
from tests.faults.players import GRADED, SCENARIOS
from tests.faults.proxy import GONE, Fault, Proxy
from tests.faults.records import Records
from tests.faults.tablets import Played, Tablet
from tests.serving import HOST, Server, Visitor
from tests.web.reference import Reference

PEOPLE = ("employee@example.com", "1001", "1002", "1003")
TABLETS = 6
PLAYS = 60
PATIENCE = 60_000
WRONG_CLOCK = """
    globalThis.clockIsWrongBy = %d;
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + clockIsWrongBy])); }
      static now() { return Real.now() + clockIsWrongBy; }
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
        tablet.get_ready()
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


def test_the_server_may_stop_and_start_under_a_play(sit: Sit, server: Server, network: Proxy, records: Records) -> None:
    random = Random(5)
    tablet = sit(PEOPLE[0])
    before = tablet.play("friendly-regular", random)
    begun = tablet.begin("pushy-muffin-seller")
    tablet.say_something(begun, random)
    server.kill()
    while not begun.ending:
        tablet.say_something(begun, random)
    meanwhile = [tablet.play(scenario, random) for scenario in SCENARIOS]
    assert tablet.tell("outbox()")["unsent"] >= sum(len(played.made) for played in meanwhile)
    server.start()
    server.wait_until_ready()
    tablet.wait_until_sent(PATIENCE)
    for played in (before, begun, *meanwhile):
        expect_recorded(records, played)


def test_of_two_tabs_one_sends_at_a_time_and_the_other_when_it_is_closed(
    sit: Sit, network: Proxy, records: Records
) -> None:
    random = Random(9)
    first = sit(PEOPLE[1])
    second = Tablet(first.page.context.new_page(), first.address)
    second.open()
    sending = Sending([first.page, second.page])
    network.spoil("/sync", rates={Fault.DELAY: 0.4, Fault.LOSE: 0.1, Fault.LATE: 0.1})
    all_played = [play_at_once(first, second, random) for _ in range(3)]
    first.wait_until_sent(PATIENCE)
    network.spoil("/sync", rates=GONE)
    all_played.append(play_at_once(first, second, random))
    first.page.close()
    network.heal()
    second.wait_until_sent(PATIENCE)
    network.settle()
    for played in all_played:
        expect_recorded(records, played)
    assert second.page in sending.pages
    assert sending.most_at_once == 1


def play_at_once(first: Tablet, second: Tablet, random: Random) -> Played:
    """Both tabs tap at each scene, mostly on different replies: one is kept, and the other hears that it was taken."""
    played = first.begin("friendly-regular")
    while not played.ending:
        both = random.sample(played.options, 2) if len(played.options) > 1 else [*played.options] * 2
        for tab, choice in zip((first, second), both, strict=True):
            tab.start_saying(played, choice)
        outcomes = [tab.outcome() for tab in (first, second)]
        assert sorted(outcomes) == (["kept", "kept"] if both[0] == both[1] else ["kept", "taken"])
        played.asked = both[outcomes.index("kept")]
        played.resume(second.tell("standing(argument)", played.play))
    return played


class Sending:
    """Which pages sent, and how many of them at a time."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages: set[Page] = set()
        self.most_at_once = 0
        self._now: set[Request] = set()
        for page in pages:
            page.on("request", self._begin)
            page.on("requestfinished", self._end)
            page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        if request.url.endswith("/sync"):
            self.pages.add(request.frame.page)
            self._now.add(request)
            self.most_at_once = max(self.most_at_once, len(self._now))

    def _end(self, request: Request) -> None:
        self._now.discard(request)


@pytest.mark.parametrize("years", [-7, 5])
def test_a_clock_that_is_years_wrong_loses_nothing_and_is_put_right(sit: Sit, records: Records, years: int) -> None:
    random = Random(13)
    before = datetime.now(UTC)
    tablet = sit(PEOPLE[2], before=WRONG_CLOCK % (years * 365 * 24 * 3_600_000))
    tablet.page.context.set_offline(True)
    all_played = [tablet.play(scenario, random) for scenario in SCENARIOS]
    tablet.page.context.set_offline(False)
    tablet.wait_until_sent(PATIENCE)
    for played in all_played:
        expect_recorded(records, played)
        for said_at, device_at, received_at in records.times(played.play):
            assert before <= said_at <= received_at
            assert device_at.year == (before + timedelta(days=365 * years)).year


def test_a_clock_that_is_set_during_a_play_changes_no_order(sit: Sit, records: Records) -> None:
    random = Random(17)
    tablet = sit(PEOPLE[3], before=WRONG_CLOCK % 0)
    tablet.page.context.set_offline(True)
    played = tablet.begin("friendly-regular")
    for days in itertools.cycle((3650, -3650, 0)):
        tablet.page.evaluate(f"clockIsWrongBy = {days} * 24 * 3_600_000")
        tablet.say_something(played, random)
        if played.ending:
            break
    tablet.page.evaluate("clockIsWrongBy = 0")
    tablet.page.context.set_offline(False)
    tablet.wait_until_sent(PATIENCE)
    expect_recorded(records, played)
    times = records.times(played.play)
    said = [said_at for said_at, _device_at, _received_at in times]
    assert said == sorted(said)
    assert said[-1] <= times[-1][2]
    assert len({device_at.year for _said_at, device_at, _received_at in times}) >= min(3, len(times))
