"""Practice and My progress: what is new, open and played; first try, best, and what was left."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from config import ROOT
from tests.conftest import World
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.visitor import Visitor
from training_app.domain.progress import GradeCounts

SECTIONS = {"proceed": "open", "fresh": "new", "again": "played"}
SHELF = re.compile(r'<section class="section" aria-labelledby="(\w+)"[^>]*>(.*?)</section>', re.DOTALL)
TITLE = re.compile(r'scenario-card__link"[^>]* href="([^"]+)"')
RECORD = re.compile(r'class="record"[^>]*>(.*?)</li>', re.DOTALL)
STEP = re.compile(r'next-step__text">(.*?)</p>\s*<a class="button" href="([^"]+)"')


def shelves(visitor: Visitor) -> dict[str, list[str]]:
    """The addresses of the cards on Practice, by their state."""
    found = SHELF.findall(visitor.get("/practice").text)
    return {SECTIONS[name]: TITLE.findall(cards) for name, cards in found}


def records(visitor: Visitor, section: str) -> list[str]:
    """The lines of a list on My progress, as plain text."""
    lists = dict(SHELF.findall(visitor.get("/progress").text))
    lines = (re.sub(r"<svg.*?</svg>|<[^>]+>", " ", line, flags=re.DOTALL) for line in RECORD.findall(lists[section]))
    return [" ".join(unescape(line).split()) for line in lines]


def record_of(visitor: Visitor, title: str) -> str:
    return next(line for line in records(visitor, "scenarios") if line.startswith(title))


@pytest.fixture
def good(regular: Reference) -> list[str]:
    """The way of friend replies to an ending."""
    log: list[str] = []
    while offered := regular.offered(regular.after(log)):
        choices = regular.scenes[regular.after(log).scene]["choices"]
        log.append(next(choice for choice in offered if choices[choice]["grade"] == "friend"))
    return log


@pytest.fixture
def poor(regular: Reference) -> list[str]:
    """A way to an ending from which nobody returns."""
    ways = regular.ways()
    return next(log for ending, log in ways.items() if regular.scenes[ending]["ending"]["returns"] == "never")


def percent(reference: Reference, log: list[str]) -> str:
    return f"{int(reference.result(log)['score'] * 100 + 1e-9)}"


def test_everything_is_new_at_first(employee: Visitor) -> None:
    assert {state: sorted(cards) for state, cards in shelves(employee).items()} == {
        "new": ["/scenarios/friendly-regular", "/scenarios/pushy-muffin-seller", "/scenarios/the-aisle"]
    }
    assert employee.get_json("/practice").json == {"enrolments": [], "open": []}
    assert records(employee, "scenarios") == [line for line in records(employee, "scenarios") if "Not played" in line]


def test_opening_a_scenario_is_not_a_try(employee: Visitor) -> None:
    employee.begin("the-aisle")
    assert "/scenarios/the-aisle" in shelves(employee)["new"]
    assert employee.get_json("/practice").json["open"] == []
    assert "Not played yet" in record_of(employee, "The aisle")


def test_a_play_that_was_started_can_be_gone_on_with(employee: Visitor) -> None:
    play = employee.play("the-aisle", ["say-no"])["id"]
    assert shelves(employee)["open"] == [f"/plays/{play}"]
    assert "/scenarios/the-aisle" not in shelves(employee)["new"]
    assert employee.get_json("/practice").json["open"] == [play]
    assert f'href="/plays/{play}"' in employee.get("/scenarios/the-aisle").text
    assert f'href="/plays/{play}"' in employee.get("/progress").text


def test_a_finished_play_is_offered_again(employee: Visitor) -> None:
    employee.play("the-aisle", ["say-no", "louder"])
    assert shelves(employee)["played"] == ["/scenarios/the-aisle"]
    assert "open" not in shelves(employee)


def test_first_try_and_best_are_given_separately(
    employee: Visitor, regular: Reference, good: list[str], poor: list[str]
) -> None:
    title = regular.tree["title"]
    employee.play("friendly-regular", poor)
    line = record_of(employee, title)
    first = percent(regular, poor)
    assert re.search(rf"Played once · first try {first} ?% · best {first} ?%", line)
    assert "Passed" not in line
    employee.play("friendly-regular", good)
    line = record_of(employee, title)
    assert re.search(rf"Played 2 times · first try {first} ?% · best 100 ?%", line)
    assert line.endswith("Passed")
    employee.play("friendly-regular", poor)
    assert re.search(rf"first try {first} ?% · best 100 ?%", record_of(employee, title))


def test_a_first_try_that_was_left_counts_as_left(employee: Visitor, regular: Reference, good: list[str]) -> None:
    title = regular.tree["title"]
    left = employee.play("friendly-regular", good[:2])["id"]
    assert "left early" not in record_of(employee, title)
    employee.play("friendly-regular", good)
    line = record_of(employee, title)
    assert "first try left early" in line
    assert re.search(r"best 100 ?%", line)
    assert employee.get_json("/practice").json["open"] == []
    assert [entry.split()[-2:] for entry in records(employee, "plays")][1] == ["Left", "early"]
    number = len(good[:2]) + 1
    assert employee.post_json(f"/plays/{left}/choices", number=number, choice=good[2]).status_code == 200


def test_only_finished_plays_are_counted(employee: Visitor, regular: Reference, good: list[str]) -> None:
    title = regular.tree["title"]
    employee.play("friendly-regular", good[:2])
    assert record_of(employee, title) == f"{title} Begun, not finished yet"
    employee.play("friendly-regular", good)
    employee.play("friendly-regular", good[:1])
    assert "Played once" in record_of(employee, title)


def test_what_is_not_passed_yet_leads_once_everything_is_played(
    employee: Visitor, regular: Reference, good: list[str], poor: list[str]
) -> None:
    employee.play("the-aisle", ["say-no", "louder"])
    muffin = Reference(ROOT / "scenarios" / "pushy-muffin-seller")
    employee.play("friendly-regular", good)
    log = next(log for log in muffin.ways().values() if not muffin.result(log)["passed"])
    employee.play("pushy-muffin-seller", log)
    played = ["/scenarios/pushy-muffin-seller", "/scenarios/friendly-regular", "/scenarios/the-aisle"]
    assert shelves(employee)["played"] == played
    page = employee.get("/practice").text
    assert "Not passed yet" in page
    assert "Passed</span>" in page


def test_a_percentage_is_rounded_down_as_a_score_is() -> None:
    assert GradeCounts(friend=8, fair=2, prey=1).percent == 81
    assert GradeCounts(friend=9).percent is None


def test_only_the_play_started_last_is_open(employee: Visitor) -> None:
    employee.play("the-aisle", ["say-no"])
    second = employee.play("the-aisle", ["answer"])["id"]
    assert employee.get_json("/practice").json["open"] == [second]
    assert shelves(employee)["open"] == [f"/plays/{second}"]


def test_answers_to_a_principle_travel_with_their_number(
    employee: Visitor, regular: Reference, good: list[str]
) -> None:
    employee.play("friendly-regular", good)
    text = employee.get("/progress").text
    answers = sum(own["possible"] // 2 for own in regular.result(good)["principles"].values())
    assert answers < 10 or "<meter" in text
    shown = [int(count) for count in re.findall(r'family__answers">\s*(\d+) answers?<', text)]
    assert sum(shown) == answers
    assert sum(int(count) for count in re.findall(r"(\d+) welcome<", text)) == answers


def test_the_next_step_leads_on(employee: Visitor, regular: Reference, good: list[str], poor: list[str]) -> None:
    def step() -> tuple[str, str]:
        found = STEP.search(employee.get("/progress").text)
        assert found
        return unescape(found.group(1)), found.group(2)

    assert step() == ("You have not played “The aisle” yet.", "/scenarios/the-aisle")
    play = employee.play("the-aisle", ["say-no"])["id"]
    assert step() == ("You are in the middle of “The aisle”.", f"/plays/{play}")
    employee.post_json(f"/plays/{play}/choices", number=2, choice="louder")
    assert "not played" in step()[0]
    employee.play("friendly-regular", poor)
    assert "not played" in step()[0]
    muffin = employee.begin("pushy-muffin-seller")
    employee.post_json(f"/plays/{muffin['id']}/choices", number=1, choice=muffin["options"][0])
    assert step()[1] == f"/plays/{muffin['id']}"


def test_times_are_the_stores(world: World) -> None:
    visitor = Visitor(world.client(new_employee(world)))
    with time_machine.travel(datetime(2031, 1, 2, 3, 30, tzinfo=UTC), tick=False):
        early = Visitor(world.client(new_employee(world)))
        early.play("the-aisle", ["say-no"])
        assert "1/1/31, 7:30" in records(early, "plays")[0].replace("\u202f", " ")
        assert visitor.get("/practice").status_code == 303


def test_progress_lists_the_newest_play_first(world: World) -> None:
    start = datetime.now(UTC) - timedelta(days=1)
    with time_machine.travel(start, tick=False) as clock:
        visitor = Visitor(world.client(new_employee(world)))
        visitor.play("the-aisle", ["say-no", "louder"])
        clock.shift(timedelta(hours=1))
        visitor.play("friendly-regular", [])
        clock.shift(timedelta(hours=1))
        visitor.play("the-aisle", ["answer"])
        lines = records(visitor, "plays")
        assert len(lines) == 2
        assert lines[0].endswith("Continue")


def test_everything_here_is_ones_own(employee: Visitor, world: World, poor: list[str]) -> None:
    play = employee.play("friendly-regular", poor)["id"]
    for name in ("colleague", "trainer", "manager", "administrator"):
        other = Visitor(world.client(getattr(world.cast, name)))
        for path in ("/progress", "/practice", "/scenarios/friendly-regular"):
            assert play not in other.get(path).text
