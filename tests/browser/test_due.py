"""What is due, in a browser: first on Practice with and without a network, played here and counted there."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assigned import Assigned, somebody_new
from tests.browser.conftest import Site, Visit
from tests.browser.without_network import KEPT, cards_of, expect_shell, get_ready
from tests.enrolled import friends_way
from tests.patience import PATIENCE
from tests.serving import Server
from training_app.moment import now

REGULAR, MUFFIN, AISLE = "friendly-regular", "pushy-muffin-seller", "the-aisle"


@pytest.fixture
def learner(server: Server) -> Assigned:
    """Somebody to whom something is about to be assigned."""
    return somebody_new(server)


def signed_in(visit: Visit, learner: Assigned, **options: str) -> Site:
    site = visit(signed_in=False, **options)
    site.sign_in(learner.account)
    return site


def wait_for(holds: Callable[[], bool]) -> None:
    """Ask again until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.1)


def play(site: Site, choices: list[str]) -> None:
    """From the page before a play to its debrief."""
    site.page.locator("form[action='/plays'] button").click()
    for choice in choices:
        site.take(choice)
    site.page.locator("a[href$=debrief]:visible").click()
    expect(site.page.locator(".onwards")).to_be_visible()


@pytest.mark.parametrize("locale", ["en", "de", "es"])
def test_what_is_due_looks_the_same_without_a_network(visit: Visit, learner: Assigned, locale: str) -> None:
    for days in (-3, -1, 0, 1, 4, 40):
        learner.enrol(AISLE, REGULAR, due_on=now().date() + timedelta(days))
    site = signed_in(visit, learner, locale=locale)
    get_ready(site)
    due, cards = site.page.locator(".due__head").all_inner_texts(), cards_of(site)
    assert len(due) == 6
    site.page.context.set_offline(True)
    site.page.reload()
    expect_shell(site.page, "practice")
    assert cards_of(site) == cards
    assert site.page.locator(".due__head").all_inner_texts() == due
    expect(site.page.locator("[data-if=byTile]")).to_be_hidden()


def test_what_is_played_without_a_network_counts_for_the_module_once_it_is_sent(
    visit: Visit, learner: Assigned
) -> None:
    enrolment = learner.enrol(AISLE, REGULAR)
    site = signed_in(visit, learner)
    get_ready(site)
    site.page.context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "practice")
    site.page.locator(f".due a[href*='{REGULAR}']").click()
    expect(site.page.locator("main")).to_contain_text("Passed at 80% or more")
    play(site, friends_way(REGULAR))
    following = site.page.locator(".onwards a:visible").first
    expect(following).to_have_attribute("href", f"/scenarios/{AISLE}?enrolment={enrolment}")
    site.open("/practice")
    expect(site.page.locator(".due__facts")).to_contain_text("1 of 2 done")
    following = site.page.locator(".due a").first
    expect(following).to_have_attribute("href", f"/scenarios/{AISLE}?enrolment={enrolment}")
    site.page.context.set_offline(False)
    wait_for(lambda: learner.passed(enrolment) == {REGULAR})


def test_a_check_is_dead_without_a_network_and_says_why(visit: Visit, learner: Assigned) -> None:
    enrolment = learner.enrol(MUFFIN, attempts=2)
    site = signed_in(visit, learner)
    get_ready(site)
    site.page.context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "practice")
    card = site.page.locator(".due .scenario-card")
    expect(card).to_contain_text("A check needs the network")
    expect(card).to_contain_text("2 attempts left")
    assert card.locator("a").get_attribute("href") is None
    site.open(f"/scenarios/{MUFFIN}?enrolment={enrolment}")
    expect_shell(site.page, "intro")
    expect(site.page.locator("main [role=status]").first).to_contain_text("A check needs the network")
    expect(site.page.locator("form[action='/plays'] button")).to_be_disabled()


def kept_of(page: Page, scenario: str) -> list[str]:
    """What this browser keeps of a scenario."""
    return [path for path in page.evaluate(KEPT) if f"/{scenario}/" in path]


def test_a_browser_keeps_nothing_of_an_open_check_and_plays_it_on_the_server(visit: Visit, learner: Assigned) -> None:
    site = signed_in(visit, learner)
    get_ready(site)
    assert kept_of(site.page, MUFFIN)
    enrolment = learner.enrol(MUFFIN, attempts=2)
    site.page.context.clear_cookies()
    site.sign_in(learner.account)
    get_ready(site)
    wait_for(lambda: kept_of(site.page, MUFFIN) == [])
    site.open(f"/scenarios/{MUFFIN}")
    site.page.locator("form[action='/plays'] button").click()
    for choice in friends_way(MUFFIN)[:3]:
        site.take(choice)
        assert site.page.locator("html").get_attribute("data-shell") is None
    assert kept_of(site.page, MUFFIN) == []
    site.open(f"/scenarios/{MUFFIN}?enrolment={enrolment}")
    site.page.locator("form[action='/plays'] button").click()
    expect(site.page.locator("[data-mode=check]")).to_be_visible()
    learner.change(enrolment, excused_at=now())
    site.page.context.clear_cookies()
    site.sign_in(learner.account)
    get_ready(site)
    wait_for(lambda: kept_of(site.page, MUFFIN) != [])
