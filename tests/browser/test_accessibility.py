"""Every page is clean for axe in light and dark, fits 360 px in every language, and has targets for a thumb."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from config import LANGUAGES
from tests.browser.conftest import SIZES, Site, Visit
from tests.browser.outbox.keeping import at_unsent
from tests.browser.playing import play_by
from tests.browser.privacy import at_erasure, at_workspace
from tests.browser.stores import at_code, at_device, at_devices, at_invitation, at_people
from tests.browser.tablets import at_first, at_keypad, at_language, at_pair, at_preferences, at_tiles
from tests.browser.team import at_huddle, at_overview, at_standing, at_team
from tests.browser.test_assigning import at_assigning, at_assignment, at_assignments, at_preview
from tests.browser.test_letters import at_letters
from tests.browser.test_modules import at_module, at_modules
from tests.browser.test_people_lists import at_audit, at_new_person, at_person, at_roster, at_store, at_stores
from tests.browser.without_network import expect_shell, get_ready

SMALLEST_TARGET = 48


def at_scene(site: Site) -> None:
    site.begin("pushy-muffin-seller")
    site.replies.last.click()
    site.page.locator("[name=number][value='2']").first.wait_for(state="attached")


def at_debrief(site: Site) -> None:
    site.begin("friendly-regular")
    play_by(site, lambda site: site.replies.last.click())
    site.page.goto(site.page.url + "/debrief")
    site.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def at_practice_without_network(site: Site) -> None:
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.reload()
    expect_shell(site.page, "practice")
    site.page.locator(".scenario-card").first.wait_for()


def at_shell(site: Site, name: str) -> None:
    site.page.route("**/healthz", lambda route: route.abort())  # else it makes room for the server's page
    site.open(f"/shells/{site.page.evaluate('navigator.language')}/{name}")


PAGES: dict[str, Callable[[Site], None]] = {
    "login": lambda site: (site.page.context.clear_cookies(), site.open("/login"))[1],
    "practice": lambda site: site.open("/practice"),
    "progress": lambda site: site.open("/progress"),
    "settings": lambda site: site.open("/settings"),
    "intro": lambda site: site.open("/scenarios/friendly-regular"),
    "scene": at_scene,
    "debrief": at_debrief,
    "unsent": at_unsent,
    "devices": at_devices,
    "device": at_device,
    "code": at_code,
    "people": at_people,
    "invitation": at_invitation,
    "new person": at_new_person,
    "person": at_person,
    "roster": at_roster,
    "stores": at_stores,
    "store": at_store,
    "audit": at_audit,
    "workspace": at_workspace,
    "erasure": at_erasure,
    "letters": at_letters,
    "team": at_team,
    "huddle sheet": at_huddle,
    "overview of stores": at_overview,
    "how a person stands": at_standing,
    "modules": at_modules,
    "module": at_module,
    "assignments": at_assignments,
    "assignment": at_assignment,
    "assigning": at_assigning,
    "preview of an assignment": at_preview,
    "pair": at_pair,
    "tiles": at_tiles,
    "language": at_language,
    "first PIN": at_first,
    "keypad": at_keypad,
    "preferences": at_preferences,
    "practice without a network": at_practice_without_network,
    "needs the network": lambda site: at_shell(site, "nothing"),
    "not sent": lambda site: at_shell(site, "undone"),
    "not found": lambda site: site.open("/nowhere"),
    "dead link": lambda site: site.open("/reset/used"),
}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, name: str, mode: str) -> None:
    site = visit(mode=mode)
    PAGES[name](site)
    report = Axe().run(site.page)
    assert not report.violations_count, report.generate_report()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_page_is_wider_than_a_phone(visit: Visit, locale: str) -> None:
    for name, go in PAGES.items():
        site = visit(size="phone", locale=locale)
        go(site)
        assert overflow(site.page) <= 0, name


@pytest.mark.parametrize("name", PAGES)
def test_text_at_twice_its_size_loses_nothing(visit: Visit, name: str) -> None:
    site = visit(size="phone", locale="de")
    session = site.page.context.new_cdp_session(site.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    PAGES[name](site)
    assert overflow(site.page) <= 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_target_is_large_enough_for_a_thumb(visit: Visit, name: str, size: str) -> None:
    site = visit(size=size)
    PAGES[name](site)
    small = site.page.evaluate(
        """least => [...document.querySelectorAll('button, summary, nav a, a[class], input:not([type=hidden])')]
          .filter(element => element.checkVisibility() && !element.matches('.unseen:not(:focus)'))
          .map(element => [(element.closest('label') || element), element])
          .map(([target, element]) => [element.outerHTML.slice(0, 120), target.getBoundingClientRect()])
          .filter(([, box]) => box.width && box.right > 0 && (box.height < least || box.width < least))
          .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)""",
        SMALLEST_TARGET,
    )
    assert small == []
