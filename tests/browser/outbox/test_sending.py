"""No answer is lost and none is doubled, whatever becomes of the network, the browser and the server's answers."""

import itertools
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, Request, Route, expect

from tests.browser.conftest import EMPLOYEE, Site, Visit, browser_options
from tests.browser.outbox.keeping import (
    HONEST,
    Keeping,
    keeping_on,
    kill_browser,
    recorded,
)
from tests.serving import Server, Visitor


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
    change_person(other, "2002")
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
