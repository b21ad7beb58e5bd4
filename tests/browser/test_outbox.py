"""No answer is lost and none is doubled, whatever becomes of the network, the browser and the server's answers."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Playwright, Request, Route, expect

from tests.browser.conftest import EMPLOYEE, Site, Visit, browser_options
from tests.browser.outbox.keeping import SCENARIO, Keeping, kill_browser, serve_modules, way_to_the_end
from tests.serving import Server, Visitor

HONEST = way_to_the_end()


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    """The same employee at another browser, who asks the server how things stand."""
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    yield visitor
    visitor.close()


def keeping_on(site: Site, path: str = "/settings") -> Keeping:
    """The browser of this window, on one of its pages."""
    serve_modules(site.page.context)
    site.open(path)
    keeping = Keeping(site.page)
    assert keeping.person
    return keeping


@pytest.fixture
def keeping(visit: Visit) -> Keeping:
    """A signed-in browser on a page that does nothing itself, without its service worker."""
    return keeping_on(visit(service_workers="block"))


def recorded(visitor: Visitor, play: str) -> int:
    """How many choices of the play the server has."""
    visitor.close()  # the server lets go of a connection that was silent for a while
    answer = visitor.get(f"/plays/{play}")
    return answer.json()["number"] if answer.status == 200 else 0


def is_sync(request: Request) -> bool:
    return request.url.endswith("/sync")


def test_a_choice_goes_out_by_itself_and_is_acknowledged(keeping: Keeping, visitor: Visitor) -> None:
    play = keeping.begin()
    keeping.say(play, HONEST[:2])
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 2
    assert [one["state"] for one in keeping.call("plays", "loadPlay", play)["log"]] == ["acknowledged"] * 2


def test_what_was_said_without_a_network_goes_out_in_order_when_it_is_back(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    plays = [keeping.play_to_the_end(), keeping.play_to_the_end("the-aisle"), keeping.begin()]
    keeping.say(plays[-1], HONEST[:1])
    batches: list[Any] = []
    keeping.page.on("request", lambda request: batches.append(request.post_data_json) if is_sync(request) else None)
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    sent = [play["play"] for batch in batches for play in batch["plays"]]
    assert sent == plays
    assert [recorded(visitor, play) for play in plays] == [len(keeping.log[play]) for play in plays]


def test_the_sign_counts_what_is_not_sent_and_goes_away(keeping: Keeping) -> None:
    sign = keeping.page.locator(".unsent")
    expect(sign).to_be_hidden()
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, HONEST[:1])
    expect(sign).to_have_text("1 answer not sent yet")
    keeping.say(play, HONEST[1:3], first=2)
    expect(sign).to_have_text("3 answers not sent yet")
    keeping.page.context.set_offline(False)
    expect(sign).to_be_hidden()


def test_an_answer_that_was_lost_on_the_way_is_asked_for_again_and_nothing_is_doubled(
    keeping: Keeping, visitor: Visitor
) -> None:
    lost = itertools.count(1)

    def lose(route: Route) -> None:
        if next(lost) <= 3:
            assert route.fetch().status == 200
            route.abort()
        else:
            route.continue_()

    keeping.page.route("**/sync", lose)
    play = keeping.play_to_the_end()
    keeping.wait_until_sent()
    assert next(lost) > 4
    assert recorded(visitor, play) == len(HONEST)


def test_half_an_answer_counts_as_none(keeping: Keeping, visitor: Visitor) -> None:
    halves = itertools.count(1)

    def halve(route: Route) -> None:
        answer = route.fetch()
        whole = answer.text()
        route.fulfill(response=answer, body=whole[: len(whole) // 2] if next(halves) <= 2 else whole)

    keeping.page.route("**/sync", halve)
    play = keeping.play_to_the_end()
    keeping.wait_until_sent()
    assert next(halves) > 3
    assert recorded(visitor, play) == len(HONEST)


def test_a_time_that_the_server_names_is_waited_for_whatever_happens_meanwhile(keeping: Keeping) -> None:
    times: list[float] = []

    def busy(route: Route) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            body = json.dumps({"error": {"code": "busy", "message": "Later."}})
            headers = {"Retry-After": "3", "Content-Type": "application/json"}
            route.fulfill(status=503, headers=headers, body=body)
        else:
            route.continue_()

    keeping.page.route("**/sync", busy)
    play = keeping.begin()
    keeping.say(play, HONEST[:1])
    expect(keeping.page.locator(".unsent")).to_be_visible()
    keeping.say(play, HONEST[1:2], first=2)
    keeping.send()
    keeping.wait_until_sent()
    assert times[1] - times[0] >= 3


def test_one_of_two_tabs_sends_at_a_time(keeping: Keeping, visitor: Visitor) -> None:
    context = keeping.page.context
    first, second = keeping, Keeping(context.new_page())
    second.page.goto(first.page.url)
    under_way, most, lock = [0], [0], threading.Lock()

    def began(request: Request) -> None:
        if is_sync(request):
            with lock:
                under_way[0] += 1
                most[0] = max(most[0], under_way[0])

    def ended(request: Request) -> None:
        if is_sync(request):
            with lock:
                under_way[0] -= 1

    for page in (first.page, second.page):
        page.on("request", began)
        page.on("requestfinished", ended)
        page.on("requestfailed", ended)
    plays = [tab.begin() for tab in (first, second)]
    for number in range(len(HONEST) - 1):
        for tab, play in zip((first, second), plays, strict=True):
            tab.say(play, HONEST[number : number + 1], first=number + 1)
    first.wait_until_sent()
    second.wait_until_sent()
    assert most[0] == 1
    assert [recorded(visitor, play) for play in plays] == [len(HONEST) - 1] * 2


def test_a_killed_browser_keeps_every_choice_and_sends_it_when_it_is_opened_again(
    playwright: Playwright, server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"

    def open_browser() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(str(profile), service_workers="block", **browser_options())

    context = open_browser()
    site = Site(context.pages[0], f"http://127.0.0.1:{server.port}")
    site.sign_in()
    keeping = keeping_on(site)
    context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, HONEST[:3])
    assert kill_browser(profile)
    with pytest.raises(Exception, match="closed"):
        context.pages[0].reload()

    again = open_browser()
    site = Site(again.pages[0], site.address)
    site.sign_in()  # the browser had not written its cookies yet either
    keeping = keeping_on(site)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 3
    again.close()


def test_an_expired_session_asks_to_sign_in_again_and_loses_nothing(visit: Visit, visitor: Visitor) -> None:
    site = visit(service_workers="block", signed_in=False)
    site.sign_in()
    keeping = keeping_on(site)
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, HONEST[:2])
    keeping.page.context.clear_cookies()
    keeping.page.context.set_offline(False)
    sign = keeping.page.locator(".unsent")
    expect(sign).to_have_text("Sign in again to send 2 answers")
    sign.click()
    expect(keeping.page.locator("[data-sealed]")).to_contain_text("2 answers wait on this device")
    keeping.page.get_by_role("textbox").first.fill(EMPLOYEE)
    keeping.page.locator("input[type=password]").fill("friends-not-prey")
    keeping.page.keyboard.press("Enter")
    keeping.page.wait_for_url("**/settings")
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 2


def test_nobody_sends_what_somebody_else_has_said(visit: Visit, visitor: Visitor) -> None:
    site = visit(service_workers="block", signed_in=False)
    site.sign_in()
    keeping = keeping_on(site)
    context = keeping.page.context
    blocked = threading.Event()
    context.route("**/sync", lambda route: route.continue_() if blocked.is_set() else route.abort())
    play = keeping.begin()
    keeping.say(play, HONEST[:2])
    other = Site(context.new_page(), site.address)
    change_person(other, "2005")
    blocked.set()
    bodies: list[str] = []
    context.on("request", lambda request: bodies.append(request.post_data or "") if is_sync(request) else None)
    keeping.send()
    others = Keeping(other.page)
    own = others.begin()
    others.say(own, HONEST[:1])
    other.page.wait_for_function("() => document.querySelector('.unsent').hidden")
    other.page.reload()
    others.send()
    assert others.unsent() == 2
    assert not [body for body in bodies if play in body]
    change_person(other, EMPLOYEE)
    Keeping(other.page).wait_until_sent()
    assert recorded(visitor, play) == 2
    assert recorded(visitor, own) == 0


def change_person(site: Site, account: str) -> None:
    """Sign out as people do, and in as somebody else."""
    site.open("/practice")
    site.page.locator("[data-sign-out] button").click()
    site.page.wait_for_url("**/login")
    site.sign_in(account)
    site.open("/settings")


def test_a_bad_row_blocks_no_other(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    good = [keeping.begin() for _ in range(3)]
    keeping.say(good[0], HONEST[:2])
    bad = keeping.begin(play="no-uuid-at-all")
    keeping.say(bad, HONEST[:3])
    keeping.say(good[1], HONEST[:2])
    keeping.say(good[2], HONEST[:1])
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert [recorded(visitor, play) for play in good] == [2, 2, 1]
    refused = keeping.call("plays", "refused", keeping.person)
    assert [(one["play"], one["count"]) for one in refused] == [(bad, 3)]


def test_what_the_server_lacks_goes_out_again_from_there(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, HONEST[:3])
    keeping.page.evaluate(ACKNOWLEDGE, [play, 2])
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 3


# As after a backup was brought back: this browser had an answer for these, and the server knows them no more.
ACKNOWLEDGE = """async ([play, most]) => {
  const { answer, inTransaction } = await import("/modules-under-test/offline/database.js");
  await inTransaction("choices", "readwrite", async (transaction) => {
    const choices = transaction.objectStore("choices");
    for (let number = 1; number <= most; number += 1) {
      const row = await answer(choices.get([play, number]));
      choices.put({ ...row, state: "acknowledged" });
    }
  });
}"""


def test_a_rewind_follows_the_play_that_it_goes_back_to(keeping: Keeping, visitor: Visitor) -> None:
    keeping.page.context.set_offline(True)
    parent = keeping.play_to_the_end()
    back = {"mode": "rewind", "parent": parent, "fromNumber": 2, "inherited": HONEST[:1]}
    rewind = keeping.begin(**back, started=1)  # the clock was set back in between
    keeping.say(rewind, HONEST[1:], first=2, ends=True)
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, parent) == len(HONEST)
    answer = visitor.get(f"/plays/{rewind}").json()
    assert (answer["mode"], answer["parent"], answer["number"]) == ("rewind", parent, len(HONEST))


def test_a_play_that_went_on_elsewhere_is_taken_over_from_there(keeping: Keeping, visitor: Visitor) -> None:
    play = keeping.begin()
    keeping.say(play, HONEST[:1])
    keeping.wait_until_sent()
    assert recorded(visitor, play) == 1
    assert visitor.choose(play, 2, HONEST[1]).status == 200
    another_tab = Keeping(keeping.page.context.new_page())
    another_tab.page.goto(keeping.page.url)
    another_tab.call("sitting", "refresh")
    with pytest.raises(Error, match="PlayError taken"):
        keeping.say(play, ["something else"], first=2)
    assert [one["choice"] for one in keeping.call("plays", "loadPlay", play)["log"]] == HONEST[:2]
    keeping.say(play, HONEST[2:], first=3, ends=True)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == len(HONEST)


def test_what_the_server_has_to_its_end_is_held_until_its_result_is_known_here(keeping: Keeping) -> None:
    before = keeping.call("database", "kept", "snapshot")["results"][SCENARIO]["plays"]
    play = keeping.play_to_the_end()
    keeping.wait_until_sent()
    assert keeping.call("plays", "loadPlay", play)["finished"] is True
    keeping.call("sitting", "refresh")
    assert keeping.call("plays", "loadPlay", play) is None
    assert keeping.call("database", "kept", "snapshot")["results"][SCENARIO]["plays"] == before + 1


Refusal = Callable[[Keeping, Visitor], str]


def said_elsewhere(keeping: Keeping, visitor: Visitor) -> str:
    """The play went on at another browser while this one had no network."""
    play = visitor.begin(SCENARIO)["id"]
    options = visitor.choose(play, 1, HONEST[0]).json()["options"]
    keeping.call("sitting", "refresh")
    keeping.page.context.set_offline(True)
    assert visitor.choose(play, 2, next(choice for choice in options if choice != HONEST[1])).status == 200
    keeping.log[play] = []
    keeping.say(play, [HONEST[1]], first=2)
    return play


def tampered_with(keeping: Keeping, _visitor: Visitor) -> str:
    """A reply that is not offered there."""
    keeping.page.context.set_offline(True)
    play = keeping.begin()
    keeping.say(play, [HONEST[0], HONEST[-1], HONEST[-1]])
    return play


@pytest.mark.parametrize(
    ("refusal", "words", "honest"),
    [
        (said_elsewhere, "continued on another device first", 2),
        (tampered_with, "could not be chosen at that moment", 1),
    ],
)
def test_what_is_refused_for_good_is_listed_in_plain_words(
    keeping: Keeping, visitor: Visitor, refusal: Refusal, words: str, honest: int
) -> None:
    play = refusal(keeping, visitor)
    keeping.page.context.set_offline(False)
    keeping.wait_until_sent()
    assert recorded(visitor, play) == honest
    assert keeping.call("plays", "loadPlay", play) is None
    sign = keeping.page.locator(".unsent")
    expect(sign).to_contain_text("not taken")
    sign.click()
    item = keeping.page.locator("[data-list=refused] > li")
    expect(item).to_contain_text(words)
    keeping.page.locator("[data-forget]").click()
    expect(keeping.page.get_by_text("Everything is sent.")).to_be_visible()
    expect(item).to_have_count(0)
