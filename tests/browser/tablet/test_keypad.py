"""A PIN is typed: on the pad, on a keyboard, wrongly, too often, for the first time, without script."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Site
from tests.browser.tablet.conftest import Open
from tests.browser.tablets import FOUR, PIN, Manager, connect, tile, type_pin

FREE_TRIES = 3
NEVER_YET = """document.addEventListener("readystatechange", () => {
  const style = document.createElement("style");
  style.textContent = "* { animation-delay: 1000s !important }";
  document.head.append(style);
}, { once: true })"""


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


@pytest.mark.parametrize("comes", [True, False])
def test_the_plain_form_shows_only_where_the_keys_do_not_come(window: Open, manager: Manager, comes: bool) -> None:
    site = window(service_workers="block", bypass_csp=True)
    connect(site, manager)
    address = tile(site, "Noor Haddad").get_attribute("href")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    site.page.route("**/regulars.js", hold)
    if comes:
        site.page.add_init_script(NEVER_YET)
    site.page.goto(f"{site.address}{address}", wait_until="commit")
    plain = site.page.locator("[data-plain]")
    if comes:
        for part in (site.page.locator(".pin__step"), plain):
            expect(part).to_have_css("opacity", "0")
        held[0].continue_()
        expect(site.page.locator("[data-digit='4']")).to_be_visible()
        expect(site.page.locator(".pin__step")).to_have_css("opacity", "1")
        expect(plain).to_be_hidden()
    else:
        expect(plain).to_have_css("opacity", "1")
        site.page.locator("#pin").fill(FOUR["Noor Haddad"])
        plain.click()
        site.page.wait_for_url("**/practice", wait_until="commit")


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
