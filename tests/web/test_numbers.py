"""The numbers of a report, worked out again from the log alone: from what was said when, by the rules of the texts."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import World
from tests.enrolled import MUFFIN, REGULAR, Learner, failing_way, friends_way, reference_of
from tests.modules import new_module
from tests.services.assigned import DUE, NOW, Branch, assigned, enrolments, new_branch, someone
from tests.web.pdf_text import pages_of, rows_of
from tests.web.visitor import Visitor
from training_app.models import Assignment, Enrolment, Location, Module, Person, Play, PlayChoice, ScenarioVersion

THERE = ZoneInfo("America/Los_Angeles")
MONDAY = NOW + timedelta(days=13)  # the report is read then: six days after all was due
PRACTICE, CHECK = "On the phone", "On the floor"
HEAD = ("Staff number", "Name", "Store", "Module", "State", "Due on", "Passed on", "Tries")
WORDS = {"Not passed": "failed", "Passed late": "passed-late", "Not started": "not-started"}
CELL = re.compile(r'<td class="state--([a-z-]+)" data-of="([^"]+)"')
ROW = re.compile(r'<tr><th scope="row"><a[^>]*>([^<]+)</a>(.*?)</tr>', re.DOTALL)
BAR = re.compile(
    r'bars__name">([^<]+?)(?: <span[^>]*>Check</span>)?</span>.*?<strong>(\d+) of (\d+) passed<', re.DOTALL
)
Line = tuple[str, str, str, str, str, str]  # name, module, state, due, passed on, tries


text_of = cache(reference_of)


@dataclass(frozen=True)
class Played:
    """A play as its log has it."""

    began: datetime
    ended: datetime
    log: tuple[str, ...]
    scenario: str

    def passes(self, mark: float) -> bool:
        """Whether it is at its end, and good enough."""
        told = text_of(self.scenario)
        if "ending" not in told.scenes[told.after(self.log).scene]:
            return False
        result = told.result([*self.log])
        return result["score"] >= mark and not result["red_line"] and result["ledger"]["returns"] != "never"


@dataclass(frozen=True)
class Team:
    """A store whose people have played by the product's own pages, and its manager on Monday."""

    world: World
    store: str
    manager: Visitor
    modules: dict[str, UUID]

    def from_the_log(self) -> list[Line]:
        """What each file has to hold: assignments as they were made, and the rest out of what was said."""
        with self.world.database.reading() as session:
            query = (
                select(Enrolment, Person.name, Module, Assignment.assigned_at)
                .join(Person, Person.id == Enrolment.person_id)
                .join(Module, Module.id == Enrolment.module_id)
                .join(Assignment, Assignment.id == Enrolment.assignment_id)
                .join(Location, Location.id == Enrolment.location_id)
                .where(Location.name == self.store)
            )
            rows = session.execute(query).all()
        return sorted(self._line(*row) for row in rows)

    def _line(self, own: Enrolment, name: str, module: Module, since: datetime) -> Line:
        plays = self._plays(own.person_id, REGULAR if module.mode == "practice" else MUFFIN, module.mode)
        plays = [play for play in plays if play.began >= since]
        passed = next((play for play in plays if play.passes(module.pass_mark)), None)
        if passed is not None:  # what comes after it is free
            plays = plays[: plays.index(passed) + 1]
        passed_on = passed.ended.astimezone(THERE).date() if passed else None
        is_used_up = module.attempts is not None and len(plays) >= module.attempts
        state = stands(own.excused_at is not None, own.due_on, passed_on, is_failed=is_used_up, is_begun=bool(plays))
        title = next(title for title, one in self.modules.items() if one == module.id)
        return (name, title, state, str(own.due_on), str(passed_on or ""), str(len(plays)))

    def _plays(self, person: UUID, scenario: str, mode: str) -> list[Played]:
        """Out of the rows of what was said, the first play first; rewinds are none."""
        said: dict[UUID, list[PlayChoice]] = defaultdict(list)
        with self.world.database.reading() as session:
            query = (
                select(PlayChoice)
                .join(Play, Play.id == PlayChoice.play_id)
                .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
                .where(Play.person_id == person, Play.mode == mode, ScenarioVersion.scenario_id == scenario)
            )
            for choice in session.scalars(query.order_by(PlayChoice.number)):
                said[choice.play_id].append(choice)
        plays = (
            Played(own[0].said_at, own[-1].said_at, tuple(one.choice for one in own), scenario) for own in said.values()
        )
        return sorted(plays, key=lambda play: play.began)


def stands(is_excused: bool, due: date, passed_on: date | None, *, is_failed: bool, is_begun: bool) -> str:
    """The state on Monday, by the words of the guide."""
    if is_excused:
        return "excused"
    if passed_on is not None:
        return "passed" if passed_on <= due else "passed-late"
    if is_failed:
        return "failed"
    if due < MONDAY.astimezone(THERE).date():
        return "overdue"
    return "started" if is_begun else "not-started"


@pytest.fixture(scope="module")
def team(world: World) -> Iterator[Team]:
    """Everybody's two weeks."""
    with time_machine.travel(NOW, tick=False):
        branch = new_branch(world, titles={"en": PRACTICE}, scenarios=(REGULAR,))
        check, people, store = with_six_people(world, branch)
        practice_rows = enrolments(world, assigned(world, branch.module, branch.first))
        check_rows = enrolments(world, assigned(world, check, branch.first))
    ann, ben, eva, fay, gil, hal = people

    def play(person: UUID, days: float, *, well: bool, rows: dict[UUID, Enrolment] | None, most: int = 99) -> None:
        """One play so many days after all was assigned, freely where there are no rows."""
        scenario = MUFFIN if rows is check_rows else REGULAR
        with time_machine.travel(NOW + timedelta(days=days), tick=True):
            learner = Learner(world, person, Visitor(world.client(person)))
            under = {"enrolment": str(rows[person].id)} if rows else {}
            begun = learner.play(scenario, (friends_way if well else failing_way)(scenario)[:most], **under)
            if begun["mode"] == "practice" and begun["ending"]:  # tried again, which counts for nothing
                again = learner.visitor.post_json(f"/plays/{begun['id']}/rewinds", number=1).json
                learner.go_on(again, failing_way(scenario))

    play(ann, 1, well=True, rows=practice_rows)
    play(ann, 2, well=False, rows=practice_rows)
    play(ann, 2, well=False, rows=check_rows)
    play(ann, 3, well=True, rows=check_rows)
    play(ben, 1, well=False, rows=practice_rows)
    play(ben, 9, well=True, rows=practice_rows)
    play(ben, 4, well=False, rows=check_rows)
    play(ben, 5, well=False, rows=check_rows)
    play(eva, 3, well=True, rows=None)
    play(eva, 6, well=True, rows=check_rows, most=1)
    play(gil, 7.3, well=True, rows=practice_rows)  # the evening of its last day at the store, the next one in UTC
    play(gil, 12, well=True, rows=check_rows, most=2)
    play(hal, 8, well=False, rows=practice_rows, most=3)
    with world.database.writing() as session:
        more_time = update(Enrolment).values(due_on=DUE + timedelta(days=9))
        session.execute(more_time.where(Enrolment.id.in_([practice_rows[hal].id, check_rows[hal].id])))
        session.execute(update(Enrolment).where(Enrolment.id == check_rows[fay].id).values(excused_at=NOW))
    with time_machine.travel(MONDAY, tick=True):
        manager = Visitor(world.client(branch.manager))
        assert manager.token
        yield Team(world, store, manager, {PRACTICE: branch.module, CHECK: check})


def with_six_people(world: World, branch: Branch) -> tuple[UUID, tuple[UUID, ...], str]:
    """A check beside the branch's module, and six people at its first store, all with names that fit on paper."""
    with world.database.writing() as session:
        store = session.get_one(Location, branch.first)
        store.name = "Harbor of numbers"
        people = (branch.ann, branch.ben, *(someone(session, store) for _person in range(4)))
        for person, name in zip(people, ("Ann", "Ben", "Eva", "Fay", "Gil", "Hal"), strict=True):
            session.get_one(Person, person).name = f"{name} Count"
        check = new_module(
            session, location_id=branch.region, titles={"en": CHECK}, scenarios=(MUFFIN,), attempts=2, pass_mark=0.75
        )
        return check.id, people, store.name


QUERIES = ("", "state=overdue", "module={check}", "state=passed&module={practice}", "state=failed", "q=ann+count")


@pytest.fixture(scope="module")
def lines(team: Team) -> list[Line]:
    return team.from_the_log()


@pytest.fixture(params=QUERIES)
def asked(team: Team, lines: list[Line], request: pytest.FixtureRequest) -> tuple[str, list[Line]]:
    """Filters of an address, and the lines that fit them by the log."""
    query = request.param.format(check=team.modules[CHECK], practice=team.modules[PRACTICE])
    wanted = [
        line
        for line in lines
        if ("q=" not in query or line[0] == "Ann Count")
        and ("state=" not in query or f"state={line[2]}" in query.split("&"))
        and ("module=" not in query or f"module={team.modules[line[1]]}" in query)
    ]
    assert 0 < len(wanted) < len(lines) or not query
    return query, wanted


def test_the_two_weeks_hold_every_state(lines: list[Line]) -> None:
    assert {line[2] for line in lines} == {
        "passed",
        "passed-late",
        "failed",
        "overdue",
        "started",
        "not-started",
        "excused",
    }


def test_the_matrix_is_what_the_log_says(team: Team, asked: tuple[str, list[Line]]) -> None:
    query, wanted = asked
    page = team.manager.get(f"/team?{query}").text
    shown = {(name, title, state) for name, row in ROW.findall(page) for state, title in CELL.findall(row)}
    assert shown >= {line[:3] for line in wanted}
    assert {one for one in shown if f"state={one[2]}" in query or "state=" not in query} == {
        line[:3] for line in wanted
    }


def test_the_bars_are_sums_of_it(team: Team, lines: list[Line]) -> None:
    bars = {title: (int(passed), int(of)) for title, passed, of in BAR.findall(team.manager.get("/team").text)}
    counted = [line for line in lines if line[2] != "excused"]
    for title in (PRACTICE, CHECK):
        own = [line for line in counted if line[1] == title]
        assert bars[title] == (sum(line[2].startswith("passed") for line in own), len(own))


def test_the_csv_is_what_the_log_says(team: Team, asked: tuple[str, list[Line]]) -> None:
    query, wanted = asked
    rows = csv.DictReader(io.StringIO(team.manager.get(f"/team.csv?{query}").text, newline=""))
    columns = ("name", "module", "state", "due", "passed_on", "attempts")
    assert sorted(tuple(row[column] for column in columns) for row in rows) == wanted


def test_the_workbook_is_what_the_log_says(team: Team, asked: tuple[str, list[Line]]) -> None:
    query, wanted = asked
    book = openpyxl.load_workbook(io.BytesIO(team.manager.get(f"/team.xlsx?{query}").data))
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    found = [
        (row[1], row[3], state_of(str(row[4])), *(str(day or "")[:10] for day in row[5:7]), str(row[7])) for row in rows
    ]
    assert sorted(found) == wanted


def test_the_paper_is_what_the_log_says(team: Team, asked: tuple[str, list[Line]]) -> None:
    query, wanted = asked
    pages = pages_of(team.manager.get(f"/team.pdf?{query}").data)
    rows = [row for page in pages for row in rows_of(page, HEAD)]
    found = [(row[1], row[3], state_of(row[4]), *map(day_of, row[5:7]), row[7]) for row in rows]
    assert sorted(found) == wanted


def state_of(words: str) -> str:
    return WORDS.get(words, words.lower())


def day_of(day: str) -> str:
    month, at, year = day.split("/") if day else ("", "", "")
    return f"20{year}-{int(month):02}-{int(at):02}" if day else ""
