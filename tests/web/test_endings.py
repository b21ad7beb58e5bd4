"""Every ending of every graded scenario, reached over HTTP, comes to what the scenario's text says."""

import re
from random import Random

import pytest

from tests.web.reference import Reference, screen_order
from tests.web.visitor import Visitor

REPLY = re.compile(r'<button[^>]* name="choice" value="([^"]+)"')
SCENE = re.compile(r'data-scene="([^"]+)"')
SCORE = re.compile(r'data-score="([^"]+)"')


def walk(visitor: Visitor, reference: Reference, log: list[str]) -> dict:
    """Play these choices as JSON, comparing every step with the reference."""
    play = visitor.begin(reference.tree["id"])
    standing = reference.begin()
    for number, choice in enumerate(log, start=1):
        assert play["options"] == reference.offered(standing)
        standing = reference.say(standing, choice)
        answer = visitor.post_json(f"/plays/{play['id']}/choices", number=number, choice=choice)
        assert answer.status_code == 200
        play = answer.json
        found = (play["scene"], play["trust"], set(play["facts"]), play["number"])
        assert found == (standing.scene, standing.trust, standing.facts, number)
    return play


def assert_ended(play: dict, reference: Reference, log: list[str]) -> None:
    expected = reference.result(log)
    assert play["ending"] is True
    assert play["options"] == []
    assert play["result"] == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}


def test_every_ending_can_be_reached_and_its_result_is_that_of_the_text(
    employee: Visitor, reference: Reference
) -> None:
    ways = reference.ways()
    assert sorted(ways) == sorted(reference.endings)
    for log in ways.values():
        play = walk(employee, reference, log)
        assert_ended(play, reference, log)
        assert employee.get_json(f"/plays/{play['id']}").json == play
        shown = SCORE.search(employee.get(f"/plays/{play['id']}/debrief").text)
        assert shown
        assert float(shown.group(1)) == pytest.approx(reference.result(log)["score"], abs=0.005)


@pytest.mark.parametrize("seed", range(6))
def test_any_play_comes_to_the_result_of_the_text(employee: Visitor, reference: Reference, seed: int) -> None:
    random = Random(seed)
    log: list[str] = []
    while offered := reference.offered(reference.after(log)):
        log.append(random.choice(offered))
    assert_ended(walk(employee, reference, log), reference, log)


def test_the_friend_path_is_worth_one(employee: Visitor, reference: Reference) -> None:
    log: list[str] = []
    while offered := reference.offered(reference.after(log)):
        scene = reference.scenes[reference.after(log).scene]
        log.append(next(choice for choice in offered if scene["choices"][choice]["grade"] == "friend"))
    result = walk(employee, reference, log)["result"]
    assert (result["score"], result["passed"], result["lost"]) == (1, True, 0)


def test_pages_play_the_same_as_programs_and_keep_their_order(employee: Visitor, reference: Reference) -> None:
    log = max(reference.ways().values(), key=len)
    begun = employee.post("/plays", scenario=reference.tree["id"])
    assert begun.status_code == 303
    address = begun.location
    play = address.rsplit("/", 1)[1]
    for number, choice in enumerate(log, start=1):
        page = employee.get(address).text
        standing = reference.after(log[: number - 1])
        assert SCENE.findall(page) == [standing.scene]
        assert REPLY.findall(page) == screen_order(play, standing.scene, reference.offered(standing))
        assert REPLY.findall(employee.get(address).text) == REPLY.findall(page)
        assert f'<input type="hidden" name="number" value="{number}">' in page
        answer = employee.post(f"{address}/choices", number=str(number), choice=choice)
        assert (answer.status_code, answer.location) == (303, address)
    last = employee.get(address).text
    assert SCENE.findall(last) == [reference.after(log).scene]
    assert REPLY.findall(last) == []
    assert f'href="{address}/debrief"' in last
    assert_ended(employee.get_json(address).json, reference, log)


def test_a_companion_has_an_ending_and_nothing_to_score(employee: Visitor) -> None:
    play = employee.play("the-aisle", ["say-no", "louder"])
    assert play["result"] == {
        "score": None,
        "passed": None,
        "red_line": False,
        "lost": 0,
        "missed": 0,
        "friend_decisions": None,
        "principles": {},
        "ledger": None,
    }
    debrief = employee.get(f"/plays/{play['id']}/debrief")
    assert debrief.status_code == 200
    assert "data-score" not in debrief.text
