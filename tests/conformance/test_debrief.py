"""The debrief that the browser makes by itself is the server's, line by line."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from config import LANGUAGES, ROOT
from tests.conformance.comparing import outlines
from tests.conftest import World, make_world
from tests.people import new_employee
from tests.web.reference import PENALTY, Reference
from tests.web.visitor import Visitor

SCENARIOS = ("the-aisle", "pushy-muffin-seller", "friendly-regular")
RANDOM_PLAYS = 3
SCORE = re.compile(r'data-score="([^"]+)"')
NEXT = re.compile(r'<a class="button" href="/scenarios/([^"]+)">')
VALUES = ("/js/play/debriefing.js", "debriefValues")


@pytest.fixture(scope="module")
def world(make_database_url: Callable[[str], str]) -> World:
    """The built-in pieces, published."""
    return make_world(make_database_url("sqlite"))


@dataclass(frozen=True)
class Site:
    """A person's browser, and all that it keeps ready."""

    visitor: Visitor
    ready: dict[str, Any]
    kept: dict[str, Any] = field(default_factory=dict)

    def fetch(self, address: str) -> Any:
        """A bundle or pictures, as they are kept."""
        if address not in self.kept:
            self.kept[address] = self._fetch(address)
        return self.kept[address]

    def _fetch(self, address: str) -> Any:
        answer = self.visitor.get(address, headers={"Accept-Encoding": "gzip"})
        data = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
        return json.loads(data)

    def bundle(self, scenario: str, language: str) -> Any:
        return self.fetch(self.listed(scenario)["bundles"][language])

    def pictures(self, scenario: str) -> Any:
        return self.fetch(self.listed(scenario)["pictures"])

    def listed(self, scenario: str) -> dict[str, Any]:
        return next(one for one in self.ready["scenarios"] if one["id"] == scenario)

    def page(self, address: str, language: str) -> str:
        answer = self.visitor.get(address, headers={"Accept-Language": language})
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def site(world: World) -> Site:
    """Somebody who has played nothing yet."""
    visitor = Visitor(world.client(new_employee(world)))
    return Site(visitor, visitor.get_json("/ready").json)


def logs_of(scenario: str) -> list[list[str]]:
    """A way to every ending, those of the best and of the worst replies, and some taken at random."""
    reference = Reference(ROOT / "scenarios" / scenario)
    random = Random(3)
    ways = [way(reference, pick) for pick in (best, worst, *[random.choice] * RANDOM_PLAYS)]
    return [*reference.ways().values(), *ways]


Graded = tuple[int, str]


def way(reference: Reference, pick: Callable[[list[Graded]], Graded]) -> list[str]:
    """The choices of a player who picks so."""
    log: list[str] = []
    standing = reference.begin()
    while offered := reference.offered(standing):
        choices = reference.scenes[standing.scene]["choices"]
        log.append(pick([(PENALTY.get(choices[one].get("grade"), 0), one) for one in offered])[1])
        standing = reference.say(standing, log[-1])
    return log


def best(offered: list[Graded]) -> Graded:
    return min(offered)


def worst(offered: list[Graded]) -> Graded:
    return max(offered)


def assert_same_page(
    browser_page: Page, site: Site, play: dict[str, Any], choices: list[str], *, language: str
) -> dict[str, Any]:
    """The browser's page is the server's; gives the values that it was filled with."""
    scenario = play["scenario"]
    server = site.page(f"/plays/{play['id']}/debrief", language)
    bundle = site.bundle(scenario, language)
    onward = NEXT.search(server)
    following = onward and {"id": onward[1], "title": site.bundle(onward[1], language)["texts"]["title"]}
    held = {"play": play["id"], "scenario": scenario, "mode": play["mode"], "parent": play["parent"]}
    found = outlines(
        browser_page,
        server=server,
        shell=site.page(f"/shells/{language}/debrief", language),
        language=language,
        values=VALUES,
        rules=bundle["rules"],
        choices=choices,
        before=[bundle, site.pictures(scenario), held],
        after=[following],
    )
    score = SCORE.search(server)
    assert found["values"]["scoreValue"] == (float(score[1]) if score else None)
    return found["values"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_browser_makes_the_servers_debrief(engine_page: Page, site: Site, scenario: str, language: str) -> None:
    for choices in logs_of(scenario):
        assert_same_page(engine_page, site, site.visitor.play(scenario, choices), choices, language=language)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_browser_makes_the_debrief_of_a_moment_tried_again(engine_page: Page, site: Site, scenario: str) -> None:
    choices = logs_of(scenario)[-1]
    parent = site.visitor.play(scenario, choices)["id"]
    again = site.visitor.post_json(f"/plays/{parent}/rewinds", number=len(choices)).json["id"]
    play = site.visitor.post_json(f"/plays/{again}/choices", number=len(choices), choice=choices[-1]).json
    values = assert_same_page(engine_page, site, play, choices, language="en")
    assert values["score"] is None
    assert values["parent"] == f"/plays/{parent}/debrief"


def test_the_plays_compared_have_every_part_that_a_debrief_can_have(site: Site, engine_page: Page) -> None:
    found = [
        assert_same_page(engine_page, site, site.visitor.play(scenario, choices), choices, language="en")
        for scenario in SCENARIOS
        for choices in logs_of(scenario)
    ]
    assert {bool(values["crossed"]) for values in found} == {True, False}
    assert {values["turning"]["kind"] for values in found if values["turning"]} == {"gain", "fall"}
    assert {values["ledger"]["tone"] for values in found if values["ledger"]} == {"good", "mixed", "bad"}
    assert {bool(values["next"]) for values in found} == {True, False}
    for part in ("trust", "score", "feltWelcome"):
        assert {bool(values[part]) for values in found} == {True, False}
    for part in ("missed", "cap"):
        assert {bool(values["score"][part]) for values in found if values["score"]} == {True, False}
    assert {bool(values["trust"]["wonBack"]) for values in found if values["trust"]} == {True, False}
