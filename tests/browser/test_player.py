"""The player that plays by itself: in place, with and without a network, by touch and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit
from tests.browser.playing import (
    MOST_REPLIES,
    assert_same_page,
    begin_here,
    begin_kept,
    expect_here,
    expect_number,
    expect_on_server,
    mark,
    number,
    play_on,
    say,
    set_pace,
    take_nothing,
    wait_until_replies_are_awake,
)
from tests.browser.without_network import get_ready
from tests.conformance.comparing import assert_same_on_screen
from tests.serving import Server


def test_each_reply_shows_its_scene_in_place_and_reaches_the_server(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    mark(site)
    count = play_on(site)
    assert_same_page(site)
    expect(site.page.locator("a[href$='/debrief']")).to_be_visible()
    assert expect_on_server(site, server, count)["ending"] is True


def test_a_play_goes_on_to_its_ending_when_the_network_goes_after_its_first_scene(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    say(site)
    site.page.context.set_offline(True)
    mark(site)
    count = 1 + play_on(site)
    assert_same_page(site)
    ending = site.scene
    site.page.context.set_offline(False)
    found = expect_on_server(site, server, count)
    assert (found["scene"], found["ending"]) == (ending, True)


WAYS = {"the-aisle": ("de", 0), "pushy-muffin-seller": ("es", 1), "friendly-regular": ("en", 2)}


@pytest.mark.parametrize("scenario", WAYS)
@pytest.mark.parametrize("begins", [begin_here, begin_kept], ids=["the server’s page", "a page of the browser’s own"])
def test_what_the_browser_shows_is_what_the_server_would(
    visit: Visit, server: Server, begins: Callable[[Site, str], None], scenario: str
) -> None:
    locale, first = WAYS[scenario]
    site = visit(locale=locale)
    begins(site, scenario)
    for count in range(MOST_REPLIES):
        if count:
            expect_on_server(site, server, count)
        answer = site.page.request.get(site.page.url, headers={"Accept": "text/html", "Accept-Language": locale})
        if count or answer.ok:  # the server hears of a play with its first answer
            assert_same_on_screen(site.page, answer.text())
        if not site.replies.count():
            return
        say(site, which=(first + count) % site.replies.count())
    pytest.fail(f"no ending after {MOST_REPLIES} replies")


def test_a_play_is_begun_left_and_gone_on_with_where_there_is_no_network(visit: Visit, server: Server) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.begin("friendly-regular")
    say(site, which=0)
    say(site, which=0)
    scene, play = site.scene, site.page.url
    site.page.reload()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    expect_number(site, 3)
    site.open("/scenarios/friendly-regular")
    site.page.locator(f"a[href='/plays/{id_of_address(play)}']").click()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    site.page.context.set_offline(False)
    expect_on_server(site, server, 2)


def id_of_address(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_back_leads_to_where_one_came_from_and_unsays_nothing(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    say(site)
    say(site)
    scene, play = site.scene, site.page.url
    site.page.go_back()
    expect(site.page.locator("[data-begin]")).to_be_visible()
    site.page.go_forward()
    expect(site.page).to_have_url(play)
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    expect_number(site, 3)


def test_two_taps_in_one_place_take_one_reply(visit: Visit) -> None:
    site = visit(has_touch=True)
    begin_here(site)
    set_pace(site, 0)
    say_at_once(site)
    take_nothing(site, number=2)
    set_pace(site, 1)
    say(site)


def say_at_once(site: Site) -> None:
    site.replies.first.dispatch_event("click")
    expect_number(site, 2)


def test_a_reply_is_taken_once_while_it_is_being_kept(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    site.page.evaluate("document.querySelectorAll('button[name=choice]').forEach(reply => reply.click())")
    expect_number(site, 2)
    expect_on_server(site, server, 1)
    expect(site.page.locator("[role=alert]")).to_be_hidden()
    site.page.reload()
    expect_here(site.page)
    assert number(site) == 2


def test_the_number_keys_play_a_whole_play(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    for count in range(MOST_REPLIES):
        if not site.replies.count():
            break
        wait_until_replies_are_awake(site)
        site.page.keyboard.press("9")
        assert number(site) == count + 1
        site.page.keyboard.press("1")
        expect_number(site, count + 2)
    expect(site.page.locator("a[href$='/debrief']")).to_be_visible()


def test_the_next_scene_takes_the_focus_and_is_read_out(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    say(site)
    expect(site.page.locator("[data-announce-heading]")).to_be_focused()
    words = site.page.locator("[data-announce-text]:visible").first.text_content()
    expect(site.page.locator("[data-status]")).to_contain_text((words or "").strip())


def test_thinking_first_closes_again_for_every_scene(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.sign_in("2003")
    site.open("/settings")
    site.page.locator("input[name=think_first]").check()
    site.page.locator("form:has([name=think_first]) button").click()
    begin_here(site)
    for count in (1, 2):
        expect(site.replies.first).to_be_hidden()
        site.page.keyboard.press("1")
        assert number(site) == count
        site.page.get_by_text("I know what I’d say").click()
        say(site)
    expect(site.replies.first).to_be_hidden()


def test_a_customer_in_a_hurry_waits_anew_in_each_scene(visit: Visit) -> None:
    site = visit()
    site.page.clock.install()
    begin_here(site, "the-aisle")
    line = site.page.locator("[data-module=hurry]")
    site.page.clock.fast_forward(20_000)
    expect(line).to_be_hidden()
    site.take("answer")
    expect(line).to_have_attribute("data-hurry", "10")
    site.page.clock.fast_forward(9000)
    expect(line).to_be_hidden()
    site.page.clock.fast_forward(1500)
    expect(line).to_be_visible()
    expect(site.page.locator("[data-status]")).to_have_text(line.inner_text())
    site.take("louder")
    expect(line).to_be_hidden()


def test_whoever_answers_in_time_is_not_hurried_in_the_next_scene(visit: Visit) -> None:
    site = visit()
    site.page.clock.install()
    begin_here(site, "the-aisle")
    site.take("answer")
    expect(site.page.locator("[data-module=hurry]")).to_have_attribute("data-hurry", "10")
    site.page.clock.fast_forward(5000)
    site.take("louder")
    site.page.clock.fast_forward(20_000)
    expect(site.page.locator("[data-module=hurry]")).to_be_hidden()
