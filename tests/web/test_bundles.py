"""Bundles and pictures: what a browser keeps ready to play by itself."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from config import LANGUAGES, ROOT
from tests.conftest import World
from tests.people import new_employee
from tests.web.visitor import Visitor
from training_app.content.principles import load_principles
from training_app.content.version import canonical, content_from_canonical
from training_app.domain.scenario import Mood
from training_app.queries.versions import content_of, latest_version
from training_app.web.sync.reach import scenarios_in_reach

MOST_BYTES = 25_000  # compressed, the promise of a bundle
SCENARIOS = tuple(sorted(path.name for path in (ROOT / "scenarios").iterdir() if path.is_dir()))
DIGEST = re.compile(r"/([0-9a-f]{16})\.json$")


@pytest.fixture
def reach(world: World) -> dict[str, Any]:
    """What is in reach, by scenario."""
    with world.app.test_request_context():
        return {entry["id"]: entry for entry in scenarios_in_reach()}


def fetched(visitor: Visitor, address: str) -> Any:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return json.loads(answer.data)


def test_every_scenario_is_in_reach_in_every_language(reach: dict[str, Any]) -> None:
    assert set(reach) == set(SCENARIOS)
    for name, entry in reach.items():
        assert set(entry) == {"id", "version", "sha256", "graded", "minutes", "titles", "bundles", "pictures"}
        assert set(entry["bundles"]) == set(LANGUAGES)
        assert entry["graded"] == (name != "the-aisle")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_bundle_holds_the_version_and_its_words(
    world: World, employee: Visitor, reach: dict[str, Any], scenario: str, language: str
) -> None:
    with world.database.reading() as session:
        version = latest_version(session, scenario)
        content = content_from_canonical(content_of(session, version.id))
    bundle = fetched(employee, reach[scenario]["bundles"][language])
    published = json.loads(canonical(content))
    principles = {one.id: one for one in load_principles(ROOT / "scenarios").in_language(language)}
    assert bundle["rules"] == published["rules"]
    assert bundle["texts"] == published["texts"][content.language] | published["texts"][language]
    assert bundle["format"] == 1
    assert (bundle["scenario"], bundle["version"], bundle["language"]) == (scenario, version.number, language)
    assert (bundle["sha256"], bundle["rules_sha"]) == (version.sha256, version.rules_sha)
    assert bundle["friend_decisions"] == version.friend_decisions
    named = {choice["principle"] for scene in published["rules"]["scenes"] for choice in scene["choices"]} - {None}
    assert bundle["principles"] == {
        name: {"name": principles[name].name, "friend": principles[name].friend} for name in named
    }
    assert bundle["order"] == list(principles)
    assert set(bundle["sentences"]) == set(principles)
    shown = {key: published["shown"][key] for key in ("minutes", "place", "portrait", "companions", "hurry")}
    assert shown.items() <= bundle["shown"].items()
    assert bundle["shown"]["light"] in {"dawn", "day", "dusk", "night"}


def test_a_bundle_speaks_its_own_language_whoever_asks(employee: Visitor, reach: dict[str, Any]) -> None:
    entry = reach["the-aisle"]["bundles"]
    employee.post("/settings", language="es", theme="auto", coach="slip")
    german, english = (fetched(employee, entry[language]) for language in ("de", "en"))
    assert (german["shown"]["where"], english["shown"]["where"]) == ("Supermarkt", "Supermarket")
    assert german["sentences"]["accept-no"] != english["sentences"]["accept-no"]
    assert german["texts"]["title"] != english["texts"]["title"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_built_in_bundle_is_small(employee: Visitor, reach: dict[str, Any], scenario: str) -> None:
    for address in (*reach[scenario]["bundles"].values(), reach[scenario]["pictures"]):
        answer = employee.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.content_encoding == "gzip"
        assert len(answer.data) <= MOST_BYTES


def test_bundles_and_pictures_are_the_same_for_everybody(
    world: World, reach: dict[str, Any], visit: Callable[[UUID | None], Visitor]
) -> None:
    name = "ottoline-quux"
    visitors = [Visitor(world.client(new_employee(world, name))), visit(world.cast.owner), visit(world.cast.manager)]
    for address in (reach["friendly-regular"]["bundles"]["de"], reach["friendly-regular"]["pictures"]):
        answers = [visitor.get(address) for visitor in visitors]
        assert len({answer.data for answer in answers}) == 1
        assert name not in answers[0].text.lower()
        assert "csrf" not in answers[0].text


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_pictures_are_those_of_the_scene_pages(employee: Visitor, reach: dict[str, Any], scenario: str) -> None:
    pictures = fetched(employee, reach[scenario]["pictures"])
    assert set(pictures) == {mood.value for mood in Mood}
    assert len(set(pictures.values())) == len(Mood)
    play = employee.begin(scenario)
    page = employee.get(f"/plays/{play['id']}").text
    assert any(drawing in page for drawing in pictures.values())


def kept_for_good(answer: TestResponse) -> bool:
    control = answer.cache_control
    return bool(control.immutable and control.private and control.max_age == 31_536_000)


def test_they_are_kept_for_a_year_and_their_address_names_their_content(
    employee: Visitor, reach: dict[str, Any]
) -> None:
    for address in (reach["the-aisle"]["bundles"]["en"], reach["the-aisle"]["pictures"]):
        plain = employee.get(address, headers={"Accept-Encoding": "identity"})
        compressed = employee.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert (plain.content_encoding, compressed.content_encoding) == (None, "gzip")
        assert gzip.decompress(compressed.data) == plain.data
        for answer in (plain, compressed):
            assert answer.content_type == "application/json"
            assert "accept-encoding" in answer.vary
            assert kept_for_good(answer)
        named = DIGEST.search(address)
        assert named
        assert named.group(1) == hashlib.sha256(plain.data).hexdigest()[:16]


@pytest.mark.parametrize(
    "address",
    [
        "/bundles/the-aisle/1/en/0123456789abcdef.json",
        "/bundles/the-aisle/1/fr/{digest}.json",
        "/bundles/the-aisle/2/en/{digest}.json",
        "/bundles/the-aisle/99999999999999999999999999/en/{digest}.json",
        "/bundles/the-aisle/-1/en/{digest}.json",
        "/bundles/no-such-scenario/1/en/{digest}.json",
        "/pictures/the-aisle/1/{digest}.json",
        "/pictures/no-such-scenario/1/{digest}.json",
    ],
)
def test_an_address_of_other_content_is_not_found(employee: Visitor, reach: dict[str, Any], address: str) -> None:
    named = DIGEST.search(reach["the-aisle"]["bundles"]["en"])
    assert named
    answer = employee.get_json(address.format(digest=named.group(1)))
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not-found")
    assert not answer.cache_control.immutable
