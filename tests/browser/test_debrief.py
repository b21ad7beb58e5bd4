"""The debrief that the browser makes by itself: moments tried again, the way on, and a sentence to take along."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import SIZES, Site, Visit
from tests.browser.playing import begin_kept, expect_here, id_of, on_server, play_on
from tests.browser.waiting import wait_until_sent
from tests.browser.without_network import expect_page_of_the_server, expect_shell
from tests.serving import Server

AGAIN = "[data-rewind] button:visible"


def to_the_debrief(site: Site) -> str:
    """Play to the ending and open the debrief; gives the play's id."""
    play_on(site)
    play = id_of(site)
    site.page.locator("a[href$='/debrief']").click()
    expect(site.page.locator("#next")).to_be_visible()
    return play


@pytest.fixture
def away(visit: Visit) -> Site:
    """The debrief of a play without a network."""
    site = visit()
    begin_kept(site, "pushy-muffin-seller")
    site.page.context.set_offline(True)
    to_the_debrief(site)
    expect_shell(site.page, "debrief")
    return site


def all_sent(page: Page) -> None:
    """Wait until the server has everything."""
    page.context.set_offline(False)
    wait_until_sent(page)


def test_a_moment_is_tried_again_without_a_network(away: Site, server: Server) -> None:
    parent = away.page.url.split("/")[-2]
    away.page.locator(AGAIN).last.click()
    expect_here(away.page)
    first = int(away.page.locator("[name=number]").input_value())
    again = to_the_debrief(away)
    expect(away.page.get_by_text("just for you: it changes no score")).to_be_visible()
    away.page.get_by_text("Back to the play before").click()
    expect(away.page).to_have_url(re.compile(f"/plays/{parent}/debrief$"))
    expect(away.page.get_by_text("moments felt welcome")).to_be_visible()
    all_sent(away.page)
    play = on_server(server, again)
    assert (play["mode"], play["parent"], play["from_number"]) == ("rewind", parent, first)
    assert play["ending"]


def test_a_page_of_the_server_tries_a_moment_again_by_itself_where_the_browser_holds_the_play(
    visit: Visit, server: Server
) -> None:
    site = visit()
    begin_kept(site, "pushy-muffin-seller")
    play_on(site)
    all_sent(site.page)
    site.page.locator("a[href$='/debrief']").click()
    expect_page_of_the_server(site.page)
    asked: list[Request] = []
    site.page.on("request", lambda request: asked.append(request) if "/rewinds" in request.url else None)
    expect(site.page.locator("main[data-here]")).to_be_visible()
    site.page.locator(AGAIN).last.click()
    expect_here(site.page)
    assert asked == []


def test_the_ways_on_are_those_of_the_server_and_work_without_a_network(away: Site) -> None:
    page = away.page
    ways = page.locator(".onwards a:visible").evaluate_all("links => links.map((link) => link.href + link.innerText)")
    page.get_by_text("Play it again").click()
    expect_shell(page, "intro")
    expect(page.locator("h1")).to_contain_text("muffin")
    page.go_back()
    expect_shell(page, "debrief")
    all_sent(page)
    page.reload()
    expect_page_of_the_server(page)
    links = page.locator(".onwards a:visible")
    assert links.evaluate_all("links => links.map((link) => link.href + link.innerText)") == ways


def test_a_sentence_that_cannot_be_kept_is_said_not_to_be_and_is_kept_when_it_can(away: Site) -> None:
    sentence = away.page.locator("[data-sentence] button[name=text]").first
    words = sentence.inner_text()
    sentence.click()
    expect(away.page.get_by_role("alert").filter(has_text="out of reach")).to_be_visible()
    all_sent(away.page)
    sentence.click()
    expect_page_of_the_server(away.page)
    expect(away.page.locator(".pinned")).to_contain_text(words)
    expect(away.page.get_by_role("status").first).to_contain_text("Kept for your next shift")


def test_before_the_ending_there_is_no_debrief_without_a_network_either(visit: Visit) -> None:
    site = visit()
    begin_kept(site, "the-aisle")
    site.page.context.set_offline(True)
    site.replies.first.click()
    play = id_of(site)
    site.open(f"/plays/{play}/debrief")
    expect(site.page).to_have_url(re.compile(f"/plays/{play}$"))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_filled_here_stands_within_the_screen(visit: Visit, size: str) -> None:
    site = visit(size=size, locale="de")
    begin_kept(site, "friendly-regular")
    site.page.context.set_offline(True)
    to_the_debrief(site)
    for fold in site.page.locator("details.folded").all():
        fold.locator("summary").click()
    assert site.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert "{" not in site.page.locator("main").inner_text()
