"""A module's role-plays are put in an order by touch, by keyboard and by buttons, and a module is made in a minute."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Visit
from tests.browser.stores import be_manager

FRIEND, MUFFIN, AISLE = "friendly-regular", "pushy-muffin-seller", "the-aisle"


def at_new_module(site: Site) -> None:
    """The empty form, as whoever teaches sees it."""
    be_manager(site)
    site.open("/modules/new")
    expect(handles(site.page)).to_have_count(3)
    expect(chosen(site.page)).to_have_count(0)


def at_modules(site: Site) -> None:
    """The list of modules, as whoever teaches sees it."""
    be_manager(site)
    site.open("/modules")


def at_module(site: Site) -> None:
    """The form with everything in sight: a check that holds what it cannot hold."""
    at_new_module(site)
    for scenario in (FRIEND, MUFFIN, AISLE):
        step(site.page, "add", scenario).click()
    step(site.page, "remove", MUFFIN).click()
    site.page.locator("[name=mode][value=check]").check()
    site.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def handles(page: Page) -> Locator:
    return page.locator("[data-handle]:not([hidden])")


def chosen(page: Page) -> Locator:
    return page.locator("[data-chosen] > li")


def item(page: Page, scenario: str) -> Locator:
    return page.locator(f"[data-scenario='{scenario}']")


def step(page: Page, deed: str, scenario: str) -> Locator:
    return page.locator(f"button[value='{deed} {scenario}']")


def order_of(page: Page) -> list[str]:
    """The order on screen, which the form's field has too."""
    order: list[str] = chosen(page).evaluate_all("items => items.map(item => item.dataset.scenario)")
    assert page.locator("[data-order]").input_value().split() == order
    return order


def said(page: Page) -> str:
    return page.locator("[data-order-status]").inner_text()


@pytest.fixture
def form(visit: Visit) -> Page:
    """The form of a new module with all three role-plays in it, on a touch screen of a phone's size."""
    site = visit(size="phone", signed_in=False, has_touch=True)
    at_new_module(site)
    for scenario in (FRIEND, MUFFIN, AISLE):
        step(site.page, "add", scenario).click()
    assert order_of(site.page) == [FRIEND, MUFFIN, AISLE]
    return site.page


class Finger:
    """One finger on the screen, by the browser's own touch events."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def _send(self, kind: str, points: list[dict[str, Any]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, what: Locator, *, to: Locator, steps: int = 8) -> None:
        """Put the finger down on one thing and lift it from the far edge of another."""
        start, end = what.bounding_box(), to.bounding_box()
        assert start
        assert end
        x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
        goal = end["y"] + 2 if end["y"] < y else end["y"] + end["height"] - 2
        self._send("touchStart", [{"x": x, "y": y}])
        for number in range(1, steps + 1):
            self._send("touchMove", [{"x": x, "y": y + (goal - y) * number / steps}])
        self._send("touchEnd", [])


def test_a_finger_drags_a_role_play_to_another_place_and_the_page_stays_where_it_is(form: Page) -> None:
    form.locator("#order").scroll_into_view_if_needed()
    item(form, FRIEND).evaluate("item => item.scrollIntoView({block: 'center'})")
    before = form.evaluate("window.scrollY")
    finger = Finger(form)
    finger.drag(item(form, MUFFIN).locator("[data-handle]"), to=item(form, FRIEND))
    expect(form.locator("[data-held]")).to_have_count(0)
    assert order_of(form) == [MUFFIN, FRIEND, AISLE]
    assert said(form) == "“The muffin nobody asked for” is put down at place 1 of 3."
    finger.drag(item(form, MUFFIN).locator("[data-handle]"), to=item(form, FRIEND))
    assert order_of(form) == [FRIEND, MUFFIN, AISLE]
    assert form.evaluate("window.scrollY") == before


def test_a_mouse_drags_it_too(visit: Visit) -> None:
    site = visit(size="landscape", signed_in=False)
    at_new_module(site)
    for scenario in (FRIEND, MUFFIN, AISLE):
        step(site.page, "add", scenario).click()
    item(site.page, FRIEND).locator("[data-handle]").hover()
    site.page.mouse.down()
    expect(item(site.page, FRIEND)).to_have_attribute("data-held", "")
    last = item(site.page, AISLE).bounding_box()
    assert last
    site.page.mouse.move(last["x"] + 20, last["y"] + last["height"] - 2, steps=6)
    site.page.mouse.up()
    assert order_of(site.page) == [MUFFIN, AISLE, FRIEND]
    assert said(site.page) == "“See you tomorrow” is put down at place 3 of 3."


def test_the_keyboard_picks_up_moves_puts_down_and_takes_back(form: Page) -> None:
    handle = item(form, AISLE).locator("[data-handle]")
    handle.focus()
    form.keyboard.press("ArrowUp")
    assert order_of(form) == [FRIEND, MUFFIN, AISLE]
    form.keyboard.press("Space")
    expect(handle).to_have_attribute("aria-pressed", "true")
    assert said(form).startswith("“The aisle” is picked up, place 3 of 3. Move it with the arrow keys")
    for _twice in range(2):
        form.keyboard.press("ArrowUp")
    assert order_of(form) == [AISLE, FRIEND, MUFFIN]
    assert said(form) == "“The aisle” is at place 1 of 3."
    expect(handle).to_be_focused()
    form.keyboard.press("Escape")
    assert order_of(form) == [FRIEND, MUFFIN, AISLE]
    assert said(form) == "“The aisle” is back at place 3 of 3."
    form.keyboard.press("Space")
    form.keyboard.press("ArrowUp")
    form.keyboard.press("Space")
    expect(handle).to_have_attribute("aria-pressed", "false")
    assert said(form) == "“The aisle” is put down at place 2 of 3."
    assert order_of(form) == [FRIEND, AISLE, MUFFIN]


def test_buttons_move_it_step_by_step_and_the_keyboard_is_never_lost(form: Page) -> None:
    step(form, "up", AISLE).focus()
    form.keyboard.press("Enter")
    expect(step(form, "up", AISLE)).to_be_focused()
    form.keyboard.press("Enter")
    expect(step(form, "down", AISLE)).to_be_focused()
    assert order_of(form) == [AISLE, FRIEND, MUFFIN]
    step(form, "remove", FRIEND).focus()
    form.keyboard.press("Enter")
    assert said(form) == "“See you tomorrow” is taken out."
    expect(step(form, "remove", MUFFIN)).to_be_focused()
    step(form, "add", FRIEND).focus()
    form.keyboard.press("Enter")
    assert said(form) == "“See you tomorrow” is added at place 3 of 3."
    expect(item(form, FRIEND).locator("[data-handle]")).to_be_focused()
    assert form.url.endswith("/modules/new")


def test_whoever_teaches_makes_a_check_and_finds_it_in_the_list(visit: Visit) -> None:
    site = visit(size="portrait", signed_in=False)
    at_new_module(site)
    page = site.page
    page.get_by_label("Title", exact=True).first.fill("Saturday")
    expect(page.get_by_label("Attempts at each role-play")).to_be_hidden()
    page.get_by_label(re.compile("Check: no hints")).check()
    expect(page.get_by_label("Attempts at each role-play")).to_be_visible()
    expect(page.get_by_text("The coach", exact=True)).to_be_hidden()
    expect(step(page, "add", AISLE)).to_be_hidden()
    step(page, "add", MUFFIN).click()
    page.get_by_label("Title", exact=True).first.press("Enter")
    page.wait_for_url("**/modules")
    card = page.get_by_role("article", name="Saturday")
    expect(card).to_contain_text("2 attempts")
    expect(card.get_by_role("link", name="Assign")).to_be_visible()
