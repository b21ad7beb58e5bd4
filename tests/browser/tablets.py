"""A store's tablet in a browser, and the manager who connects it."""

import re
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import Browser, Cookie, expect

from tests.browser.conftest import Site
from tests.browser.playing import wait_until_replies_are_awake
from tests.browser.stores import MANAGER, show_code
from tests.serving import Server, Visitor

LANGUAGE_OF_TESTS = "en"
WITH_PIN, WITHOUT_PIN = "Wren Castle", "Luis Prado"
PIN = "4830"
FOUR = {"Noor Haddad": "4830", "Eli Marsh": "92741", "Carla Ibarra": "507361", "Tom Okafor": "6395"}


@dataclass
class Manager:
    """The demo's manager, who looks after the store's tablets over HTTP."""

    server: Server
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.server.port).sign_in(MANAGER)

    def get(self, path: str) -> str:
        """A page of the manager's; between two of them the server may have ended the connection."""
        self.visitor.close()
        return self.visitor.get(path, accept="text/html").body.decode()

    def post(self, path: str, **fields: object) -> None:
        """One of the manager's forms."""
        self.visitor.close()
        assert self.visitor.post(path, fields, accept="text/html").status == 303

    def new_code(self) -> str:
        """The letters of a code for one more tablet."""
        self.post("/devices", name="Till", location=location_in(self.get("/devices/new")))
        letters = re.search(r"data-code>([^<]+)<", self.get("/devices/code"))
        assert letters
        return letters.group(1)

    def set_lock(self, device: str, seconds: int) -> None:
        """After how many seconds without a touch that tablet locks."""
        location = location_in(self.get(f"/devices/{device}"))
        self.post(f"/devices/{device}", name="Till", location=location, lock_after=seconds)


def location_in(page: str) -> str:
    """The store that a form is about."""
    found = re.search(r'name="location" value="([^"]+)"', page)
    assert found
    return found.group(1)


def connect(site: Site, manager: Manager) -> str:
    """Make this window a tablet of the manager's store; gives the tablet's id."""
    site.open(f"/pair?code={manager.new_code()}")
    site.page.locator("form[action='/pair'] button").click()
    site.page.wait_for_url("**/tiles")
    device = site.page.locator("html").get_attribute("data-device")
    assert device
    return device


def tile(site: Site, name: str):
    """The tile of a person of the store."""
    return site.page.locator(".tile", has_text=name)


def type_pin(site: Site, pin: str) -> None:
    """Tap the digits of a PIN and the key that goes in."""
    expect(site.page.locator("[data-pad]")).to_be_visible()
    for digit in pin:
        site.page.locator(f"[data-digit='{digit}']").click()
    site.page.locator(".pin__key--go").click()


def choose_pin(site: Site, name: str, pin: str, language: str = LANGUAGE_OF_TESTS) -> None:
    """The first time of a person: tile, language, the PIN twice; ends where their day begins."""
    tile(site, name).click()
    site.page.locator(f".languages__one[lang={language}]").click()
    type_pin(site, pin)
    expect(site.page.locator("#again")).to_be_focused()
    type_pin(site, pin)
    expect(site.page.locator("[data-person]").first).to_be_attached()


def enter(site: Site, name: str, pin: str) -> None:
    """Tap the tile and type the PIN."""
    tile(site, name).click()
    type_pin(site, pin)
    expect(site.page.locator("[data-person]").first).to_be_attached()


def hand_on(site: Site) -> None:
    """The one tap after which the next person may have the tablet."""
    site.page.locator("[data-lock] button").click()
    site.page.wait_for_url("**/tiles")
    expect(site.page.locator(".tile").first).to_be_visible()


def in_the_midst(site: Site, name: str) -> tuple[str, str | None]:
    """This person enters and plays until the second reply; gives where they are."""
    enter(site, name, FOUR[name])
    site.page.wait_for_url("**/practice")
    site.begin("pushy-muffin-seller")
    take_first(site, "2")
    return site.page.url, site.scene


def take_first(site: Site, number: str) -> None:
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect(site.page.locator("[name=number]").first).to_have_value(number)


def expect_the_very_scene(site: Site, address: str, scene: str | None) -> None:
    site.page.wait_for_url(address)
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def be_tablet(site: Site) -> None:
    """Let this window belong to a store's tablet, on which one person has a PIN."""
    browser = site.page.context.browser
    assert browser
    site.page.context.clear_cookies()
    site.page.context.add_cookies(_cookies_of_tablet(browser, site.address))  # type: ignore[arg-type]
    site.open("/tiles")


@cache
def _cookies_of_tablet(browser: Browser, address: str) -> list[Cookie]:
    """Connected once for all tests."""
    with browser.new_context() as context:
        site = Site(context.new_page(), address)
        site.sign_in(MANAGER)
        show_code(site)
        site.page.locator(".code__here").click()
        site.page.locator("form[action='/pair'] button").click()
        choose_pin(site, WITH_PIN, PIN)
        hand_on(site)
        return context.cookies()


def at_pair(site: Site) -> None:
    site.open("/pair")
    site.page.locator("#code").fill("BCDF")
    site.page.keyboard.press("Enter")
    expect(site.page.locator("[role=alert]")).to_be_visible()


def at_tiles(site: Site) -> None:
    be_tablet(site)
    site.page.locator("summary").click()


def at_language(site: Site) -> None:
    be_tablet(site)
    tile(site, WITHOUT_PIN).click()
    expect(site.page.locator(".languages__one").first).to_be_visible()


def at_first(site: Site) -> None:
    at_language(site)
    site.page.locator(".languages__one[lang=de]").click()
    type_pin(site, "1234")
    expect(site.page.locator("#again")).to_be_focused()
    type_pin(site, "1234")
    expect(site.page.locator("[role=alert]")).to_be_visible()


def at_keypad(site: Site) -> None:
    be_tablet(site)
    tile(site, WITH_PIN).click()
    expect(site.page.locator("[data-pad]")).to_be_visible()


def at_preferences(site: Site) -> None:
    at_keypad(site)
    type_pin(site, PIN)
    expect(site.page.locator("html[data-person]")).to_be_attached()
    site.open("/preferences")
