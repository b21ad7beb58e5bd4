"""The app without a network: it opens, is played, says what it cannot do, and changes its version only at rest."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from config import ROOT
from tests.browser.assigned import database_of, take_back
from tests.browser.conftest import Site, Visit
from tests.browser.playing import play_by
from tests.browser.waiting import wait_until, wait_until_sent
from tests.browser.without_network import (
    FORGET_THE_AISLE,
    INSTALLED,
    KEPT,
    cards_of,
    expect_page_of_the_server,
    expect_shell,
    get_ready,
    open_browser,
    site_of,
)
from tests.serving import Server

ALL_CACHED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      texts.push(`${request.url}\\n${await (await cache.match(request)).text()}`);
    }
  }
  return texts.join("\\n");
}"""
KEEP_OLD = """async () => {
  const cache = await caches.open("regulars-bundles");
  for (const scenario of ["gone", "the-aisle", "friendly-regular"]) {
    await cache.put(`/bundles/${scenario}/1/en/old.json`, new Response("{}"));
  }
}"""


@pytest.mark.parametrize("locale", ["en", "de"])
def test_practice_opens_without_a_network_as_it_does_with_one(visit: Visit, locale: str) -> None:
    site = visit(locale=locale)
    get_ready(site)
    greeting, cards = site.page.locator("h1:visible").inner_text(), cards_of(site)
    site.page.context.set_offline(True)
    site.page.reload()
    expect_shell(site.page, "practice")
    expect(site.page.locator("h1:visible")).to_have_text(greeting)
    assert cards_of(site) == cards
    expect(site.page.locator("nav a[href='/settings']")).to_be_visible()
    expect(site.page.locator("nav a[href='/preferences']")).to_be_hidden()
    assert site.page.locator("html").get_attribute("lang") == locale


def test_what_only_the_server_has_says_so_and_leads_back(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.open("/settings")
    expect_shell(site.page, "nothing")
    site.open("/progress")
    expect(site.page.locator("main .notice[role=status]").first).to_contain_text("cannot be shown")
    site.open("/settings")
    site.page.get_by_role("link", name="To Practice").click()
    expect_shell(site.page, "practice")
    site.open("/settings")
    site.page.context.set_offline(False)
    expect(site.page.locator("input[name=theme]").first).to_be_visible()


def test_a_form_that_cannot_be_sent_says_that_nothing_is_lost(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.open("/settings")
    site.page.context.set_offline(True)
    site.page.locator("form:has([name=theme]) button").click()
    expect_shell(site.page, "undone")
    expect(site.page.locator("main")).to_contain_text("Nothing is lost")


def test_nothing_personal_is_ever_in_the_caches(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    for path in ("/progress", "/settings", "/scenarios/the-aisle", "/practice"):
        site.open(path)
    texts = site.page.evaluate(ALL_CACHED)
    assert "/shells/de/scene" in texts
    assert "/bundles/the-aisle/" in texts
    name = site.page.evaluate("fetch('/session').then((answer) => answer.json())")["person"]["name"]
    for personal in (name, '<meta name="csrf-token"', "data-person=", "employee@example.com"):
        assert personal not in texts


def test_what_is_not_kept_here_is_grey_and_leads_nowhere_without_a_network(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.page.context.set_offline(True)
    site.page.evaluate(FORGET_THE_AISLE)
    site.page.context.new_cdp_session(site.page).send("Network.clearBrowserCache")
    site.page.reload()
    away = site.page.locator(".scenario-card[data-away]")
    expect(away).to_have_count(1)
    expect(away).to_contain_text("Needs the network")
    assert away.locator("a").get_attribute("href") is None
    site.page.context.set_offline(False)
    get_ready(Site(site.page.context.new_page(), site.address))
    site.page.context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "practice")
    expect(away).to_have_count(0)


def test_a_browser_without_room_says_so_on_practice(visit: Visit) -> None:
    site = visit()
    site.open("/practice")
    session = site.page.context.new_cdp_session(site.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.address, "quotaSize": 1000})
    site.page.reload()
    expect(site.page.locator("[data-readiness=full]")).to_contain_text("full")


def test_what_is_out_of_reach_goes_unless_a_play_here_needs_it(visit: Visit) -> None:
    site = visit()
    get_ready(site)
    site.begin("friendly-regular")
    site.page.evaluate(KEEP_OLD)
    get_ready(Site(site.page.context.new_page(), site.address))
    kept = site.page.evaluate(KEPT)
    assert "/bundles/the-aisle/1/en/old.json" not in kept
    assert "/bundles/gone/1/en/old.json" not in kept
    assert "/bundles/friendly-regular/1/en/old.json" in kept
    assert len(kept) == 7


def test_whoever_is_nobody_here_is_shown_nobodys_practice(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.open("/login")
    site.page.evaluate(INSTALLED)
    site.page.context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "nothing")


def test_whoever_signed_out_leaves_no_practice_behind(visit: Visit) -> None:
    site = visit(signed_in=False)
    site.sign_in("2002")
    get_ready(site)
    site.page.locator("[data-sign-out]:visible button").click()
    site.page.wait_for_url("**/login")
    site.page.context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "nothing")


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may stop, with a demo workspace of its own."""
    with Server(tmp_path, environment={"DEMO": "1"}) as server:
        take_back(database_of(server))
        yield server


@pytest.fixture
def window(visit: Visit, own_server: Server) -> Site:
    """A window of somebody who is signed in at that server, with everything ready."""
    site = site_of(visit(signed_in=False).page, own_server)
    site.sign_in()
    get_ready(site)
    return site


def test_a_silent_server_keeps_nobody_waiting(window: Site, own_server: Server) -> None:
    processes = own_server.processes()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    window.page.goto(f"{window.address}/practice", wait_until="commit")
    expect_shell(window.page, "practice")
    for process in processes:
        os.kill(process, signal.SIGCONT)
    window.open("/practice")
    expect_page_of_the_server(window.page)


def play_a_scenario(site: Site, scenario: str) -> None:
    """From Practice to the debrief by taps alone."""
    site.open("/practice")
    site.page.locator(f"a[href='/scenarios/{scenario}']").click()
    site.page.locator("form[action='/plays'] button").click()
    play_by(site, lambda site: site.replies.first.click())
    site.page.locator("a[href$='/debrief']").click()
    expect_shell(site.page, "debrief")
    expect(site.page.locator("#next")).to_be_visible()


def test_a_browser_that_was_closed_opens_and_plays_without_its_server(
    playwright: Playwright, own_server: Server, tmp_path: Path
) -> None:
    context = open_browser(playwright, tmp_path / "browser")
    site = site_of(context.new_page(), own_server)
    site.sign_in("1007")
    get_ready(site)
    own_server.kill()
    play_a_scenario(site, "the-aisle")
    play_a_scenario(site, "pushy-muffin-seller")
    context.close()
    context = open_browser(playwright, tmp_path / "browser")
    site = site_of(context.new_page(), own_server)
    site.open("/practice")
    expect_shell(site.page, "practice")
    expect(site.page.locator("#again")).to_be_visible()
    play_a_scenario(site, "friendly-regular")
    site.page.locator("[data-rewind] button:visible").first.click()
    expect_shell(site.page, "scene")
    play_by(site, lambda site: site.replies.last.click())
    site.open("/practice")
    expect(site.page.locator(".unsent")).to_be_visible()
    own_server.start()
    own_server.wait_until_ready()
    site.open("/practice")
    expect_page_of_the_server(site.page)
    wait_until_sent(site.page)
    site.open("/progress")
    expect(site.page.get_by_text("Played once")).to_have_count(3)
    context.close()


@pytest.fixture
def newer_command(tmp_path: Path) -> tuple[str, ...]:
    """How the next release is served: the same product, but for one file."""
    tree = tmp_path / "newer"
    for folder in ("training_app", "static", "templates", "scenarios"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.py", tree)
    with (tree / "static/css/tokens.css").open("a") as tokens:
        tokens.write("\n/* the next release */\n")
    return (sys.executable, "-m", "flask", "--app", str(tree / "training_app"), "serve")


def releases_kept(page: Page) -> list[str]:
    """The names of the caches that hold a release."""
    names = page.evaluate("caches.keys()")
    return [name for name in names if name != "regulars-bundles"]


def script_of(page: Page) -> str:
    return page.locator("script[src]").get_attribute("src") or ""


def test_a_new_release_waits_until_it_is_wanted_and_never_comes_into_a_play(
    window: Site, own_server: Server, newer_command: tuple[str, ...]
) -> None:
    window.begin("pushy-muffin-seller")
    play, script, old = window.page.url, script_of(window.page), releases_kept(window.page)
    window.replies.first.click()
    expect(window.page.locator("[name=number]")).to_have_value("2")
    own_server.kill()
    with Server(own_server.folder, environment={}, command=newer_command, port=own_server.port):
        window.replies.first.click()
        expect(window.page.locator("[name=number]")).to_have_value("3")
        window.page.reload()
        expect(window.page.locator("[name=number]")).to_have_value("3")
        assert script_of(window.page) == script
        window.open("/practice")
        offer = window.page.locator("[data-update]")
        expect(offer).to_be_visible()
        assert len(releases_kept(window.page)) == 2
        beside = window.page.context.new_page()
        beside.goto(play)
        assert script_of(beside) == script
        offer.get_by_role("button").click()
        expect(offer).to_contain_text("open in another tab")
        beside.close()
        offer.get_by_role("button").click()
        expect(offer).to_be_hidden()
        wait_until(window.page, "() => caches.keys().then((names) => names.length === 2)")
        assert set(releases_kept(window.page)).isdisjoint(old)
        window.page.goto(play)
        expect(window.page.locator("[name=number]")).to_have_value("3")
        assert script_of(window.page) != script
