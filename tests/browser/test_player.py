"""The player that plays by itself: in place, with and without a network, by touch and by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMPLOYEE, SIZES, Site, Visit
from tests.browser.test_journeys import MOST_REPLIES, set_pace, take_nothing, wait_until_replies_are_awake
from tests.browser.test_offline import FORGET_THE_AISLE
from tests.conformance.comparing import assert_same_on_screen
from tests.serving import Server, Visitor

PATIENCE = 15_000


def begin_here(site: Site, scenario: str = "pushy-muffin-seller") -> None:
    """Begin a play on the server, and wait until the browser plays it."""
    site.begin(scenario)
    expect_here(site.page)


def expect_here(page: Page) -> None:
    """From now on the browser plays by itself."""
    expect(page.locator("[data-scene][data-here]")).to_be_visible(timeout=PATIENCE)


def get_ready(site: Site) -> None:
    """Let this browser keep what it needs, as it does at rest."""
    site.open("/practice")
    site.page.locator("[data-readiness]:visible").wait_for()
    site.page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def begin_kept(site: Site, scenario: str) -> None:
    """Begin a play on a page that the browser makes by itself."""
    get_ready(site)
    site.open(f"/scenarios/{scenario}")
    expect(site.page.locator("main[data-here]")).to_be_visible(timeout=PATIENCE)
    site.page.locator("form[action='/plays'] button").click()
    expect_here(site.page)
    expect(site.page.locator("html")).to_have_attribute("data-shell", "scene")


def number(site: Site) -> int:
    """The number of the next choice."""
    return int(site.page.locator("[name=number]").input_value())


def expect_number(site: Site, value: int) -> None:
    expect(site.page.locator("[name=number]")).to_have_value(str(value), timeout=PATIENCE)


def say(site: Site, which: int = -1) -> None:
    """Take one of the replies on screen as soon as they are awake; it is there at once."""
    before = number(site)
    wait_until_replies_are_awake(site)
    site.replies.nth(which).click()
    expect_number(site, before + 1)


def play_on(site: Site) -> int:
    """Take replies until the ending; gives how many."""
    for count in range(MOST_REPLIES):
        if not site.replies.count():
            return count
        say(site, which=count % site.replies.count())
    pytest.fail(f"no ending after {MOST_REPLIES} replies")


def mark(site: Site) -> None:
    """Leave a mark that the next page would not have."""
    site.page.evaluate("window.isSamePage = true")


def assert_same_page(site: Site) -> None:
    assert site.page.evaluate("window.isSamePage") is True


def id_of(site: Site) -> str:
    """The id of the play on screen."""
    return site.page.url.rsplit("/", 1)[1]


def on_server(server: Server, play: str, account: str = EMPLOYEE) -> dict[str, Any]:
    """The play as the server has it."""
    visitor = Visitor(server.port).sign_in(account)
    answer = visitor.get(f"/plays/{play}")
    visitor.close()
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json()
    return found


def expect_on_server(site: Site, server: Server, count: int) -> dict[str, Any]:
    """Wait until the server has so many choices of the play on screen."""
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    for _try in range(100):
        play = visitor.get(f"/plays/{id_of(site)}")
        if play.status == 200 and play.json()["number"] >= count:
            break
        site.page.wait_for_timeout(100)
    visitor.close()
    found: dict[str, Any] = play.json()
    assert found["number"] == count, found
    return found


def test_each_reply_shows_its_scene_in_place_and_reaches_the_server(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    mark(site)
    count = play_on(site)
    assert_same_page(site)
    expect(site.page.locator("a[href$='/debrief']")).to_be_visible()
    assert expect_on_server(site, server, count)["ending"] is True


def test_a_play_goes_on_to_its_ending_when_the_network_goes_after_its_first_scene(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    say(site)
    site.page.context.set_offline(True)
    mark(site)
    count = 1 + play_on(site)
    assert_same_page(site)
    ending = site.scene
    site.page.context.set_offline(False)
    found = expect_on_server(site, server, count)
    assert (found["scene"], found["ending"]) == (ending, True)


WAYS = {"the-aisle": ("de", 0), "pushy-muffin-seller": ("es", 1), "friendly-regular": ("en", 2)}


@pytest.mark.parametrize("scenario", WAYS)
@pytest.mark.parametrize("begins", [begin_here, begin_kept], ids=["the server’s page", "a page of the browser’s own"])
def test_what_the_browser_shows_is_what_the_server_would(
    visit: Visit, server: Server, begins: Callable[[Site, str], None], scenario: str
) -> None:
    locale, first = WAYS[scenario]
    site = visit(locale=locale)
    begins(site, scenario)
    for count in range(MOST_REPLIES):
        if count:
            expect_on_server(site, server, count)
        answer = site.page.request.get(site.page.url, headers={"Accept": "text/html", "Accept-Language": locale})
        if count or answer.ok:  # the server hears of a play with its first answer
            assert_same_on_screen(site.page, answer.text())
        if not site.replies.count():
            return
        say(site, which=(first + count) % site.replies.count())
    pytest.fail(f"no ending after {MOST_REPLIES} replies")


def test_a_play_is_begun_left_and_gone_on_with_where_there_is_no_network(visit: Visit, server: Server) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.begin("friendly-regular")
    say(site, which=0)
    say(site, which=0)
    scene, play = site.scene, site.page.url
    site.page.reload()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "", timeout=PATIENCE)
    expect_number(site, 3)
    site.open("/scenarios/friendly-regular")
    site.page.locator(f"a[href='/plays/{id_of_address(play)}']").click()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "", timeout=PATIENCE)
    site.page.context.set_offline(False)
    expect_on_server(site, server, 2)


def id_of_address(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_back_leads_to_where_one_came_from_and_unsays_nothing(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    say(site)
    say(site)
    scene, play = site.scene, site.page.url
    site.page.go_back()
    expect(site.page.locator("[data-begin]")).to_be_visible(timeout=PATIENCE)
    site.page.go_forward()
    expect(site.page).to_have_url(play)
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", scene or "", timeout=PATIENCE)
    expect_number(site, 3)


def test_two_taps_in_one_place_take_one_reply(visit: Visit) -> None:
    site = visit(has_touch=True)
    begin_here(site)
    set_pace(site, 0)
    say_at_once(site)
    take_nothing(site, number=2)
    set_pace(site, 1)
    say(site)


def say_at_once(site: Site) -> None:
    site.replies.first.dispatch_event("click")
    expect_number(site, 2)


def test_a_reply_is_taken_once_while_it_is_being_kept(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    site.page.evaluate("document.querySelectorAll('button[name=choice]').forEach(reply => reply.click())")
    expect_number(site, 2)
    expect_on_server(site, server, 1)
    expect(site.page.locator("[role=alert]")).to_be_hidden()
    site.page.reload()
    expect_here(site.page)
    assert number(site) == 2


def test_the_number_keys_play_a_whole_play(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    for count in range(MOST_REPLIES):
        if not site.replies.count():
            break
        wait_until_replies_are_awake(site)
        site.page.keyboard.press("9")
        assert number(site) == count + 1
        site.page.keyboard.press("1")
        expect_number(site, count + 2)
    expect(site.page.locator("a[href$='/debrief']")).to_be_visible()


def test_the_next_scene_takes_the_focus_and_is_read_out(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    say(site)
    expect(site.page.locator("[data-announce-heading]")).to_be_focused()
    words = site.page.locator("[data-announce-text]:visible").first.text_content()
    expect(site.page.locator("[data-status]")).to_contain_text((words or "").strip())


def test_thinking_first_closes_again_for_every_scene(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.sign_in("2003")
    site.open("/settings")
    site.page.locator("input[name=think_first]").check()
    site.page.locator("form:has([name=think_first]) button").click()
    begin_here(site)
    for count in (1, 2):
        expect(site.replies.first).to_be_hidden()
        site.page.keyboard.press("1")
        assert number(site) == count
        site.page.get_by_text("I know what I’d say").click()
        say(site)
    expect(site.replies.first).to_be_hidden()


def test_a_customer_in_a_hurry_waits_anew_in_each_scene(visit: Visit) -> None:
    site = visit()
    site.page.clock.install()
    begin_here(site, "the-aisle")
    line = site.page.locator("[data-module=hurry]")
    site.page.clock.fast_forward(20_000)
    expect(line).to_be_hidden()
    site.take("answer")
    expect(line).to_have_attribute("data-hurry", "10")
    site.page.clock.fast_forward(9000)
    expect(line).to_be_hidden()
    site.page.clock.fast_forward(1500)
    expect(line).to_be_visible()
    expect(site.page.locator("[data-status]")).to_have_text(line.inner_text())
    site.take("louder")
    expect(line).to_be_hidden()


def test_whoever_answers_in_time_is_not_hurried_in_the_next_scene(visit: Visit) -> None:
    site = visit()
    site.page.clock.install()
    begin_here(site, "the-aisle")
    site.take("answer")
    expect(site.page.locator("[data-module=hurry]")).to_have_attribute("data-hurry", "10")
    site.page.clock.fast_forward(5000)
    site.take("louder")
    site.page.clock.fast_forward(20_000)
    expect(site.page.locator("[data-module=hurry]")).to_be_hidden()


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


SPY = """(() => {
  window.seen = [];
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => {
    const lock = await request(kind);
    window.seen.push("held");
    lock.addEventListener("release", () => window.seen.push("released"));
    return lock;
  };
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


FULL = """() => {
  IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
}"""


def test_without_a_network_a_play_that_cannot_be_kept_is_not_begun(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.add_init_script(f"({FULL})()")
    site.open("/scenarios/the-aisle")
    expect(site.page.locator("[data-begin] .notice")).to_contain_text("cannot keep your answers", timeout=PATIENCE)
    expect(site.page.locator("form[action='/plays'] button")).to_be_disabled()
    expect(site.page.get_by_role("heading", level=1)).to_have_text("The aisle")


def test_without_a_network_a_play_that_is_not_here_is_not_begun(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.evaluate(FORGET_THE_AISLE)
    site.page.context.new_cdp_session(site.page).send("Network.clearBrowserCache")
    site.open("/scenarios/the-aisle")
    expect(site.page.locator("[data-begin] .notice")).to_contain_text("not on this device yet", timeout=PATIENCE)
    expect(site.page.locator("form[action='/plays'] button")).to_be_disabled()


def test_an_answer_that_the_browser_cannot_keep_goes_straight_to_the_server(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    say(site)
    site.page.evaluate(FULL)
    say(site)
    expect(site.page.get_by_role("alert")).to_contain_text("straight to the server")
    assert on_server(server, id_of(site))["number"] == 2
    count = 2 + play_on(site)
    assert on_server(server, id_of(site))["number"] == count


def test_an_answer_that_nobody_can_keep_is_not_taken(visit: Visit) -> None:
    site = visit()
    begin_here(site)
    site.page.evaluate(FULL)
    site.page.context.set_offline(True)
    scene = site.scene
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect(site.page.get_by_role("alert")).to_contain_text("not taken", timeout=PATIENCE)
    assert (site.scene, number(site)) == (scene, 1)
    site.page.context.set_offline(False)
    wait_until_replies_are_awake(site)
    site.replies.first.click()
    expect_number(site, 2)


def test_the_slower_of_two_tabs_sees_where_the_play_stands(visit: Visit, server: Server) -> None:
    first = visit()
    begin_here(first)
    second = Site(first.page.context.new_page(), first.address)
    second.page.goto(first.page.url)
    expect_here(second.page)
    say(first, which=0)
    wait_until_replies_are_awake(second)
    second.replies.last.click()
    expect(second.page.get_by_role("alert")).to_contain_text("another tab", timeout=PATIENCE)
    assert (second.scene, number(second)) == (first.scene, 2)
    expect_on_server(first, server, 1)


def test_a_play_that_went_on_elsewhere_is_shown_as_it_stands_there(visit: Visit, server: Server) -> None:
    site = visit()
    begin_here(site)
    site.page.context.set_offline(True)
    elsewhere = Visitor(server.port).sign_in(EMPLOYEE)
    options = elsewhere.get(f"/plays/{id_of(site)}").json()["options"]
    mine, others = options[0], options[-1]
    site.page.locator(f"button[name=choice][value='{mine}']").click()
    expect_number(site, 2)
    there = elsewhere.choose(id_of(site), 1, others).json()
    elsewhere.close()
    site.page.context.set_offline(False)
    expect(site.page.get_by_role("alert")).to_contain_text("another device", timeout=PATIENCE)
    assert (site.scene, number(site)) == (there["scene"], 2)


def test_a_page_of_the_browsers_own_hears_what_was_said_elsewhere(visit: Visit, server: Server) -> None:
    site = visit()
    get_ready(site)
    site.begin("pushy-muffin-seller")
    say(site)
    expect_on_server(site, server, 1)
    elsewhere = Visitor(server.port).sign_in(EMPLOYEE)
    options = elsewhere.get(f"/plays/{id_of(site)}").json()["options"]
    there = elsewhere.choose(id_of(site), 2, options[0]).json()
    elsewhere.close()
    site.page.reload()
    expect(site.page.locator("[data-scene]")).to_have_attribute("data-scene", there["scene"], timeout=PATIENCE)
    expect_number(site, 3)


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
