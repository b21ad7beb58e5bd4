"""A manager reminds somebody on their page; the administrator reads the letter, here without a mail server."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.assigned import somebody_new
from tests.browser.conftest import Site, Visit
from tests.browser.stores import be_administrator
from tests.serving import Server


def at_letters(site: Site) -> None:
    be_administrator(site)
    site.open("/mail")


def test_a_reminder_by_the_manager_is_read_by_the_administrator(visit: Visit, server: Server) -> None:
    learner = somebody_new(server)
    learner.enrol("the-aisle")
    site = visit(size="phone", locale="en")
    site.page.context.clear_cookies()
    site.sign_in("other-manager@example.com")
    site.open(f"/people/{learner.person}/progress")
    site.page.get_by_role("button", name="Remind").click()
    expect(site.page.locator("main")).to_contain_text("No mail server is set")
    at_letters(site)
    letter = site.page.locator(".letters > li", has_text=learner.account)
    letter.locator("summary").click()
    expect(letter).to_contain_text("Olu Bright asked us to remind you.")
    assert Axe().run(site.page).violations_count == 0
    site.page.get_by_role("link", name="Sent").click()
    expect(site.page.locator("main")).to_contain_text("There is no letter here.")
