"""The drawings of people and places: every word of the vocabularies draws, each its own, and none breaks the page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from training_app.domain.scenario import Mood
from training_app.domain.vocabulary import AGES, COMPANIONS, HAIR, PLACES, SKINS, TOPS

TEMPLATES = Path(__file__).parents[2] / "templates"
MOODS = tuple(mood.value for mood in Mood)
LIGHTS = ("dawn", "day", "dusk", "night")
STAGE_BYTES = 10_000
BUST_BYTES = 4_500

Draw = Callable[..., str]


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "autoescape"])
def drawings(request: pytest.FixtureRequest) -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=request.param)  # noqa: S701 (both must hold)


@pytest.fixture(scope="module")
def stage(drawings: Environment) -> Draw:
    return drawings.get_template("portraits/stage.html").module.stage  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def bust(drawings: Environment) -> Draw:
    return drawings.get_template("portraits/stage.html").module.bust  # type: ignore[attr-defined]


def portrait(**parts: object) -> dict[str, object]:
    return {"hair": "long-dark", "skin": 3, "top": "blue", "age": "adult"} | parts


def checked(drawing: str) -> ElementTree.Element:
    """The drawing's root, after what every drawing must keep to."""
    root = ElementTree.fromstring(str(drawing))  # noqa: S314 (our own drawing)
    ids = [part.get("id") for part in root.iter() if part.get("id")]
    assert root.tag == "svg"
    assert ids == []
    assert all("style" not in part.attrib for part in root.iter())
    assert {part.tag for part in root.iter()}.isdisjoint({"script", "style", "image"})
    assert not re.search(r"\son[a-z]+=|url\(|href|None|Undefined", str(drawing))
    return root


def assert_all_differ(drawn: list[str]) -> None:
    assert len({str(one) for one in drawn}) == len(drawn)


@pytest.mark.parametrize(("hair", "mood"), list(itertools.product(HAIR, MOODS)))
def test_every_hair_is_drawn_in_every_mood(bust: Draw, hair: str, mood: str) -> None:
    for age in AGES:
        drawing = bust(portrait(hair=hair, age=age), mood)
        checked(drawing)
        assert len(drawing.encode()) <= BUST_BYTES


@pytest.mark.parametrize(("skin", "top"), list(itertools.product(SKINS, TOPS)))
def test_every_skin_is_drawn_in_every_top(bust: Draw, skin: int, top: str) -> None:
    checked(bust(portrait(skin=skin, top=top), "neutral"))


@pytest.mark.parametrize(("place", "light"), list(itertools.product(PLACES, LIGHTS)))
def test_every_place_is_drawn_at_every_hour_within_its_size(stage: Draw, place: str, light: str) -> None:
    for mood in MOODS:
        drawing = stage(
            place, portrait(hair="curly-black", age="old", top="grey"), mood, ["child", "child"], light=light
        )
        checked(drawing)
        assert len(drawing.encode()) <= STAGE_BYTES


@pytest.mark.parametrize(("companion", "mood"), list(itertools.product(COMPANIONS, MOODS)))
def test_every_companion_is_drawn_in_every_mood(stage: Draw, companion: str, mood: str) -> None:
    for hair in HAIR:
        root = checked(stage("cafe", portrait(hair=hair), mood, [companion]))
        assert len(root.findall(".//g[@class='stage__companion']")) == 1


def test_each_mood_has_its_own_face(bust: Draw) -> None:
    assert_all_differ([bust(portrait(), mood) for mood in MOODS])


def test_companions_follow_the_mood(stage: Draw) -> None:
    for companion in COMPANIONS:
        drawn = [stage("cafe", portrait(), mood, [companion]) for mood in MOODS]
        beside = [ElementTree.tostring(checked(one).find(".//g[@class='stage__companion']")) for one in drawn]
        assert len(set(beside)) >= 4


def test_two_children_are_told_apart(stage: Draw) -> None:
    root = checked(stage("supermarket", portrait(), "neutral", ["child", "child"]))
    first, second = (
        "".join(d.get("d", "") for d in one.iter()) for one in root.findall(".//g[@class='stage__companion']")
    )
    assert first != second


@pytest.mark.parametrize(
    ("part", "words"),
    [("hair", HAIR), ("skin", tuple(SKINS)), ("top", TOPS), ("age", AGES)],
    ids=["hair", "skin", "top", "age"],
)
def test_each_word_of_a_portrait_draws_its_own_person(bust: Draw, part: str, words: tuple[object, ...]) -> None:
    assert_all_differ([bust(portrait(**{part: word}), "neutral") for word in words])


def test_each_place_and_each_hour_has_its_own_backdrop(stage: Draw) -> None:
    assert_all_differ([stage(place, portrait(), "neutral", [], light=light) for place in PLACES for light in LIGHTS])


def test_a_seller_carries_a_tray_in_front(stage: Draw) -> None:
    with_tray = stage("supermarket", portrait(carries="tray"), "neutral", [])
    checked(with_tray)
    assert with_tray != stage("supermarket", portrait(), "neutral", [])


def test_a_drawing_without_a_label_is_hidden_from_screen_readers(stage: Draw, bust: Draw) -> None:
    for drawing in (stage("cafe", portrait(), "neutral", []), bust(portrait(), "neutral")):
        root = checked(drawing)
        assert root.get("aria-hidden") == "true"
        assert root.get("role") is None


def test_a_label_is_spoken_as_it_stands_once_escaped(stage: Draw, bust: Draw) -> None:
    label = 'Dana, "at ease" & <smiling>'
    for drawing in (stage("cafe", portrait(), "neutral", [], label=label), bust(portrait(), "neutral", label=label)):
        root = checked(drawing)
        assert (root.get("role"), root.get("aria-label")) == ("img", label)
        assert root.get("aria-hidden") is None
