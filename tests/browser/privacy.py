"""The pages about who sees what, for the tests that look at every page."""

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.stores import be_administrator


def at_workspace(site: Site) -> None:
    be_administrator(site)
    site.open("/workspace")
    expect(site.page.locator("[name=managers_see]")).to_have_count(3)


def at_erasure(site: Site) -> None:
    be_administrator(site)
    site.open("/people?q=1003")
    person = site.page.locator("main a[href$='/progress']").first.get_attribute("href")
    assert person
    site.open(f"/people/{person.split('/')[2]}/erasure")
    expect(site.page.locator("[name=confirm]")).to_be_visible()
