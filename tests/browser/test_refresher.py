"""The refresher in a browser: by touch and by key, a double tap, the end of it, and no network."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from tests.browser.assigned import somebody_new
from tests.browser.conftest import Site, Visit
from tests.browser.without_network import expect_shell, get_ready
from tests.enrolled import REGULAR, reference_of
from tests.serving import Server
from training_app.models import RefresherMoment

POOR = max(reference_of(REGULAR).ways().values(), key=lambda log: reference_of(REGULAR).result(log)["lost"])
LANDED = re.compile(r"/refresher/friendly-regular/[\w-]+/[\w-]+$")
TARGET = 48


def play_badly(site: Site) -> None:
    """A whole play, as the browser's script sends it."""
    site.page.evaluate(
        """async ([scenario, log]) => {
          const token = document.querySelector("meta[name=csrf-token]").content;
          const send = (path, body) => fetch(path, {method: "POST", body: JSON.stringify(body), headers: {
            "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token}});
          const play = await (await send("/plays", {scenario})).json();
          for (const [place, choice] of log.entries()) {
            await send(`/plays/${play.id}/choices`, {number: place + 1, choice});
          }
        }""",
        [REGULAR, POOR],
    )


def expect_fine(site: Site) -> None:
    """Nothing for axe, nothing beside the screen, and targets for a thumb."""
    found = Axe().run(site.page)
    assert found.violations_count == 0, found.generate_report()
    assert site.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for target in site.page.locator("main a:visible, main button:visible").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= TARGET


@pytest.mark.parametrize("locale", ["en", "de"])
def test_three_moments_on_a_phone(visit: Visit, server: Server, locale: str) -> None:
    learner = somebody_new(server)
    site = visit(size="phone", mode="dark", locale=locale, signed_in=False, has_touch=True)
    site.sign_in(learner.account)
    play_badly(site)
    get_ready(site)
    site.page.reload()
    site.page.locator(".refresher a").click()
    for number in range(3):
        expect(site.replies).to_have_count(3)
        expect(site.page.locator("html")).to_have_attribute("lang", locale)
        if number == 0:
            expect_fine(site)
            site.replies.first.dblclick()
        else:
            expect(site.replies.first).to_have_css("pointer-events", "auto")
            site.page.keyboard.press(str(number + 1))
        site.page.wait_for_url(LANDED)
        expect(site.page.locator(".said").first).to_be_visible()
        if number == 0:
            expect_fine(site)
        site.page.locator("main a.button").click()
    expect(site.page.locator("[data-rest=done]")).to_be_visible()
    with Session(create_engine(learner.url)) as session:
        kept = session.scalars(select(RefresherMoment).where(RefresherMoment.person_id == learner.person)).all()
        assert [one.step for one in kept] == [0, 0, 0]
    site.page.locator("main a.button").click()
    expect(site.page.locator("h1")).to_be_visible()
    expect(site.page.locator(".refresher")).to_have_count(0)


def test_without_a_network_it_stays_away_and_says_so(visit: Visit, server: Server) -> None:
    learner = somebody_new(server)
    site = visit(signed_in=False)
    site.sign_in(learner.account)
    play_badly(site)
    get_ready(site)
    site.page.reload()
    expect(site.page.locator(".refresher")).to_be_visible()
    site.page.context.set_offline(True)
    site.page.locator(".refresher a").click()
    expect_shell(site.page, "nothing")
    site.open("/practice")
    expect_shell(site.page, "practice")
    expect(site.page.locator(".refresher")).to_have_count(0)
