"""A store's tablet as its people use it: the first time, handing it on, locking it, coming back to the very scene."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.assigned import database_of, take_back
from tests.browser.conftest import PATIENCE, SIZES, Site
from tests.browser.tablets import Manager, connect, enter, hand_on, tile, type_pin
from tests.browser.waiting import wait_until
from tests.conftest import make_person
from tests.serving import Server
from training_app.db import Database
from training_app.models import Location, Person
from training_app.services.pins import hash_new_pin

PIN = "4830"
FOUR = {"Noor Haddad": "4830", "Eli Marsh": "92741", "Carla Ibarra": "507361", "Tom Okafor": "6395"}
FREE_TRIES = 3
PAST_THE_WARNING = 16_000
SHORTEST_LOCK = 30


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, whose people nobody else changes."""
    with Server(tmp_path_factory.mktemp("store"), environment={"DEMO": "1"}) as server:
        take_back(database_of(server))
        yield server


@pytest.fixture(scope="module")
def people(store: Server) -> Iterator[Database]:
    """Its database."""
    database = Database(f"sqlite:///{store.folder / 'regulars.sqlite3'}")
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def manager(store: Server) -> Iterator[Manager]:
    """The store's manager."""
    manager = Manager(store)
    yield manager
    manager.visitor.close()


@pytest.fixture(autouse=True)
def pins(people: Database) -> None:
    """Four of the store have a PIN, and the others none."""
    with people.writing() as session:
        for person in session.query(Person):
            pin = FOUR.get(person.name)
            person.pin_hash = hash_new_pin(pin, staff_number=None) if pin else None


Open = Callable[..., Site]


@pytest.fixture
def window(browser: Browser, store: Server) -> Iterator[Open]:
    """Opens a window that is nobody's: `window(size="phone", …)`."""
    contexts: list[BrowserContext] = []

    def open_window(*, size: str = "portrait", **options) -> Site:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Site(context.new_page(), f"http://127.0.0.1:{store.port}")

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def tablet(window: Open, manager: Manager) -> Site:
    """A tablet of the store, touched and not typed on."""
    site = window(has_touch=True)
    connect(site, manager)
    return site


@pytest.mark.parametrize(("size", "name"), list(zip(SIZES, ("Luis Prado", "Hana Sato", "Wren Castle"), strict=True)))
def test_the_first_time_leads_from_the_tile_to_the_first_role_play(
    window: Open, manager: Manager, size: str, name: str
) -> None:
    site = window(size=size, has_touch=True)
    connect(site, manager)
    expect(tile(site, name).locator(".tile__hint")).to_have_text("New here")
    tile(site, name).tap()
    site.page.locator(".languages__one[lang=de]").tap()
    expect(site.page.get_by_text("Deine Leitung sieht, ob und wann du fertig bist")).to_be_visible()
    for _ in range(2):
        for digit in PIN:
            site.page.locator(f"[data-digit='{digit}']").tap()
        site.page.locator(".pin__key--go").tap()
    expect(site.page.locator("[data-scene]")).to_be_visible()
    expect(site.page.locator("html")).to_have_attribute("lang", "de")
    assert "/plays/" in site.page.url
    hand_on(site)
    expect(tile(site, name).locator(".tile__hint")).to_be_hidden()


def test_four_people_hand_it_on_with_a_tap_for_the_tile_and_one_for_each_key(
    tablet: Site, request: pytest.FixtureRequest
) -> None:
    page = tablet.page
    page.evaluate("localStorage.taps = 0")
    page.add_init_script("addEventListener('pointerdown', () => { localStorage.taps = +localStorage.taps + 1 }, true)")
    page.reload()
    for name, pin in FOUR.items():
        page.evaluate("localStorage.taps = 0")
        began = time.monotonic()
        tile(tablet, name).tap()
        for digit in pin:
            page.locator(f"[data-digit='{digit}']").tap()
        page.locator(".pin__key--go").tap()
        page.wait_for_url("**/practice")
        expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
        request.node.user_properties.append((f"seconds until {name} is in", round(time.monotonic() - began, 2)))
        assert page.evaluate("+localStorage.taps") == 1 + len(pin) + 1
        page.locator("[data-lock] button").tap()
        page.wait_for_url("**/tiles")
        assert page.evaluate("+localStorage.taps") == 1 + len(pin) + 1 + 1


def test_a_pin_is_typed_on_a_keyboard_too(window: Open, manager: Manager) -> None:
    site = window()
    connect(site, manager)
    tile(site, "Noor Haddad").click()
    expect(site.page.locator("#pin")).to_be_focused()
    site.page.keyboard.type("4839")
    site.page.keyboard.press("Backspace")
    site.page.get_by_role("link", name="That is not me").focus()
    site.page.keyboard.press("0")
    expect(site.page.locator("[data-is-full]")).to_have_count(4)
    site.page.keyboard.press("Enter")
    site.page.wait_for_url("**/practice")


def test_what_was_typed_is_taken_back_digit_by_digit_and_is_never_on_screen(tablet: Site) -> None:
    tile(tablet, "Noor Haddad").tap()
    for digit in "1230":
        tablet.page.locator(f"[data-digit='{digit}']").tap()
    for left in (3, 2, 1, 0, 0):
        tablet.page.locator("[data-erase]").tap()
        expect(tablet.page.locator("[data-is-full]")).to_have_count(left)
    for _ in range(9):
        tablet.page.locator("[data-digit='4']").tap()
    expect(tablet.page.locator("[data-is-full]")).to_have_count(6)
    expect(tablet.page.locator("#pin")).to_have_css("opacity", "0")


def test_too_few_digits_are_not_sent(tablet: Site) -> None:
    tile(tablet, "Noor Haddad").tap()
    type_pin(tablet, "483")
    expect(tablet.page.locator("[role=alert]")).to_have_count(0)
    tablet.page.locator("[data-digit='0']").tap()
    tablet.page.locator(".pin__key--go").tap()
    tablet.page.wait_for_url("**/practice")


def test_guessing_ends_with_a_wait_that_is_said(tablet: Site) -> None:
    tile(tablet, "Eli Marsh").tap()
    for _ in range(FREE_TRIES):
        type_pin(tablet, PIN)
        expect(tablet.page.locator("[role=alert]")).to_contain_text("That was not it.")
    expect(tablet.page.locator("[role=alert]")).to_contain_text("Please wait 30 seconds.")
    type_pin(tablet, FOUR["Eli Marsh"])
    expect(tablet.page.locator("[role=alert]")).to_contain_text("Too many tries. Please wait")
    assert "/pin" in tablet.page.url


@pytest.mark.parametrize(("pin", "words"), [("1234", "Digits in a row"), ("1988", "A year")])
def test_an_obvious_pin_is_refused_and_another_one_is_chosen(tablet: Site, pin: str, words: str) -> None:
    tile(tablet, "Luis Prado").tap()
    tablet.page.locator(".languages__one[lang=en]").tap()
    type_pin(tablet, pin)
    type_pin(tablet, pin)
    expect(tablet.page.locator("[role=alert]")).to_contain_text(words)
    type_pin(tablet, PIN)
    expect(tablet.page.locator("#again")).to_be_focused()
    type_pin(tablet, PIN)
    tablet.page.wait_for_url("**/plays/*")


def test_everything_works_without_script(window: Open, manager: Manager) -> None:
    site = window(java_script_enabled=False)
    connect(site, manager)
    tile(site, "Mara Quist").click()
    site.page.locator(".languages__one[lang=es]").click()
    site.page.locator("#pin").fill(PIN)
    site.page.locator("#again").fill(PIN)
    site.page.locator("[data-plain]").click()
    site.page.wait_for_url("**/plays/*")
    site.page.locator("[data-lock] button").click()
    site.page.wait_for_url("**/tiles")
    tile(site, "Mara Quist").click()
    site.page.locator("#pin").fill(PIN)
    site.page.locator("#pin").press("Enter")
    site.page.wait_for_url("**/practice")
    expect(site.page.locator("html")).to_have_attribute("lang", "es")


def in_the_midst(site: Site, name: str) -> tuple[str, str | None]:
    """This person enters and plays until the second reply; gives where they are."""
    enter(site, name, FOUR[name])
    site.page.wait_for_url("**/practice")
    site.begin("pushy-muffin-seller")
    take_first(site, "2")
    return site.page.url, site.scene


def take_first(site: Site, number: str) -> None:
    expect(site.replies.first).not_to_have_css("pointer-events", "none")
    site.replies.first.click()
    expect(site.page.locator("[name=number]").first).to_have_value(number)


def expect_the_very_scene(site: Site, address: str, scene: str | None) -> None:
    site.page.wait_for_url(address)
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def test_after_one_tap_each_goes_on_at_their_own_scene(tablet: Site) -> None:
    noor = in_the_midst(tablet, "Noor Haddad")
    hand_on(tablet)
    carla = in_the_midst(tablet, "Carla Ibarra")
    hand_on(tablet)
    for name, place in (("Noor Haddad", noor), ("Carla Ibarra", carla)):
        enter(tablet, name, FOUR[name])
        expect_the_very_scene(tablet, *place)
        hand_on(tablet)


def test_whoever_left_from_practice_comes_back_to_practice(tablet: Site) -> None:
    in_the_midst(tablet, "Noor Haddad")
    tablet.open("/practice")
    hand_on(tablet)
    enter(tablet, "Noor Haddad", FOUR["Noor Haddad"])
    tablet.page.wait_for_url("**/practice")


def test_the_way_back_in_the_browser_shows_nobodys_page(tablet: Site) -> None:
    place = in_the_midst(tablet, "Tom Okafor")
    hand_on(tablet)
    tablet.page.go_back()
    tablet.page.wait_for_url("**/tiles")
    tablet.page.goto(place[0])
    tablet.page.wait_for_url("**/tiles")


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


@pytest.fixture
def crowd(people: Database) -> None:
    """More people than anybody wants to look through."""
    with people.writing() as session:
        store = session.query(Location).filter(Location.name == "Upland").one()
        for number in range(15):
            make_person(session, f"extra {number} josé", at=store, is_demo=True)


def test_among_many_people_one_is_found_while_typing(tablet: Site, crowd: None) -> None:
    tablet.page.reload()
    shown = tablet.page.locator(".tiles__item:visible")
    expect(shown).to_have_count(25)
    field = tablet.page.get_by_role("searchbox")
    field.press_sequentially("7 JOSE")
    expect(shown).to_have_count(1)
    field.fill("nobody at all")
    expect(shown).to_have_count(0)
    expect(tablet.page.locator("[data-none]")).to_be_visible()
    field.fill("noor")
    field.press("Enter")
    expect(tablet.page.locator("#pin")).to_be_focused()


def get_ready(site: Site) -> None:
    """Stay on the tiles until all of the store can play without a network."""
    site.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    wait_until(
        site.page,
        """async () => (await new Promise((resolve) => {
          const opening = indexedDB.open("regulars");
          opening.onsuccess = () => {
            const asked = opening.result.transaction("kept").objectStore("kept").get("readiness");
            asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
          };
        }))?.state === 'ready'""",
    )


def sit_down(site: Site, name: str) -> None:
    """Tap a tile without a network."""
    tile(site, name).click()
    expect(site.page.locator("html[data-shell]:not([data-shell=tiles])")).to_be_attached()


def test_without_a_network_a_tap_on_the_tile_is_enough_and_the_pin_confirms_it_later(tablet: Site) -> None:
    page = tablet.page
    get_ready(tablet)
    people = page.locator(".tile").count()
    assert people >= 10
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-shell", "tiles")
    expect(page.locator(".tile")).to_have_count(people)
    sit_down(tablet, "Noor Haddad")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")
    tablet.begin("pushy-muffin-seller")
    take_first(tablet, "2")
    address, scene = page.url, tablet.scene
    hand_on(tablet)
    sit_down(tablet, "Eli Marsh")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eli")
    expect(page.locator(f"a[href='{address.removeprefix(tablet.address)}']")).to_have_count(0)
    hand_on(tablet)
    sit_down(tablet, "Noor Haddad")
    expect_the_very_scene(tablet, address, scene)
    hand_on(tablet)
    page.context.set_offline(False)
    tablet.open("/tiles")
    enter(tablet, "Noor Haddad", FOUR["Noor Haddad"])
    expect_the_very_scene(tablet, address, scene)
    wait_until(
        page,
        """async (address) => {
          const answer = await fetch(address, { headers: { Accept: "application/json" } });
          return answer.ok && (await answer.json()).number === 1;
        }""",
        arg=address,
    )


def test_a_session_that_lost_its_network_comes_back_to_nobody_else(tablet: Site) -> None:
    page = tablet.page
    get_ready(tablet)
    enter(tablet, "Carla Ibarra", FOUR["Carla Ibarra"])
    page.wait_for_url("**/practice")
    page.context.set_offline(True)
    hand_on(tablet)
    sit_down(tablet, "Tom Okafor")
    page.context.set_offline(False)
    tablet.open("/progress")
    page.wait_for_url("**/tiles")
