"""A shift without its server: role-plays by tapping, the tablet switched off and on; afterwards all of it counts."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from config import ROOT
from tests.browser.assigned import database_of, take_back
from tests.browser.conftest import SIZES, Site, browser_options
from tests.browser.without_network import expect_shell, get_ready
from tests.serving import HOST, Server, Visitor
from tests.web.reference import Reference
from training_app.web.percentages import percent

NEWCOMER = "1007"
LATER = 30_000


@dataclass
class Shift:
    """One person at one tablet, and what they tapped: by scenario, each play's id and replies."""

    site: Site
    tapped: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)

    def play(self, scenario: str, grade: str) -> None:
        """From Practice to the debrief by taps alone, with a reply of this grade wherever there is one."""
        page = self.site.page
        self.site.open("/practice")
        page.locator(f"a[href='/scenarios/{scenario}']").first.tap()
        page.locator("form[action='/plays'] button").tap()
        expect_shell(page, "scene")
        expect(page.locator("button[name=choice]").first).to_be_visible()
        replies: list[str] = []
        self.tapped.setdefault(scenario, []).append((page.url.rsplit("/", 1)[1], replies))
        while page.locator("button[name=choice]:visible").count():
            replies.append(self._tap_one(scenario, grade))
        page.locator("a[href$='/debrief']").tap()
        expect_shell(page, "debrief")
        expect(page.locator("#next")).to_be_visible()

    def _tap_one(self, scenario: str, grade: str) -> str:
        page = self.site.page
        offered = [reply.get_attribute("value") or "" for reply in page.locator("button[name=choice]").all()]
        grades = Reference(ROOT / "scenarios" / scenario).scenes[self.site.scene]["choices"]
        reply = next((one for one in offered if grades[one].get("grade") == grade), offered[0])
        number = page.locator("[name=number]").input_value()
        one = page.locator(f"button[name=choice][value='{reply}']")
        expect(one).not_to_have_css("pointer-events", "none")
        one.tap()
        page.wait_for_function(
            "before => document.querySelector('[name=number]')?.value !== before"
            " || document.querySelector('a[href$=\"/debrief\"]')?.checkVisibility()",
            arg=number,
        )
        return reply


def switch_on(playwright: Playwright, folder: Path) -> BrowserContext:
    """The tablet's browser, with what was in it when it was closed."""
    width, height = SIZES["portrait"]
    context = playwright.chromium.launch_persistent_context(
        folder,
        viewport={"width": width, "height": height},
        has_touch=True,
        reduced_motion="reduce",
        locale="en-US",
        **browser_options(),
    )
    context.set_default_timeout(LATER)
    return context


def test_a_shift_without_its_server_counts_when_it_is_back(playwright: Playwright, tmp_path: Path) -> None:
    with Server(tmp_path, environment={"DEMO": "1"}) as server:
        take_back(database_of(server))
        address = f"http://{HOST}:{server.port}"
        tablet = switch_on(playwright, tmp_path / "browser")
        shift = Shift(Site(tablet.pages[0], address))
        shift.site.sign_in(NEWCOMER)
        get_ready(shift.site)
        server.kill()
        shift.play("the-aisle", "fair")
        shift.play("pushy-muffin-seller", "prey")
        shift.play("friendly-regular", "friend")
        tablet.close()

        tablet = switch_on(playwright, tmp_path / "browser")
        shift.site = Site(tablet.pages[0], address)
        shift.site.open("/practice")
        expect_shell(shift.site.page, "practice")
        expect(shift.site.page.locator("section[aria-labelledby=again] .scenario-card")).to_have_count(3)
        for plays in shift.tapped.values():
            for play, _replies in plays:
                shift.site.open(f"/plays/{play}/debrief")
                expect(shift.site.page.locator("#next")).to_be_visible()
        shift.play("pushy-muffin-seller", "friend")
        shift.site.open("/practice")
        answers = sum(len(replies) for plays in shift.tapped.values() for _play, replies in plays)
        expect(shift.site.page.locator(".unsent")).to_contain_text(f"{answers} answers not sent yet")

        server.start()
        server.wait_until_ready()
        expect(shift.site.page.locator(".unsent")).to_be_hidden(timeout=2 * LATER)
        expect_counted(shift, server)
        tablet.close()


def expect_counted(shift: Shift, server: Server) -> None:
    """My progress and the plays' JSON show what was tapped, and for each role-play its first try."""
    with closing(Visitor(server.port)) as visitor:
        visitor.sign_in(NEWCOMER)
        for scenario, plays in shift.tapped.items():
            reference = Reference(ROOT / "scenarios" / scenario)
            for play, replies in plays:
                kept = visitor.get(f"/plays/{play}").json()
                assert (kept["scenario"], kept["number"], kept["ending"]) == (scenario, len(replies), True)
                assert kept["scene"] == reference.after(replies).scene
                if scenario != "the-aisle":
                    assert kept["result"]["score"] == pytest.approx(reference.result(replies)["score"], abs=1e-12)
    shift.site.open("/progress")
    for scenario in ("pushy-muffin-seller", "friendly-regular"):
        plays = shift.tapped[scenario]
        scores = [Reference(ROOT / "scenarios" / scenario).result(replies)["score"] for _play, replies in plays]
        record = shift.site.page.locator(f"a.record[href='/scenarios/{scenario}']")
        expect(record).to_contain_text(f"first try {percent(scores[0])}% · best {percent(max(scores))}%")
