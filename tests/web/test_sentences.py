"""The sentence for the next shift: kept, replaced, skipped, and nobody else's."""

import re
from html import unescape

import pytest

from tests.conftest import World
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.visitor import Visitor

OFFERED = re.compile(r'name="text" value="([^"]+)"')


@pytest.fixture
def debrief(employee: Visitor, regular: Reference) -> str:
    """The address of a finished play."""
    log = next(iter(regular.ways().values()))
    return f"/plays/{employee.play('friendly-regular', log)['id']}"


def pinned(visitor: Visitor, path: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'pinned__words"><q>(.*?)</q>', visitor.get(path).text)]


def test_three_sentences_are_offered_and_the_one_that_is_tapped_is_kept(employee: Visitor, debrief: str) -> None:
    offered = [unescape(text) for text in OFFERED.findall(employee.get(f"{debrief}/debrief").text)]
    assert len(set(offered)) == 3
    answer = employee.post(f"{debrief}/sentence", text=offered[1])
    assert (answer.status_code, answer.location) == (303, f"{debrief}/debrief#next-shift")
    assert 'id="next-shift"' in employee.get(f"{debrief}/debrief").text
    assert pinned(employee, f"{debrief}/debrief") == [offered[1]]
    assert pinned(employee, "/practice") == [offered[1]]
    assert offered[1] in unescape(employee.get("/progress").text)


def test_ones_own_words_take_the_place_of_an_earlier_sentence(employee: Visitor, debrief: str) -> None:
    employee.post(f"{debrief}/sentence", text="I look up.")
    employee.post(f"{debrief}/sentence", own="  I say   <b>hello</b> & goodbye. ")
    assert pinned(employee, f"{debrief}/debrief") == ["I say <b>hello</b> & goodbye."]
    assert "<b>" not in employee.get(f"{debrief}/debrief").text
    assert "I look up." not in employee.get("/progress").text


def test_skipping_keeps_nothing(employee: Visitor, debrief: str) -> None:
    assert employee.post(f"{debrief}/sentence", own="", skip="1").status_code == 303
    assert pinned(employee, f"{debrief}/debrief") == []
    employee.post(f"{debrief}/sentence", own="   ")
    assert pinned(employee, f"{debrief}/debrief") == []
    assert 'aria-labelledby="sentences"' not in employee.get("/progress").text
    employee.post(f"{debrief}/sentence", own="I look up.")
    employee.post(f"{debrief}/sentence", own="I look up.", skip="1")
    assert pinned(employee, f"{debrief}/debrief") == pinned(employee, "/practice") == []


def test_a_sentence_is_not_too_long_and_waits_for_the_end(employee: Visitor, debrief: str) -> None:
    assert employee.post(f"{debrief}/sentence", own="x" * 200).status_code == 303
    assert employee.post(f"{debrief}/sentence", own="x" * 201).status_code == 422
    assert pinned(employee, f"{debrief}/debrief") == ["x" * 200]
    open_play = employee.begin("the-aisle")["id"]
    assert employee.post_json(f"/plays/{open_play}/sentence", text="I look up.").status_code == 409


def test_nobody_else_sees_it(world: World, employee: Visitor, debrief: str) -> None:
    secret = "I breathe before I answer the man with the hat."
    employee.post(f"{debrief}/sentence", own=secret)
    everybody = (getattr(world.cast, name) for name in world.cast.__dataclass_fields__)
    for person in (*everybody, new_employee(world)):
        visitor = Visitor(world.client(person))
        for path in ("/practice", "/progress", f"{debrief}/debrief", debrief):
            assert secret not in visitor.get(path).text
        assert visitor.post(f"{debrief}/sentence", own="mine").status_code in {403, 404}
    assert pinned(employee, f"{debrief}/debrief") == [secret]


def test_a_sentence_is_shared_and_taken_back_by_its_owner_alone(world: World, employee: Visitor, debrief: str) -> None:
    employee.post(f"{debrief}/sentence", own="I look up first.")
    assert "Your manager sees it" not in employee.get(f"{debrief}/debrief").text
    answer = employee.post(f"{debrief}/sentence/sharing")
    assert (answer.status_code, answer.location) == (303, f"{debrief}/debrief#next-shift")
    assert "Your manager sees it" in employee.get(f"{debrief}/debrief").text
    for other in (world.cast.manager, world.cast.administrator, new_employee(world)):
        assert Visitor(world.client(other)).post(f"{debrief}/sentence/sharing", take_back="1").status_code == 404
    assert "Take it back" in employee.get("/progress").text
    answer = employee.post(f"{debrief}/sentence/sharing", take_back="1", back="progress")
    assert (answer.status_code, answer.location) == (303, "/progress#sentences")
    assert "Your manager sees it" not in employee.get("/progress").text


def test_another_sentence_in_its_place_is_not_shared(employee: Visitor, debrief: str) -> None:
    employee.post(f"{debrief}/sentence", own="I look up first.")
    employee.post(f"{debrief}/sentence/sharing")
    employee.post(f"{debrief}/sentence", own="I breathe first.")
    assert "Your manager sees it" not in employee.get(f"{debrief}/debrief").text
