"""Whole journeys as people make them: by touch, by keyboard, without script, on two devices, in two tabs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES, Site, Visit
from tests.browser.playing import MOST_REPLIES, play_by, set_pace, take_nothing, wait_until_replies_are_awake
from tests.browser.waiting import wait_until_sent

NEWCOMERS = ("1007", "2005", "trainer@example.com")


@pytest.mark.parametrize(("size", "newcomer"), list(zip(SIZES, NEWCOMERS, strict=True)))
def test_a_scenario_is_played_by_touch_from_practice_to_the_next_shift(visit: Visit, size: str, newcomer: str) -> None:
    site = visit(size=size, has_touch=True, signed_in=False)
    site.sign_in(newcomer)
    site.page.locator("a[href='/scenarios/pushy-muffin-seller']").first.tap()
    site.page.locator("form[action='/plays'] button").tap()
    play_by(site, lambda site: site.replies.last.tap())
    site.page.locator("a[href$='/debrief']").tap()
    expect(site.page.locator("[data-score]")).to_have_attribute("data-score", re.compile(r"^(0|1)(\.\d+)?$"))
    site.page.locator("form[action$='/sentence'] button[name=text]").first.tap()
    expect(site.page.get_by_role("status").first).to_contain_text("Kept for your next shift")


@pytest.mark.parametrize("size", SIZES)
def test_a_scenario_is_played_with_the_keyboard_alone(visit: Visit, size: str) -> None:
    site = visit(size=size, signed_in=False)
    site.sign_in()
    site.open("/scenarios/friendly-regular")
    tab_to(site, "form[action='/plays'] button")
    site.page.keyboard.press("Enter")
    expect(site.replies.first).to_be_visible()
    play_by(site, lambda site: site.page.keyboard.press("1"))
    tab_to(site, "a[href$='/debrief']")
    site.page.keyboard.press("Enter")
    expect(site.page.locator("[data-score]")).to_be_visible()
    tab_to(site, "form[action$='/rewinds'] button")
    site.page.keyboard.press("Enter")
    expect(site.replies.first).to_be_visible()


def tab_to(site: Site, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        if site.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        site.page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


def test_replies_are_reached_by_tab_and_taken_with_enter(visit: Visit) -> None:
    site = visit()
    site.begin("pushy-muffin-seller")
    tab_to(site, "button[name=choice]")
    site.page.keyboard.press("Enter")
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def test_everything_is_played_without_script(visit: Visit) -> None:
    site = visit(java_script_enabled=False)
    site.begin("the-aisle")
    end = site.page.locator("a[href$='/debrief']")
    for _ in range(MOST_REPLIES):
        expect(site.replies.or_(end).first).to_be_visible()
        if end.count():
            break
        before = site.page.locator("[name=number]").first.input_value()
        site.replies.first.click()
        expect(site.page.locator(f"[name=number][value='{before}']")).to_have_count(0)
    end.click()
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_play_goes_on_at_the_exact_scene_on_another_device(visit: Visit) -> None:
    tablet = visit()
    tablet.begin("pushy-muffin-seller")
    tablet.replies.first.click()
    expect(tablet.page.locator("[name=number]").first).to_have_value("2")
    scene, play = tablet.scene, tablet.page.url.rsplit("/", 1)[1]
    phone = visit(size="phone", signed_in=False)
    phone.sign_in()
    phone.page.locator(f"a[href='/plays/{play}']").first.click()
    expect(phone.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")


def test_the_slower_of_two_tabs_is_told_and_goes_on_from_where_the_play_stands(visit: Visit) -> None:
    first = visit()
    first.begin("pushy-muffin-seller")
    second = Site(first.page.context.new_page(), first.address)
    second.page.goto(first.page.url)
    first.replies.first.click()
    expect(first.page.locator("[name=number]").first).to_have_value("2")
    second.replies.last.click()
    expect(second.page.get_by_role("alert")).to_contain_text("another tab")
    assert second.scene == first.scene


def test_reload_shows_the_scene_where_the_play_stands_and_back_leads_to_it(visit: Visit) -> None:
    site = visit()
    site.begin("pushy-muffin-seller")
    site.replies.first.click()
    expect(site.page.locator("[name=number]").first).to_have_value("2")
    scene = site.scene
    site.page.reload()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    wait_until_sent(site.page)
    site.page.go_back()
    site.page.goto(site.page.url)
    site.page.locator("main a[href^='/plays/']").click()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "")
    expect(site.replies.first).to_be_visible()


def test_a_double_tap_records_one_choice(visit: Visit) -> None:
    site = visit()
    site.begin("pushy-muffin-seller")
    site.replies.first.dblclick()
    expect(site.page.locator("[name=number]").first).to_have_value("2")
    site.page.reload()
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def test_thinking_first_hides_the_replies_until_one_is_ready(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.sign_in("other-employee@example.com")
    site.open("/settings")
    site.page.locator("input[name=think_first]").check()
    site.page.locator("form:has([name=think_first]) button").click()
    site.begin("pushy-muffin-seller")
    expect(site.replies.first).to_be_hidden()
    set_pace(site, 0)
    site.page.get_by_text("I know what I’d say").dblclick()
    expect(site.replies.first).to_be_visible()
    take_nothing(site)
    set_pace(site, 1)
    wait_until_replies_are_awake(site)
    site.page.keyboard.press("1")
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def test_replies_take_nothing_while_nobody_can_have_read_them(visit: Visit) -> None:
    site = visit()
    set_pace(site, 0)
    site.begin("pushy-muffin-seller")
    take_nothing(site)
    set_pace(site, 1)
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect(site.page.locator("[name=number]").first).to_have_value("2")


def test_a_password_can_be_looked_at_and_hidden_again(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.open("/login")
    field = site.page.locator("[name=password]")
    field.fill("not the password")
    site.page.get_by_role("button", name="Show").click()
    expect(field).to_have_attribute("type", "text")
    expect(site.page.get_by_role("button", name="Show")).to_have_attribute("aria-pressed", "true")
    site.page.get_by_role("button", name="Show").click()
    expect(field).to_have_attribute("type", "password")


def test_without_script_there_is_no_button_that_does_nothing(visit: Visit) -> None:
    site = visit(signed_in=False, java_script_enabled=False)
    site.open("/login")
    expect(site.page.get_by_role("button", name="Show")).to_have_count(0)
