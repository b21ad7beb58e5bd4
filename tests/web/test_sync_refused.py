"""What `/sync` refuses, choice by choice and play by play, each with its code; the honest part stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import World
from tests.web.batches import AISLE, AISLE_LOG, accepted, choices_of, codes, of_server, play_of, refused, send
from tests.web.visitor import Visitor
from training_app.moment import new_id

MUFFIN = "pushy-muffin-seller"
REGULAR = "friendly-regular"


def test_a_number_later_than_the_next_is_a_gap_and_may_come_again(employee: Visitor, way: list[str]) -> None:
    late = play_of(way, REGULAR, choices=choices_of(way[1:], first=2))
    (answer,) = send(employee, late)
    assert answer["status"] == "accepted"
    assert set(codes(answer).values()) == {"gap"}
    assert of_server(employee, late["play"])["number"] == 0
    send(employee, late | {"choices": choices_of(way[:1])})
    (answer,) = send(employee, late)
    assert accepted(answer)
    assert answer["result"] is not None


def test_another_choice_under_a_number_that_is_recorded_is_taken(employee: Visitor) -> None:
    sent = play_of(AISLE_LOG[:1])
    send(employee, sent)
    (answer,) = send(employee, sent | {"choices": choices_of(["answer", "louder"])})
    assert codes(answer) == {1: "taken", 2: None}
    assert of_server(employee, sent["play"])["scene"] == "all-right"


def test_a_choice_after_the_ending_is_refused_as_finished(employee: Visitor) -> None:
    sent = play_of((*AISLE_LOG, "louder", "take-it"))
    (answer,) = send(employee, sent)
    assert codes(answer) == {1: None, 2: None, 3: "finished", 4: "finished"}
    assert answer["result"] is not None
    assert of_server(employee, sent["play"])["number"] == 2


def test_a_path_that_is_not_offered_is_refused_and_the_honest_part_stands(employee: Visitor, way: list[str]) -> None:
    forged = [*way[:3], "no-such-reply", *way[4:]]
    sent = play_of(forged, REGULAR)
    (answer,) = send(employee, sent)
    assert answer["status"] == "accepted"
    assert answer["result"] is None
    assert codes(answer) == {1: None, 2: None, 3: None, 4: "not-offered"} | dict.fromkeys(range(5, len(way) + 1), "gap")
    play = of_server(employee, sent["play"])
    assert (play["number"], play["ending"]) == (3, False)
    (answer,) = send(employee, play_of(way, REGULAR, play=sent["play"]))
    assert accepted(answer)


def test_a_choice_whose_condition_does_not_hold_is_not_offered(employee: Visitor) -> None:
    sent = play_of(["louder"])
    (answer,) = send(employee, sent)
    assert codes(answer) == {1: "not-offered"}
    assert of_server(employee, sent["play"])["number"] == 0


def test_a_play_that_goes_on_for_ever_is_refused_where_the_server_would(employee: Visitor, way: list[str]) -> None:
    choice = way[0]
    numbers = [{"number": number, "choice": choice, "at": "2026-01-01T00:00:00Z"} for number in (501, 10**30)]
    (answer,) = send(employee, play_of(way[:1], REGULAR, choices=[*choices_of(way[:1]), *numbers]))
    assert codes(answer) == {1: None, 501: "gap", 10**30: "gap"}


def test_somebody_elses_play_is_not_found(
    world: World, employee: Visitor, visit: Callable[[UUID | None], Visitor]
) -> None:
    sent = play_of(AISLE_LOG[:1])
    send(employee, sent)
    mine = play_of()
    answers = send(visit(world.cast.colleague), sent | {"choices": choices_of(AISLE_LOG)}, mine)
    assert refused(answers[0]) == "not-found"
    assert accepted(answers[1])
    assert of_server(employee, sent["play"])["number"] == 1


@pytest.mark.parametrize(
    "members", [{"scenario": "no-such"}, {"version": 2}, {"version": 10**30}, {"scenario": ""}, {"beginning": "later"}]
)
def test_what_was_never_published_is_an_unknown_version(employee: Visitor, members: dict[str, Any]) -> None:
    sent = play_of() | members
    assert refused(send(employee, sent)[0]) == "unknown-version"
    assert employee.get_json(f"/plays/{sent['play']}").status_code == 404


@pytest.mark.parametrize("has_begun", [True, False])
def test_an_enrolment_that_does_not_exist_is_not_found(employee: Visitor, has_begun: bool) -> None:
    sent = play_of()
    if has_begun:
        send(employee, sent)
    assert refused(send(employee, sent | {"enrolment": str(new_id())})[0]) == "not-found"


def test_a_known_id_of_another_scenario_is_a_mismatch(employee: Visitor) -> None:
    sent = play_of(AISLE_LOG[:1])
    send(employee, sent)
    assert refused(send(employee, sent | {"scenario": MUFFIN})[0]) == "mismatch"
    assert of_server(employee, sent["play"])["scenario"] == AISLE


def test_one_bad_play_spoils_no_other(employee: Visitor, way: list[str]) -> None:
    batch = [
        play_of(way, REGULAR),
        play_of(scenario="no-such"),
        play_of(["say-no", "fly"]),
        play_of(parent=str(new_id()), from_number=1),
        play_of(),
    ]
    answers = send(employee, *batch)
    assert [answer["status"] for answer in answers] == ["accepted", "refused", "accepted", "refused", "accepted"]
    assert [answer.get("code") for answer in answers] == [None, "unknown-version", None, "not-found", None]
    assert accepted(answers[0])
    assert accepted(answers[4])
    assert codes(answers[2]) == {1: None, 2: "not-offered"}
