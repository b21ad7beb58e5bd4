"""Every page there is, by name, with what leads there; tests of all pages go through them."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.outbox.keeping import at_unsent
from tests.browser.playing import play_by
from tests.browser.privacy import at_erasure, at_workspace
from tests.browser.stores import at_code, at_device, at_devices, at_invitation, at_people, be_manager
from tests.browser.tablets import at_first, at_keypad, at_language, at_pair, at_preferences, at_tiles
from tests.browser.team import at_huddle, at_overview, at_standing, at_team
from tests.browser.test_assigning import at_assigning, at_assignment, at_assignments, at_preview
from tests.browser.test_letters import at_letters
from tests.browser.test_modules import at_module, at_modules
from tests.browser.test_people_lists import at_audit, at_new_person, at_person, at_roster, at_store, at_stores
from tests.browser.without_network import expect_shell, get_ready


def at_scene(site: Site) -> None:
    site.begin("pushy-muffin-seller")
    site.replies.last.click()
    site.page.locator("[name=number][value='2']").first.wait_for(state="attached")


def at_debrief(site: Site) -> None:
    site.begin("friendly-regular")
    play_by(site, lambda site: site.replies.last.click())
    site.page.goto(site.page.url + "/debrief")
    site.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def at_refresher(site: Site) -> None:
    """A moment out of what the demo's manager has played, not answered here: there are three a day."""
    be_manager(site)
    site.open("/refresher")
    expect(site.replies).to_have_count(3)


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
    "refresher": at_refresher,
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
