"""The pages on which a manager sees how the team stands."""

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.stores import be_manager


def at_team(site: Site) -> None:
    be_manager(site)
    site.open("/team?role=employee")
    site.page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    expect(site.page.locator("table.matrix__table")).to_be_visible()


def at_huddle(site: Site) -> None:
    be_manager(site)
    site.open("/team/huddle")


def at_overview(site: Site) -> None:
    be_manager(site)
    site.open("/team/stores")


def at_standing(site: Site) -> None:
    be_manager(site)
    site.open("/team")
    site.page.locator("th[scope=row] a").first.click()
    site.page.wait_for_url("**/progress")
