"""A manager connects a tablet: the page with the code notices, and a store's people stand on the tablet."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.stores import TABLET, at_code


def test_the_page_with_the_code_says_when_the_tablet_is_connected(visit: Visit) -> None:
    manager, tablet = visit(), visit(signed_in=False, size="landscape")
    at_code(manager)
    letters = manager.page.locator("[data-code]").inner_text()
    tablet.open("/pair")
    tablet.page.locator("[name=code]").fill(letters.lower())
    tablet.page.keyboard.press("Enter")
    tablet.page.wait_for_url("**/tiles")
    expect(tablet.page.get_by_text("Noor Haddad")).to_be_visible()
    expect(manager.page.get_by_role("heading", name=f"“{TABLET}” is connected")).to_be_visible()


def test_a_tablet_is_connected_and_disconnected_without_any_script(visit: Visit) -> None:
    manager, tablet = visit(java_script_enabled=False), visit(java_script_enabled=False, signed_in=False)
    at_code(manager)
    tablet.open(manager.page.locator(".code__here").get_attribute("href") or "")
    tablet.page.locator("main form button").click()
    tablet.page.wait_for_url("**/tiles")
    manager.open("/devices")
    count = manager.page.locator("article").count()
    manager.page.locator("article a").first.click()
    manager.page.locator("main summary").click()
    manager.page.locator("form[action$=revocation] button").click()
    manager.page.wait_for_url("**/devices")
    expect(manager.page.locator("article")).to_have_count(count - 1)
    expect(manager.page.locator("[role=status]")).to_contain_text("is disconnected")
