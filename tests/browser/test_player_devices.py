"""The player and the device in one’s hand: turned, kept awake, felt, read aloud, zoomed, with a notch."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, Site, Visit
from tests.browser.playing import begin_here, expect_number, say


def test_turning_the_tablet_keeps_everything(visit: Visit) -> None:
    site = visit(size="portrait")
    begin_here(site)
    say(site)
    site.page.locator(".slip summary").click()
    scene = site.scene
    for width, height in (SIZES["landscape"], SIZES["portrait"], SIZES["phone"]):
        site.page.set_viewport_size({"width": width, "height": height})
        assert site.scene == scene
        expect(site.page.locator(".slip__body")).to_be_visible()
        expect_number(site, 2)
    site.page.locator(".slip summary").click()
    say(site)


# A screen to keep awake, as the browser without windows has none, and a motor to feel.
SPY = """(() => {
  window.seen = [];
  const hold = async () => {
    window.seen.push("held");
    const lock = Object.assign(new EventTarget(), { released: false });
    lock.release = async () => {
      lock.released = true;
      window.seen.push("released");
    };
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request: hold } });
  navigator.vibrate = (pattern) => window.seen.push(`felt ${pattern}`);
})()"""


def seen(site: Site) -> list[str]:
    """What the spy has seen so far."""
    found: list[str] = site.page.evaluate("window.seen")
    return found


def test_the_screen_stays_awake_until_the_ending(visit: Visit) -> None:
    site = visit()
    site.page.add_init_script(SPY)
    begin_here(site)
    site.page.wait_for_function("() => window.seen.length === 1")
    while site.replies.count():
        assert seen(site) == ["held"]
        say(site)
    site.page.wait_for_function("() => window.seen.length === 2")
    assert seen(site) == ["held", "released"]


def test_the_screen_is_held_again_when_the_page_comes_back(visit: Visit) -> None:
    site = visit()
    site.page.add_init_script(SPY)
    begin_here(site)
    site.page.wait_for_function("() => window.seen.length === 1")
    set_visibility(site.page, "hidden")
    site.page.wait_for_function("() => window.seen.length === 2")
    set_visibility(site.page, "visible")
    site.page.wait_for_function("() => window.seen.length === 3")
    assert seen(site) == ["held", "released", "held"]


def set_visibility(page: Page, state: str) -> None:
    """Let the page believe that it is out of sight, or back."""
    page.evaluate(
        """state => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        state,
    )


@pytest.mark.parametrize(("motion", "expected"), [("no-preference", ["felt 10"]), ("reduce", [])])
def test_a_reply_can_be_felt_where_motion_is_wanted(visit: Visit, motion: str, expected: list[str]) -> None:
    site = visit(has_touch=True)
    site.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    site.page.add_init_script(SPY)
    begin_here(site)
    say(site)
    assert [one for one in seen(site) if one.startswith("felt")] == expected


VOICES = """(() => {
  const voices = [
    { name: "far", lang: "en-GB", localService: false },
    { name: "near", lang: "en-US", localService: true },
    { name: "other", lang: "fr-FR", localService: true },
  ];
  window.spoken = [];
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  speechSynthesis.getVoices = () => voices;
  speechSynthesis.speak = (utterance) => window.spoken.push(utterance);
  speechSynthesis.cancel = () => { window.spoken.length = 0; };
})()"""

SPOKEN = "window.spoken.map(({ text, voice }) => [voice.name, text])"


def test_a_scene_is_read_aloud_by_a_voice_of_the_device_until_the_next(visit: Visit) -> None:
    site = visit()
    site.page.add_init_script(VOICES)
    begin_here(site)
    button = site.page.get_by_role("button", name="Read aloud")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    words = site.page.locator("[data-announce-text]:visible").all_text_contents()
    assert site.page.evaluate(SPOKEN) == [["near", text.strip()] for text in words]
    site.page.evaluate("window.spoken.at(-1).dispatchEvent(new Event('end'))")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    say(site)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert site.page.evaluate(SPOKEN) == []


def test_no_button_reads_aloud_where_there_is_no_voice_of_the_language(visit: Visit) -> None:
    site = visit(locale="de")
    site.page.add_init_script(VOICES)
    begin_here(site)
    expect(site.page.locator("[data-module=aloud]")).to_be_hidden()


def test_nothing_zooms_by_itself_and_everything_can_be_zoomed(visit: Visit) -> None:
    site = visit(size="phone")
    for path in ("/login", "/practice", "/settings", "/scenarios/the-aisle"):
        site.open(path)
        viewport = site.page.locator("meta[name=viewport]").get_attribute("content") or ""
        assert not re.search("user-scalable|maximum-scale", viewport)
        assert "viewport-fit=cover" in viewport
        expect(site.page.locator("html")).to_have_css("touch-action", "manipulation")
        sizes = site.page.locator("input, select, textarea").evaluate_all(
            "fields => fields.map(field => parseFloat(getComputedStyle(field).fontSize))"
        )
        assert [size for size in sizes if size < 16] == []


def test_a_notch_hides_nothing(visit: Visit) -> None:
    site = visit(size="phone")
    session = site.page.context.new_cdp_session(site.page)
    insets = {"top": 44, "bottom": 34, "left": 0, "right": 0}
    session.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    begin_here(site)
    leave = site.page.locator(".bar__leave").bounding_box()
    assert leave
    assert leave["y"] >= insets["top"]
    site.page.mouse.wheel(0, 5000)
    site.page.wait_for_function("() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
    last = site.replies.last.bounding_box()
    assert last
    assert last["y"] + last["height"] <= SIZES["phone"][1] - insets["bottom"]
