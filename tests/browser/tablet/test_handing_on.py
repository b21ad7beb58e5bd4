"""A tablet goes from hand to hand: the first time, one tap and a PIN, back at the very scene, without a network."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES, Site
from tests.browser.tablet.conftest import Open
from tests.browser.tablets import (
    FOUR,
    PIN,
    Manager,
    connect,
    enter,
    expect_the_very_scene,
    hand_on,
    in_the_midst,
    take_first,
    tile,
)
from tests.browser.waiting import wait_until
from tests.conftest import make_person
from training_app.db import Database
from training_app.models import Location


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
    expect(page.get_by_text("What is due for you shows here once the network is back")).to_be_visible()
    expect(page.locator("nav a[href='/preferences']")).to_be_visible()
    expect(page.locator("nav a[href='/settings']")).to_be_hidden()
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
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
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
    expect(page).to_have_url(re.compile("/tiles$"))


def test_nothing_of_the_page_before_shines_through_where_the_next_person_stands(tablet: Site) -> None:
    page = tablet.page
    page.emulate_media(reduced_motion="no-preference")
    page.add_init_script(
        """addEventListener("pagereveal", async ({viewTransition}) => {
          await viewTransition?.ready;
          const of = (part) => getComputedStyle(document.documentElement, `::view-transition-${part}(root)`);
          window.former = viewTransition && [of("old").display, of("new").animationName];
        })"""
    )
    enter(tablet, "Noor Haddad", FOUR["Noor Haddad"])
    page.wait_for_url("**/practice")
    hand_on(tablet)
    page.wait_for_function("window.former !== undefined")
    assert page.evaluate("window.former") in (["none", "none"], None)
