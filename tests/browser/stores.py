"""The pages with which a manager looks after a store, with one tablet connected to it."""

from collections.abc import Callable
from functools import cache

from playwright.sync_api import Browser, Cookie, expect

from tests.browser.conftest import Site

MANAGER, ADMINISTRATOR = "manager@example.com", "admin@example.com"
TABLET = "Till 1"


def be_manager(site: Site) -> None:
    """Let this window belong to the demo's manager, whose store has a tablet."""
    _be(site, _cookies_of_manager)


def be_administrator(site: Site) -> None:
    """Let this window belong to the demo's administrator."""
    _be(site, _cookies_of_administrator)


def _be(site: Site, cookies_of: Callable[[Browser, str], list[Cookie]]) -> None:
    browser = site.page.context.browser
    assert browser
    site.page.context.clear_cookies()
    site.page.context.add_cookies(cookies_of(browser, site.address))  # type: ignore[arg-type]


@cache
def _cookies_of_manager(browser: Browser, address: str) -> list[Cookie]:
    """Signed in once for all tests, and a tablet connected."""
    with browser.new_context() as context:
        site = Site(context.new_page(), address)
        site.sign_in(MANAGER)
        show_code(site)
        link = site.page.locator(".code__here").get_attribute("href")
        with browser.new_context() as other:
            tablet = Site(other.new_page(), address)
            tablet.open(link or "")
            tablet.page.locator("main form button").click()
            tablet.page.wait_for_url("**/tiles")
        return context.cookies()


@cache
def _cookies_of_administrator(browser: Browser, address: str) -> list[Cookie]:
    with browser.new_context() as context:
        Site(context.new_page(), address).sign_in(ADMINISTRATOR)
        return context.cookies()


def show_code(site: Site) -> None:
    """Make a code for a tablet."""
    site.open("/devices/new")
    site.page.locator("[name=name]").fill(TABLET)
    site.page.locator("main form button").click()
    expect(site.page.locator("[data-code]")).to_be_visible()


def at_devices(site: Site) -> None:
    be_manager(site)
    site.open("/devices")


def at_code(site: Site) -> None:
    be_manager(site)
    show_code(site)


def at_device(site: Site) -> None:
    at_devices(site)
    site.page.locator("article a").first.click()
    site.page.locator("main summary").click()


def at_people(site: Site) -> None:
    be_manager(site)
    site.open("/people?q=a")
    site.page.locator("main .people summary").first.click()


def at_invitation(site: Site) -> None:
    at_people(site)
    site.page.locator("form[action$=invitations] button").first.click()
    expect(site.page.locator("article[lang]")).to_be_visible()
