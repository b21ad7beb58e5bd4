"""A bundle: the same bytes for the same version and words, whole in every language, and nothing else in it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from tests.content.stories import content_of, write_story
from training_app.content.bundle import Words, bundle_of, principles_in
from training_app.content.check import check_folder
from training_app.content.principles import load_principles
from training_app.content.structure import plain_scenario, scenario_from_plain
from training_app.content.version import Content, canonical, content_from_canonical, rules_sha, sha256

PRINCIPLES = load_principles(ROOT / "scenarios")
SENTENCES = {"welcome": "I look up.", "accept-no": "My hands go down."}
MEMBERS = {
    "format",
    "scenario",
    "version",
    "sha256",
    "rules_sha",
    "language",
    "friend_decisions",
    "rules",
    "texts",
    "shown",
    "principles",
    "sentences",
    "order",
}


@pytest.fixture
def story(tmp_path: Path) -> Content:
    """A small sound story in its own language only."""
    return content_of(write_story(tmp_path))


def bundled(content: Content, language: str = "en") -> bytes:
    return bundle_of(
        content,
        number=3,
        sha256=sha256(content),
        rules_sha=rules_sha(content),
        friend_decisions=2,
        language=language,
        words=Words("At the shelf", "dusk", PRINCIPLES.in_language(language), SENTENCES),
    )


def opened(content: Content, language: str = "en") -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(bundled(content, language))
    return bundle


def test_a_bundle_has_exactly_its_members(story: Content) -> None:
    bundle = opened(story)
    assert set(bundle) == MEMBERS
    assert set(bundle["shown"]) == {"minutes", "place", "where", "light", "portrait", "companions", "hurry"}
    assert (bundle["format"], bundle["version"], bundle["friend_decisions"]) == (1, 3, 2)
    assert (bundle["shown"]["where"], bundle["shown"]["light"]) == ("At the shelf", "dusk")


def test_its_rules_are_those_that_the_server_plays(story: Content) -> None:
    rules = opened(story)["rules"]
    assert rules == plain_scenario(story.scenario)
    assert scenario_from_plain(rules) == story.scenario


def test_it_is_canonical(story: Content) -> None:
    read_back = content_from_canonical(canonical(story))
    told = replace(story, texts={"en": dict(reversed(story.texts["en"].items()))})
    assert bundled(read_back) == bundled(story) == bundled(told)
    text = bundled(story).decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_line_that_is_not_translated_stands_in_the_scenarios_own_language(story: Content) -> None:
    told = replace(story, texts={**story.texts, "de": {"title": "Am Regal"}})
    german, english = (opened(told, language)["texts"] for language in ("de", "en"))
    assert german == english | {"title": "Am Regal"}
    assert opened(told, "es")["texts"] == english


def test_it_holds_the_words_of_its_own_principles_only(story: Content) -> None:
    bundle = opened(story, "de")
    assert set(bundle["principles"]) == principles_in(story.scenario) == {"welcome"}
    welcome = next(one for one in PRINCIPLES.in_language("de") if one.id == "welcome")
    assert bundle["principles"]["welcome"] == {"name": welcome.name, "friend": welcome.friend}


def test_the_sentences_keep_their_order_beside_them(story: Content) -> None:
    bundle = opened(story)
    assert bundle["sentences"] == SENTENCES
    assert bundle["order"] == ["welcome", "accept-no"]


def test_a_companion_has_neither_principles_nor_a_score() -> None:
    report = check_folder(ROOT / "scenarios" / "the-aisle", principles=PRINCIPLES.ids)
    assert report.content is not None
    assert principles_in(report.content.scenario) == frozenset()
    assert opened(report.content)["principles"] == {}
