"""Playing in a browser: replies taken as soon as they are awake, here and as the server has it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMPLOYEE, Site
from tests.browser.without_network import get_ready
from tests.serving import Server, Visitor

MOST_REPLIES = 30


def play_by(site: Site, take) -> None:
    """Take replies until the ending."""
    expect(site.page.locator("[data-scene]")).to_be_visible()
    for _ in range(MOST_REPLIES):
        if not site.replies.count():
            return
        before = site.page.locator("[name=number]").first.input_value()
        wait_until_replies_are_awake(site)
        take(site)
        site.page.wait_for_function(
            "before => { const field = document.querySelector('[name=number]');"
            " return document.readyState === 'complete' && (!field || field.value !== before) }",
            arg=before,
        )
    pytest.fail(f"no ending after {MOST_REPLIES} replies")


def wait_until_replies_are_awake(site: Site) -> None:
    expect(site.replies.first).not_to_have_css("pointer-events", "none")


def set_pace(site: Site, pace: int) -> None:
    """How fast animations go from now on, also on the next page; at 0 they stand still."""
    session = site.page.context.new_cdp_session(site.page)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": pace})


def take_nothing(site: Site, number: int = 1) -> None:
    """Tap the first reply and press its key: neither is taken."""
    place = site.replies.first.bounding_box()
    assert place
    site.page.mouse.click(place["x"] + 40, place["y"] + 20)
    site.page.keyboard.press("1")
    expect(site.page.locator("[name=number]").first).to_have_value(str(number))
    assert not site.page.locator("form[data-sent]").count()


def begin_here(site: Site, scenario: str = "pushy-muffin-seller") -> None:
    """Begin a play on the server, and wait until the browser plays it."""
    site.begin(scenario)
    expect_here(site.page)


def expect_here(page: Page) -> None:
    """From now on the browser plays by itself."""
    expect(page.locator("[data-scene][data-here]")).to_be_visible()


def begin_kept(site: Site, scenario: str) -> None:
    """Begin a play on a page that the browser makes by itself."""
    get_ready(site)
    site.open(f"/scenarios/{scenario}")
    expect(site.page.locator("main[data-here]")).to_be_visible()
    site.page.locator("form[action='/plays'] button").click()
    expect_here(site.page)
    expect(site.page.locator("html")).to_have_attribute("data-shell", "scene")


def number(site: Site) -> int:
    """The number of the next choice."""
    return int(site.page.locator("[name=number]").input_value())


def expect_number(site: Site, value: int) -> None:
    expect(site.page.locator("[name=number]")).to_have_value(str(value))


def say(site: Site, which: int = -1) -> None:
    """Take one of the replies on screen as soon as they are awake; it is there at once."""
    before = number(site)
    wait_until_replies_are_awake(site)
    site.replies.nth(which).click()
    expect_number(site, before + 1)


def play_on(site: Site) -> int:
    """Take replies until the ending; gives how many."""
    for count in range(MOST_REPLIES):
        if not site.replies.count():
            return count
        say(site, which=count % site.replies.count())
    pytest.fail(f"no ending after {MOST_REPLIES} replies")


def mark(site: Site) -> None:
    """Leave a mark that the next page would not have."""
    site.page.evaluate("window.isSamePage = true")


def assert_same_page(site: Site) -> None:
    assert site.page.evaluate("window.isSamePage") is True


def id_of(site: Site) -> str:
    """The id of the play on screen."""
    return site.page.url.rsplit("/", 1)[1]


def on_server(server: Server, play: str, account: str = EMPLOYEE) -> dict[str, Any]:
    """The play as the server has it."""
    visitor = Visitor(server.port).sign_in(account)
    answer = visitor.get(f"/plays/{play}")
    visitor.close()
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json()
    return found


def expect_on_server(site: Site, server: Server, count: int) -> dict[str, Any]:
    """Wait until the server has so many choices of the play on screen."""
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    for _try in range(100):
        play = visitor.get(f"/plays/{id_of(site)}")
        if play.status == 200 and play.json()["number"] >= count:
            break
        site.page.wait_for_timeout(100)
    visitor.close()
    found: dict[str, Any] = play.json()
    assert found["number"] == count, found
    return found
