"""The player where an answer cannot be kept, or was given elsewhere meanwhile."""

from playwright.sync_api import expect

from tests.browser.conftest import EMPLOYEE, Site, Visit
from tests.browser.playing import (
    begin_here,
    expect_here,
    expect_number,
    expect_on_server,
    id_of,
    number,
    on_server,
    play_on,
    say,
    wait_until_replies_are_awake,
)
from tests.browser.without_network import FORGET_THE_AISLE, get_ready
from tests.serving import Server, Visitor

FULL = """() => {
  IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
}"""


def test_without_a_network_a_play_that_cannot_be_kept_is_not_begun(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.add_init_script(f"({FULL})()")
    site.open("/scenarios/the-aisle")
    expect(site.page.locator("[data-begin] .notice")).to_contain_text("cannot keep your answers")
    expect(site.page.locator("form[action='/plays'] button")).to_be_disabled()
    expect(site.page.get_by_role("heading", level=1)).to_have_text("The aisle")


def test_without_a_network_a_play_that_is_not_here_is_not_begun(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.evaluate(FORGET_THE_AISLE)
    site.page.context.new_cdp_session(site.page).send("Network.clearBrowserCache")
    site.open("/scenarios/the-aisle")
    expect(site.page.locator("[data-begin] .notice")).to_contain_text("not on this device yet")
    expect(site.page.locator("form[action='/plays'] button")).to_be_disabled()


def test_an_answer_that_the_browser_cannot_keep_goes_straight_to_the_server(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    say(site)
    site.page.evaluate(FULL)
    say(site)
    expect(site.page.get_by_role("alert")).to_contain_text("straight to the server")
    assert on_server(server, id_of(site))["number"] == 2
    count = 2 + play_on(site)
    assert on_server(server, id_of(site))["number"] == count


def test_an_answer_that_nobody_can_keep_is_not_taken(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    site.page.evaluate(FULL)
    site.page.context.set_offline(True)
    scene = site.scene
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect(site.page.get_by_role("alert")).to_contain_text("not taken")
    assert (site.scene, number(site)) == (scene, 1)
    site.page.context.set_offline(False)
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect_number(site, 2)


def test_the_slower_of_two_tabs_sees_where_the_play_stands(visit: Visit, server: Server) -> None:
    first = visit()
    begin_here(first)
    second = Site(first.page.context.new_page(), first.address)
    second.page.goto(first.page.url)
    expect_here(second.page)
    say(first, which=0)
    wait_until_replies_are_awake(second)
    second.replies.last.click()
    expect(second.page.get_by_role("alert")).to_contain_text("another tab")
    assert (second.scene, number(second)) == (first.scene, 2)
    expect_on_server(first, server, 1)


def test_a_play_that_went_on_elsewhere_is_shown_as_it_stands_there(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    site.page.context.set_offline(True)
    elsewhere = Visitor(server.port).sign_in(EMPLOYEE)
    options = elsewhere.get(f"/plays/{id_of(site)}").json()["options"]
    mine, others = options[0], options[-1]
    site.page.locator(f"button[name=choice][value='{mine}']").click()
    expect_number(site, 2)
    there = elsewhere.choose(id_of(site), 1, others).json()
    elsewhere.close()
    site.page.context.set_offline(False)
    expect(site.page.get_by_role("alert")).to_contain_text("another device")
    assert (site.scene, number(site)) == (there["scene"], 2)


def test_a_page_of_the_browsers_own_hears_what_was_said_elsewhere(visit: Visit, server: Server) -> None:
    site = visit()
    get_ready(site)
    site.begin("pushy-muffin-seller")
    say(site)
    expect_on_server(site, server, 1)
    elsewhere = Visitor(server.port).sign_in(EMPLOYEE)
    options = elsewhere.get(f"/plays/{id_of(site)}").json()["options"]
    there = elsewhere.choose(id_of(site), 2, options[0]).json()
    elsewhere.close()
    site.page.reload()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", there["scene"])
    expect_number(site, 3)
