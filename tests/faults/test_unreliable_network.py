"""Tablets in a bad network: whatever it does to them, each choice is on the server once, in order, and none waits."""

from random import Random

import pytest
from playwright.sync_api import expect

from tests.faults.conftest import Sit
from tests.faults.players import SCENARIOS
from tests.faults.proxy import GONE, ROUGH, Fault, Proxy, Rates
from tests.faults.records import Records
from tests.faults.tablets import Played, Tablet, expect_recorded
from tests.patience import PATIENCE_MS
from tests.serving import Server

PEOPLE = ("employee@example.com", "1001", "1002", "1003")
TABLETS = 6
PLAYS = 60
GONE_ON = """number => document.querySelector("[name=number]")?.value !== number
    || document.querySelector("a[href$='/debrief']")?.checkVisibility()"""


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
        tablet.wait_until_sent()
        assert tablet.tell("outbox()") == {"unsent": 0, "refused": []}
    network.settle()
    assert len(all_played) == PLAYS
    for played in all_played:
        expect_recorded(records, played)
    assert min(network.counts[fault] for fault in Fault) > 0, network.counts


@pytest.mark.parametrize("rates", [ROUGH, GONE], ids=["bad", "gone"])
def test_whoever_taps_notices_nothing_of_it(sit: Sit, network: Proxy, records: Records, rates: Rates) -> None:
    tablet = sit(PEOPLE[1])
    tablet.page.goto(tablet.address + "/scenarios/friendly-regular")
    expect(tablet.page.locator("main[data-here]")).to_be_visible()
    network.spoil(rates=rates)
    tablet.page.locator("form[action='/plays'] button").click()
    played = tap_through(tablet, "friendly-regular", Random(23))
    tablet.page.locator("a[href$='/debrief']").click()
    expect(tablet.page.locator("[data-score]")).to_be_visible()
    network.heal()
    tablet.open()
    tablet.wait_until_sent()
    expect_recorded(records, played)


def tap_through(tablet: Tablet, scenario: str, random: Random) -> Played:
    """Tap replies on the play's page, whichever chance takes, until it ends."""
    page = tablet.page
    expect(page.locator("button[name=choice]").first).to_be_visible(timeout=PATIENCE_MS)
    played = Played(page.url.rsplit("/", 1)[1], scenario, "")
    while offered := page.locator("button[name=choice]:visible").all():
        reply = random.choice(offered)
        played.made.append(reply.get_attribute("value") or "")
        number = page.locator("[name=number]").input_value()
        reply.click()
        page.wait_for_function(GONE_ON, arg=number)
    return played


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
    tablet.wait_until_sent()
    for played in (before, begun, *meanwhile):
        expect_recorded(records, played)
