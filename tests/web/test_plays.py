"""The contract of a play over HTTP: beginning it, recording choices, and what it answers."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests.conftest import World
from tests.web.visitor import Visitor
from training_app.moment import new_id

KEYS = {
    "id",
    "scenario",
    "version",
    "mode",
    "scene",
    "trust",
    "facts",
    "number",
    "options",
    "ending",
    "result",
    "parent",
    "from_number",
    "beginning",
}
RESULT_KEYS = {"score", "passed", "red_line", "lost", "missed", "friend_decisions", "principles", "ledger"}
LOG = ["say-no", "louder"]


def choose(visitor: Visitor, play: str, number: object, choice: str) -> tuple[int, str | dict]:
    """The status, and the code of the error or else the play."""
    answer = visitor.post_json(f"/plays/{play}/choices", number=number, choice=choice)
    return answer.status_code, answer.json["error"]["code"] if "error" in answer.json else answer.json


def test_a_play_that_begins_says_where_it_stands(employee: Visitor) -> None:
    answer = employee.post_json("/plays", scenario="the-aisle")
    assert answer.status_code == 201
    assert answer.location == f"/plays/{answer.json['id']}"
    assert UUID(answer.json["id"]).version == 7
    assert answer.json == {
        "id": answer.json["id"],
        "scenario": "the-aisle",
        "version": 1,
        "mode": "practice",
        "scene": "coming",
        "trust": 50,
        "facts": [],
        "number": 0,
        "options": ["answer", "read-a-tin", "say-no"],
        "ending": False,
        "result": None,
        "parent": None,
        "from_number": None,
        "beginning": None,
    }
    assert employee.get_json(answer.location).json == answer.json


def test_a_finished_play_has_exactly_the_keys_of_the_contract(employee: Visitor) -> None:
    play = employee.play("the-aisle", LOG)
    assert set(play) == KEYS
    assert set(play["result"]) == RESULT_KEYS
    assert play["ending"] is True


def test_each_beginning_without_an_id_is_a_new_play(employee: Visitor) -> None:
    assert employee.begin("the-aisle")["id"] != employee.begin("the-aisle")["id"]


def test_the_same_id_again_is_the_same_play(employee: Visitor) -> None:
    own = str(new_id())
    first = employee.post_json("/plays", scenario="the-aisle", play=own)
    assert (first.status_code, first.json["id"]) == (201, own)
    choose(employee, own, 1, "say-no")
    again = employee.post_json("/plays", scenario="the-aisle", play=own)
    assert (again.status_code, again.json["number"]) == (200, 1)
    page = employee.post("/plays", scenario="the-aisle", play=own)
    assert (page.status_code, page.location) == (303, f"/plays/{own}")
    other = employee.post_json("/plays", scenario="friendly-regular", play=own)
    assert (other.status_code, other.json["error"]["code"]) == (409, "mismatch")


def test_somebody_elses_id_does_not_exist(
    world: World, employee: Visitor, visit: Callable[[UUID | None], Visitor]
) -> None:
    own = employee.begin("the-aisle")["id"]
    colleague = visit(world.cast.colleague)
    assert colleague.post_json("/plays", scenario="the-aisle", play=own).status_code == 404
    assert employee.get_json(f"/plays/{own}").json["number"] == 0


@pytest.mark.parametrize(
    "play", ["one", "0", "9b2f7c1e-58d4-4c07-8a3e-6f0d2b91c5a4", "01890000-0000-7000-8000-00000000000g"]
)
def test_an_id_that_is_no_uuid_of_version_7_is_refused(employee: Visitor, play: str) -> None:
    answer = employee.post_json("/plays", scenario="the-aisle", play=play)
    assert answer.status_code == 422


def test_an_unknown_scenario_or_enrolment_is_not_found(employee: Visitor) -> None:
    for fields in ({"scenario": "no-such"}, {}, {"scenario": "the-aisle", "enrolment": str(new_id())}):
        assert employee.post_json("/plays", **fields).status_code == 404


def test_a_choice_moves_the_play_on(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    status, after = choose(employee, play, 1, "say-no")
    assert status == 200
    assert (after["scene"], after["number"], after["options"]) == (
        "beside-you",
        1,
        ["take-it", "louder", "turn-round"],
    )
    page = employee.post(f"/plays/{play}/choices", number="2", choice="louder")
    assert (page.status_code, page.location) == (303, f"/plays/{play}")
    assert employee.get_json(f"/plays/{play}").json["scene"] == "all-right"


def test_the_same_choice_again_changes_nothing(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    once = choose(employee, play, 1, "say-no")
    assert choose(employee, play, 1, "say-no") == once
    twice = choose(employee, play, 2, "louder")
    assert choose(employee, play, 2, "louder") == twice
    assert choose(employee, play, 1, "say-no") == twice
    assert employee.post(f"/plays/{play}/choices", number="1", choice="say-no").status_code == 303


def test_what_does_not_fit_is_refused_with_its_code(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    assert choose(employee, play, 1, "louder") == (422, "not-offered")
    assert choose(employee, play, 1, "") == (422, "not-offered")
    assert choose(employee, play, 2, "say-no") == (409, "gap")
    choose(employee, play, 1, "say-no")
    assert choose(employee, play, 1, "answer") == (409, "taken")
    assert choose(employee, play, 1, "no-such-choice") == (409, "taken")
    assert choose(employee, play, 3, "louder") == (409, "gap")
    assert choose(employee, play, 10**30, "louder") == (409, "gap")
    choose(employee, play, 2, "louder")
    assert choose(employee, play, 3, "louder") == (409, "finished")
    assert choose(employee, play, 2, "take-it") == (409, "taken")
    assert employee.get_json(f"/plays/{play}").json["number"] == 2


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "one", "", " 1", "+1", "1e0", "१", "9" * 5000])
def test_a_number_that_is_none_is_refused(employee: Visitor, number: str) -> None:
    play = employee.begin("the-aisle")["id"]
    assert choose(employee, play, number, "say-no")[0] == 422
    assert employee.post(f"/plays/{play}/choices", number=number, choice="say-no").status_code == 422
    assert employee.get_json(f"/plays/{play}").json["number"] == 0


def test_two_tabs_get_a_word_and_the_scene_where_the_play_stands(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    assert employee.post(f"/plays/{play}/choices", number="1", choice="say-no").status_code == 303
    late = employee.post(f"/plays/{play}/choices", number="1", choice="answer")
    assert late.status_code == 409
    assert 'data-scene="beside-you"' in late.text
    assert re.search(r'role="alert"[^§]*continued in another tab', late.text)
    assert '<input type="hidden" name="number" value="2">' in late.text
    assert employee.get_json(f"/plays/{play}").json["number"] == 1


def test_choices_sent_at_once_are_recorded_once(world: World, employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    cookie = employee.client.get_cookie("regulars")
    assert cookie
    token = employee.token

    def tap(choice: str) -> int:
        client = world.app.test_client()
        client.set_cookie("regulars", cookie.value)
        visitor = Visitor(client, tokens=[token])
        return choose(visitor, play, 1, choice)[0]

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(tap, ["answer", "say-no", "read-a-tin"] * 8))
    assert set(statuses) == {200, 409}
    assert statuses.count(200) == 8
    assert employee.get_json(f"/plays/{play}").json["number"] == 1


def test_a_beginning_sent_many_times_at_once_is_one_play(world: World, employee: Visitor) -> None:
    own, token = str(new_id()), employee.token
    cookie = employee.client.get_cookie("regulars")
    assert cookie

    def tap(_number: int) -> int:
        client = world.app.test_client()
        client.set_cookie("regulars", cookie.value)
        return Visitor(client, tokens=[token]).post_json("/plays", scenario="the-aisle", play=own).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(tap, range(16)))
    assert statuses == [200] * 15 + [201]


def test_the_debrief_waits_for_the_end(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    early = employee.get(f"/plays/{play}/debrief")
    assert (early.status_code, early.location) == (303, f"/plays/{play}")
    for number, choice in enumerate(LOG, start=1):
        choose(employee, play, number, choice)
    assert employee.get(f"/plays/{play}/debrief").status_code == 200


def test_the_language_may_change_in_the_middle(employee: Visitor) -> None:
    play = employee.begin("the-aisle")["id"]
    choose(employee, play, 1, "say-no")
    english = employee.get(f"/plays/{play}").text
    assert "Shall I bag one?" in english
    saved = employee.post("/settings", language="de", theme="auto", coach="slip")
    assert saved.status_code == 303
    german = employee.get(f"/plays/{play}").text
    assert '<html lang="de"' in german
    assert "Shall I bag one?" not in german
    assert employee.get_json(f"/plays/{play}").json["number"] == 1
    assert choose(employee, play, 2, "louder")[0] == 200
    assert '<html lang="de"' in employee.get(f"/plays/{play}/debrief").text
