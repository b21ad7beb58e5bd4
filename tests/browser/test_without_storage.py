"""A browser that keeps nothing says so before a play, and plays with the server, page by page."""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import Site, Visit
from tests.browser.outbox.keeping import Keeping, serve_modules, way_to_the_end
from tests.browser.playing import play_by
from tests.serving import Server, Visitor

NO_DATABASE = {
    "there is none": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "it may not be opened": """
        IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); }""",
    "it fails to open": """
        const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function () { return open.call(this, 'regulars', 0.5); }""",
    "it never opens": "IDBFactory.prototype.open = () => ({})",
}


@pytest.mark.parametrize("block", NO_DATABASE.values(), ids=NO_DATABASE)
def test_where_the_database_is_blocked_the_server_plays_and_the_page_says_so(visit: Visit, block: str) -> None:
    site = visit()
    site.page.add_init_script(block)
    site.open("/scenarios/the-aisle")
    notice = site.page.locator("[data-begin] .notice")
    expect(notice).to_contain_text("This browser keeps nothing for you")
    site.page.locator("form[action='/plays'] button").click()
    play_by(site, lambda site: site.replies.first.click())
    site.page.locator("a[href$='/debrief']").click()
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()
    expect(site.page.locator(".unsent")).to_be_hidden()


def set_quota(site: Site, size: int) -> None:
    """How many bytes the browser lets this site keep from now on."""
    session = site.page.context.new_cdp_session(site.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.address, "quotaSize": size})


def test_where_there_is_no_room_the_page_says_so_before_the_play(visit: Visit) -> None:
    site = visit()
    set_quota(site, 1000)  # before the browser has seen how much room there is
    site.open("/scenarios/the-aisle")
    expect(site.page.locator("[data-begin] .notice")).to_contain_text("This device is full")
    site.page.locator("form[action='/plays'] button").click()
    play_by(site, lambda site: site.replies.first.click())
    expect(site.page.locator("a[href$='/debrief']")).to_be_visible()


def test_an_answer_for_which_there_is_no_room_is_refused_at_once_and_the_earlier_ones_are_sent(
    visit: Visit, server: Server
) -> None:
    site = visit(service_workers="block")
    set_quota(site, 1_000_000)
    serve_modules(site.page.context)
    site.open("/settings")
    keeping = Keeping(site.page)
    play, log = keeping.begin(), way_to_the_end()
    site.page.context.set_offline(True)
    keeping.say(play, log[:2])
    with pytest.raises(Error, match="StorageError full"):
        keeping.say(play, ["a" * 3_000_000], first=3)
    set_quota(site, 10_000_000)
    site.page.context.set_offline(False)
    keeping.wait_until_sent()
    visitor = Visitor(server.port).sign_in("employee@example.com")
    assert visitor.get(f"/plays/{play}").json()["number"] == 2
    visitor.close()
