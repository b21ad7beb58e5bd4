"""The contract of `/sync`: each line of it, on both databases."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.web.batches import AISLE_LOG, accepted, choices_of, of_server, play_of, send
from tests.web.reference import Reference
from tests.web.visitor import JSON, Visitor
from training_app.models import Membership, Play, PlayChoice, PlayPrinciple

REGULAR = "friendly-regular"


def rows(world: World, model: type[Any], play: str) -> list[Any]:
    key = Play.id if model is Play else model.play_id
    with world.database.reading() as session:
        return list(session.scalars(select(model).where(key == UUID(play))))


def test_a_play_never_seen_is_begun_for_whoever_is_signed_in(
    employee: Visitor, regular: Reference, way: list[str]
) -> None:
    sent = play_of(way, REGULAR)
    (answer,) = send(employee, sent)
    assert set(answer) == {"play", "status", "choices", "result"}
    assert accepted(answer)
    assert answer["choices"] == [{"number": number + 1, "status": "accepted"} for number in range(len(way))]
    expected = regular.result(way)
    assert answer["result"] == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}
    play = of_server(employee, sent["play"])
    assert play["result"] == answer["result"]
    assert (play["scenario"], play["version"], play["mode"]) == (REGULAR, 1, "practice")
    assert (play["number"], play["ending"], play["parent"]) == (len(way), True, None)


def test_it_is_recorded_as_if_it_had_been_played_on_the_server(world: World, employee: Visitor, way: list[str]) -> None:
    sent = play_of(way, REGULAR, language="de")
    send(employee, sent)
    played = employee.play(REGULAR, way)["id"]
    ours, theirs = (rows(world, Play, play)[0] for play in (sent["play"], played))
    assert ours.language == "de"
    for column in ("person_id", "location_id", "version_id", "mode", "parent_id", "from_number", "result"):
        assert getattr(ours, column) == getattr(theirs, column)
    assert ours.begun_at <= ours.started_at <= ours.finished_at
    for model, columns in ((PlayChoice, ("number", "choice")), (PlayPrinciple, ("principle", "points", "possible"))):
        kept = [
            sorted(tuple(getattr(row, column) for column in columns) for row in rows(world, model, play))
            for play in (sent["play"], played)
        ]
        assert kept[0] == kept[1] != []


def test_it_counts_at_the_persons_store(world: World, employee: Visitor) -> None:
    sent = play_of()
    send(employee, sent)
    (play,) = rows(world, Play, sent["play"])
    with world.database.reading() as session:
        own = session.scalars(select(Membership.location_id).where(Membership.person_id == play.person_id)).one()
    assert play.location_id == own


def test_the_same_batch_again_is_accepted_again_and_changes_nothing(
    world: World, employee: Visitor, way: list[str]
) -> None:
    batch = [play_of(way, REGULAR), play_of(AISLE_LOG[:1])]
    first = send(employee, *batch)
    before = [sorted(map(str, map(vars, rows(world, PlayChoice, one["play"])))) for one in batch]
    assert send(employee, *batch) == first
    assert [accepted(answer) for answer in first] == [True, True]
    after = [rows(world, PlayChoice, one["play"]) for one in batch]
    assert [len(found) for found in after] == [len(found) for found in before] == [len(way), 1]


def test_a_play_comes_in_parts_and_each_part_overlaps_the_last(
    employee: Visitor, regular: Reference, way: list[str]
) -> None:
    whole = play_of(way, REGULAR)
    choices = whole["choices"]
    for start, end in ((0, 2), (1, 4), (0, 4), (3, len(way))):
        (answer,) = send(employee, whole | {"choices": choices[start:end]})
        assert accepted(answer)
        assert of_server(employee, whole["play"])["number"] == end
        assert (answer["result"] is None) == (end < len(way))
    (answer,) = send(employee, whole | {"choices": []})
    assert answer["result"]["score"] == pytest.approx(regular.result(way)["score"], abs=1e-12)


def test_choices_are_taken_by_number_whatever_their_order(employee: Visitor, way: list[str]) -> None:
    sent = play_of(way, REGULAR)
    sent["choices"].reverse()
    (answer,) = send(employee, sent)
    assert accepted(answer)
    assert [choice["number"] for choice in answer["choices"]] == list(range(1, len(way) + 1))
    assert of_server(employee, sent["play"])["ending"] is True


def test_a_play_without_choices_is_begun(employee: Visitor) -> None:
    sent = play_of([])
    (answer,) = send(employee, sent)
    assert (answer["status"], answer["choices"], answer["result"]) == ("accepted", [], None)
    assert of_server(employee, sent["play"])["number"] == 0


def test_a_batch_without_plays_is_answered(employee: Visitor) -> None:
    assert send(employee) == []


def test_what_was_begun_on_the_server_goes_on_by_batches_and_back(employee: Visitor, way: list[str]) -> None:
    play = employee.play(REGULAR, way[:2])
    (answer,) = send(employee, play_of((), REGULAR, play=play["id"], choices=choices_of(way[2:4], first=3)))
    assert accepted(answer)
    after = employee.post_json(f"/plays/{play['id']}/choices", number=5, choice=way[4])
    assert (after.status_code, after.json["number"]) == (200, 5)
    (answer,) = send(employee, play_of(way, REGULAR, play=play["id"]))
    assert accepted(answer)
    assert of_server(employee, play["id"])["result"] == answer["result"] is not None


def test_the_same_number_twice_in_one_batch(employee: Visitor) -> None:
    sent = play_of(())
    sent["choices"] = [*choices_of(AISLE_LOG), *choices_of(AISLE_LOG), *choices_of(["take-it"], first=2)]
    (answer,) = send(employee, sent)
    found = sorted((choice["number"], choice.get("code", "")) for choice in answer["choices"])
    assert found == [(1, ""), (1, ""), (2, ""), (2, ""), (2, "taken")]
    assert of_server(employee, sent["play"])["scene"] == "all-right"


def test_the_same_play_twice_in_one_batch(employee: Visitor) -> None:
    first = play_of(AISLE_LOG[:1])
    second = first | {"choices": choices_of(AISLE_LOG[1:], first=2)}
    answers = send(employee, first, second)
    assert [accepted(answer) for answer in answers] == [True, True]
    assert (answers[0]["result"], answers[1]["result"] is None) == (None, False)
    assert of_server(employee, first["play"])["ending"] is True


def test_members_that_may_be_left_out_may_be_null(employee: Visitor) -> None:
    sent = play_of(enrolment=None, parent=None, from_number=None, beginning=None)
    assert accepted(send(employee, sent)[0])


def test_any_uuid_names_a_play(employee: Visitor) -> None:
    sent = play_of(play=str(uuid4()))
    assert accepted(send(employee, sent)[0])


def test_it_takes_the_token_and_a_person_as_every_write(
    world: World, employee: Visitor, visit: Callable[[UUID | None], Visitor]
) -> None:
    body = {"plays": [play_of()]}
    bare = employee.client.post("/sync", json=body, headers=JSON)
    assert (bare.status_code, bare.json["error"]["code"]) == (400, "csrf")
    nobody = world.client().post("/sync", json=body, headers=JSON)
    assert (nobody.status_code, nobody.json["error"]["code"]) == (401, "signed-out")
    assert visit(world.cast.without_role).post_json("/sync", **body).status_code == 403
    other = employee.client.post("/sync", json=body, headers=JSON | {"X-CSRFToken": visit(world.cast.owner).token})
    assert other.status_code == 400
    assert employee.get_json(f"/plays/{body['plays'][0]['play']}").status_code == 404
