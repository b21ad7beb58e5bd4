"""A tablet locks by itself, opens nothing that is managed, and forgets everything when it is taken out of use."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.tablet.conftest import Open
from tests.browser.tablets import FOUR, Manager, connect, enter, expect_the_very_scene, hand_on, in_the_midst, tile
from tests.browser.waiting import wait_until

PAST_THE_WARNING = 16_000
SHORTEST_LOCK = 30


@pytest.fixture
def patient(window: Open, manager: Manager) -> Site:
    """A tablet that locks after the least time there is, and a clock that a test moves."""
    site = window(has_touch=True)
    site.page.clock.install()
    manager.set_lock(connect(site, manager), SHORTEST_LOCK)
    return site


def banner(page: Page):
    return page.locator("[data-still-there]")


def test_it_locks_when_nobody_touches_it_and_says_so_before(patient: Site) -> None:
    place = in_the_midst(patient, "Noor Haddad")
    patient.page.clock.fast_forward(10_000)
    expect(banner(patient.page)).to_have_text("")
    patient.page.clock.fast_forward(6_000)
    expect(banner(patient.page)).to_contain_text("Still there?")
    patient.page.touchscreen.tap(5, 400)
    expect(banner(patient.page)).to_have_text("")
    patient.page.clock.fast_forward(PAST_THE_WARNING)
    expect(banner(patient.page)).to_contain_text("Still there?")
    patient.page.keyboard.press("Shift")
    expect(banner(patient.page)).to_have_text("")
    patient.page.clock.fast_forward(SHORTEST_LOCK * 1000)
    patient.page.wait_for_url("**/tiles")
    enter(patient, "Noor Haddad", FOUR["Noor Haddad"])
    expect_the_very_scene(patient, *place)


def test_the_touch_that_wakes_it_up_comes_too_late(patient: Site) -> None:
    in_the_midst(patient, "Noor Haddad")
    page = patient.page
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    page.evaluate("Date.now = ((now, slept) => () => now() + slept)(Date.now, 60_000)")
    before = page.context.cookies()
    page.touchscreen.tap(5, 400)
    page.wait_for_url("**/tiles")
    assert "regulars-touched" in {cookie["name"] for cookie in before}
    assert "regulars-touched" not in {cookie["name"] for cookie in page.context.cookies()}


def test_a_tablet_that_was_closed_is_locked_when_it_is_opened(tablet: Site) -> None:
    place = in_the_midst(tablet, "Carla Ibarra")
    context = tablet.page.context
    tablet.page.close()
    context.clear_cookies(name="regulars-touched")
    opened = Site(context.new_page(), tablet.address)
    opened.open("/practice")
    opened.page.wait_for_url("**/tiles")
    enter(opened, "Carla Ibarra", FOUR["Carla Ibarra"])
    expect_the_very_scene(opened, *place)


def test_a_pin_opens_no_page_that_is_managed(tablet: Site) -> None:
    enter(tablet, "Noor Haddad", FOUR["Noor Haddad"])
    for path in ("/settings", "/devices", "/people"):
        answer = tablet.page.goto(tablet.address + path)
        assert answer
        assert answer.status == 403
    tablet.page.locator("nav a[href='/preferences']").click()
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("The way you like it")


def test_who_was_given_a_new_start_chooses_a_pin_again(tablet: Site, manager: Manager) -> None:
    address = tile(tablet, "Noor Haddad").get_attribute("href")
    assert address
    manager.post(f"/people/{address.rsplit('/', 1)[1]}/pin-resets")
    tablet.page.reload()
    expect(tile(tablet, "Noor Haddad").locator(".tile__hint")).to_be_visible()
    tile(tablet, "Noor Haddad").tap()
    expect(tablet.page.locator(".languages__one")).to_have_count(3)


def test_a_revoked_tablet_forgets_everything_at_its_next_contact(tablet: Site, manager: Manager) -> None:
    device = tablet.page.locator("html").get_attribute("data-device")
    assert device
    in_the_midst(tablet, "Noor Haddad")
    hand_on(tablet)
    expect_kept(tablet.page, some=True)
    manager.post(f"/devices/{device}/revocation")
    tablet.page.reload()
    tablet.page.wait_for_url("**/pair")
    tablet.page.wait_for_function("() => !document.documentElement.dataset.device")
    expect_kept(tablet.page, some=False)


KEPT = """async () => {
  const databases = await indexedDB.databases();
  const rows = await new Promise((resolve) => {
    if (!databases.some((one) => one.name === "regulars")) { resolve(0); return; }
    const opening = indexedDB.open("regulars");
    opening.onsuccess = () => {
      const store = opening.result.transaction("kept").objectStore("kept").getKey("roster");
      store.onsuccess = () => { opening.result.close(); resolve(store.result ? 1 : 0); };
    };
  });
  return rows + Object.keys(localStorage).filter((name) => name.includes("way-back")).length;
}"""


def expect_kept(page: Page, *, some: bool) -> None:
    """Whether this browser keeps the store's people and where they were."""
    if some:
        wait_until(page, f"async () => (await ({KEPT})()) === 2")
    else:
        assert page.evaluate(KEPT) == 0
