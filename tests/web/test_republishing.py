"""A scenario that is edited while somebody plays it: they stay on their version, new plays take the new."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import ROOT
from tests.conftest import DATABASES, World, make_world
from tests.web.test_progress import record_of, shelves
from tests.web.visitor import Visitor
from training_app.moment import now
from training_app.services.publishing import publish_folders

COMMA = {"You only need milk.": "You need milk, and only milk."}
OTHER_WAYS = {
    "goto: all-right": "goto: away",
    "goto: without-milk": "goto: all-right",
    "goto: away": "goto: without-milk",
}
NOTHING: dict[str, str] = {}


@pytest.fixture(params=DATABASES)
def edited(
    request: pytest.FixtureRequest, make_database_url: Callable[[str], str], tmp_path: Path
) -> Iterator[tuple[World, Visitor, Callable[..., list[int]]]]:
    """A world of its own, a person in it, and what publishes the aisle with texts replaced in its file."""
    folder = tmp_path / "scenarios"
    shutil.copytree(ROOT / "scenarios", folder)
    world = make_world(make_database_url(request.param), scenarios=folder)

    def publish(changes: dict[str, str]) -> list[int]:
        file = folder / "the-aisle" / "scenario.yaml"
        text = file.read_text(encoding="utf-8")
        for before, after in changes.items():
            assert before in text
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
        with world.database.writing() as session:
            return [version.number for version in publish_folders(session, folder, now=now())]

    yield world, Visitor(world.client(world.cast.owner)), publish
    world.database.dispose()


def test_an_open_play_stays_on_its_version_and_new_plays_take_the_new(edited) -> None:
    _world, visitor, publish = edited
    old = visitor.play("the-aisle", ["say-no"])
    assert publish(OTHER_WAYS) == [2]
    new = visitor.begin("the-aisle")
    assert (old["version"], new["version"]) == (1, 2)
    ends = []
    for play, number in ((old["id"], 2), (new["id"], 1)):
        visitor.post_json(f"/plays/{play}/choices", number=1, choice="say-no")
        ends.append(visitor.post_json(f"/plays/{play}/choices", number=2, choice="louder").json["scene"])
        assert visitor.get_json(f"/plays/{play}").json["version"] == 3 - number
    assert ends == ["all-right", "without-milk"]
    rewound = visitor.post_json(f"/plays/{old['id']}/rewinds", number=2).json
    assert rewound["version"] == 1
    assert visitor.get(f"/plays/{old['id']}/debrief").status_code == 200


def test_a_beginning_sent_again_after_an_edit_is_still_the_same_play(edited) -> None:
    _world, visitor, publish = edited
    old = visitor.begin("the-aisle")
    publish(OTHER_WAYS)
    again = visitor.post_json("/plays", scenario="the-aisle", play=old["id"])
    assert (again.status_code, again.json["version"]) == (200, 1)


def test_a_corrected_text_keeps_what_was_earned(edited) -> None:
    _world, visitor, publish = edited
    visitor.play("the-aisle", ["say-no", "louder"])
    assert publish(COMMA) == [2]
    assert shelves(visitor)["played"] == ["/scenarios/the-aisle"]
    assert "Played once" in record_of(visitor, "The aisle")
    assert "and only milk" in visitor.get("/scenarios/the-aisle").text


def test_other_rules_make_it_new_again(edited) -> None:
    _world, visitor, publish = edited
    visitor.play("the-aisle", ["say-no", "louder"])
    assert publish(OTHER_WAYS) == [2]
    assert "/scenarios/the-aisle" in shelves(visitor)["new"]
    assert visitor.get("/progress").status_code == 200


def test_publishing_the_same_again_publishes_nothing(edited) -> None:
    _world, _visitor, publish = edited
    assert publish(NOTHING) == []
