"""The files to take away: read back, they equal what an independent query finds, filters included."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import openpyxl
import pytest
import time_machine
from sqlalchemy import select, text, update

from tests.conftest import World, make_person
from tests.teams import NOON, choose_level, new_chain, new_team
from tests.web.pdf_text import pages_of, rows_of
from tests.web.visitor import Visitor
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.models import Location, Person
from training_app.moment import new_id

NASTY = ('=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "\tTab", "Ünïcode, „Müller“", 'Say "hi"\nthere')
STATES = {"Not passed": "failed", "Passed late": "passed-late", "Not started": "not-started"}
HEAD = ("Staff number", "Name", "Store", "Module", "State", "Due on", "Passed on", "Tries")
BY_HAND = """
select coalesce(person.staff_number, '') as staff_number, person.name, location.name as store, module.id as module,
  case when enrolment.withdrawn_at is not null then 'withdrawn'
    when enrolment.excused_at is not null then 'excused'
    when enrolment.passed_on is not null and enrolment.passed_on <= enrolment.due_on then 'passed'
    when enrolment.passed_on is not null then 'passed-late'
    when enrolment.exhausted_at is not null then 'failed'
    when enrolment.due_on < '2031-03-10' then 'overdue'
    when enrolment.started_at is not null then 'started'
    else 'not-started' end as state,
  enrolment.due_on as due, enrolment.passed_on, enrolment.attempts
from enrolment join person on person.id = enrolment.person_id join location on location.id = enrolment.location_id
join module on module.id = enrolment.module_id
where location.path like :path and person.left_at is null
"""


@dataclass(frozen=True)
class Store:
    """A store with its manager, and what an independent query finds in it."""

    world: World
    manager: Visitor
    path: str
    modules: tuple[UUID, ...]

    def by_hand(self) -> list[tuple[str, ...]]:
        """What every file has to hold, without our own queries, as texts and in no order."""
        with self.world.database.reading() as session:
            rows = session.execute(text(BY_HAND), {"path": f"{self.path}%"}).all()
        titles = {one: f"Module {number:02}" for number, one in enumerate(self.modules)}
        return sorted(
            (
                row.staff_number,
                row.name,
                row.store,
                titles[UUID(str(row.module))],
                row.state,
                str(row.due),
                str(row.passed_on or ""),
                str(row.attempts),
            )
            for row in rows
        )


@pytest.fixture(scope="module")
def store(world: World) -> Iterator[Store]:
    """A chain of its own with a store of twelve, some of them with names that a spreadsheet would run."""
    with time_machine.travel(NOON, tick=True), world.database.writing() as session:
        chain = new_chain(session, f"Chain of files {new_id()}")
        team = new_team(session, chain=chain, name="Corner", people=12, modules=3)
        for person, name in zip(team.people, NASTY, strict=False):
            session.execute(update(Person).where(Person.id == person).values(name=name))
        corner = session.get_one(Location, team.store)
        manager = make_person(session, f"files-{new_id()}", at=corner, role=Role.MANAGER)
    with time_machine.travel(NOON, tick=True):
        visitor = Visitor(world.client(manager))
        assert visitor.token
        yield Store(world, visitor, team.path, team.modules)


def without_apostrophe(name: str) -> str:
    return name.removeprefix("'")


def test_the_csv_holds_what_was_stored_and_runs_nothing(store: Store) -> None:
    answer = store.manager.get("/team.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "attachment; filename=team-2031-03-10.csv"
    assert answer.data.startswith(b"staff_number,name,store,module,state,due,passed_on,attempts\r\n")
    head, *rows = csv.reader(io.StringIO(answer.data.decode(), newline=""), strict=True)
    assert len(head) == 8
    assert sorted((row[0], without_apostrophe(row[1]), *row[2:]) for row in rows) == store.by_hand()
    names = {row[1] for row in rows}
    assert {f"'{name}" for name in NASTY[:5]} <= names
    assert {NASTY[5], NASTY[6]} <= names
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_workbook_holds_days_as_days_and_numbers_as_numbers(store: Store) -> None:
    answer = store.manager.get("/team.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{sheet.max_row}"
    cells = list(sheet.iter_rows(min_row=2))
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "d"}
    found = [
        (
            row[0].value or "",
            row[1].value,
            row[2].value,
            row[3].value,
            STATES.get(row[4].value, row[4].value.lower()),
            day_of(row[5].value),
            day_of(row[6].value),
            str(row[7].value),
        )
        for row in cells
    ]
    assert sorted(found) == store.by_hand()
    assert all(isinstance(row[7].value, int) and isinstance(row[5].value, datetime) for row in cells)
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert about["Store"] == "Corner"


def day_of(value: object) -> str:
    return "" if value is None else str(value)[:10]


@pytest.mark.parametrize("query", ["state=overdue", "module={module}", "state=passed&module={module}", "q=person"])
def test_filters_of_the_address_hold_in_every_file(store: Store, query: str) -> None:
    address = query.format(module=store.modules[1])
    wanted = {name: value for name, _sign, value in (part.partition("=") for part in address.split("&"))}
    expected = [
        row
        for row in store.by_hand()
        if wanted.get("state") in {None, row[4]}
        and ("module" not in wanted or row[3] == "Module 01")
        and wanted.get("q", "") in row[1].casefold()
    ]
    assert 0 < len(expected) < len(store.by_hand())
    rows = [*csv.reader(io.StringIO(store.manager.get(f"/team.csv?{address}").data.decode(), newline=""))][1:]
    assert sorted((row[0], without_apostrophe(row[1]), *row[2:]) for row in rows) == expected
    book = openpyxl.load_workbook(io.BytesIO(store.manager.get(f"/team.xlsx?{address}").data))
    assert book.worksheets[0].max_row == len(expected) + 1


def test_the_screen_and_the_csv_stand_in_the_same_order(store: Store) -> None:
    rows = [*csv.reader(io.StringIO(store.manager.get("/team.csv?q=person").data.decode(), newline=""))][1:]
    names = [*dict.fromkeys(row[1] for row in rows)]
    shown = store.manager.get("/team?q=person").text
    table = shown[shown.index('<table class="matrix__table">') :]
    places = [table.index(f">{name}<") for name in names]
    assert places == sorted(places)


def test_scores_are_in_the_files_only_where_managers_see_them(store: Store) -> None:
    def columns() -> list[str]:
        return store.manager.get("/team.csv").text.splitlines()[0].split(",")

    before = columns()
    choose_level(store.world, Level.SCORES)
    try:
        assert columns() == [*before, "first_score", "best_score"]
    finally:
        choose_level(store.world, Level.STATES)


def test_the_pdf_holds_the_same_lines_with_store_day_and_filters(store: Store) -> None:
    answer = store.manager.get("/team.pdf?q=person")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = pages_of(answer.data)
    texts = [run.text for run in pages[0]]
    assert "Who is ready: Corner" in texts
    assert "Monday, March 10, 2031" in texts
    assert "Name: person" in texts
    assert [run.text for page in pages for run in page if run.text.startswith("Page ")] == [
        f"Page {number} / {len(pages)}" for number, _page in enumerate(pages, start=1)
    ]
    found = [
        (*row[:4], STATES.get(row[4], row[4].lower()), *map(day_of_paper, row[5:7]), row[7])
        for page in pages
        for row in rows_of(page, HEAD)
    ]
    assert sorted(found) == [row for row in store.by_hand() if "person" in row[1].casefold()]


def test_the_pdf_counts_the_states_in_the_order_of_the_screen(store: Store) -> None:
    first, *_others = pages_of(store.manager.get("/team.pdf").data)
    head = next(run.y for run in first if run.text == HEAD[0])
    above = " ".join(run.text for run in sorted(first, key=lambda run: run.x) if run.y > head)
    chips = re.findall(r'class="state-filter__link state--([a-z-]+)', store.manager.get("/team").text)
    words = {state: name for name, state in STATES.items()}
    places = [above.index(words.get(state, state.capitalize())) for state in chips]
    assert len(chips) > 2
    assert places == sorted(places)


def test_no_name_is_read_as_markup_by_what_sets_the_pdf(store: Store) -> None:
    texts = {run.text for page in pages_of(store.manager.get("/team.pdf").data) for run in page}
    assert {'=cmd|" /C calc"!A0', "@SUM(A1)", "Ünïcode, „Müller“"} <= texts


def test_what_is_too_long_for_paper_is_refused_with_what_to_do(store: Store) -> None:
    with store.world.database.writing() as session:
        chain = new_chain(session, f"Chain of paper {new_id()}")
        team = new_team(session, chain=chain, name="Crowd", people=251, modules=20)
        crowd = session.get_one(Location, team.store)
        manager = make_person(session, f"paper-{new_id()}", at=crowd, role=Role.MANAGER)
    visitor = Visitor(store.world.client(manager))
    answer = visitor.get("/team.pdf")
    assert answer.status_code == 422
    assert "That is too much for paper" in answer.text
    assert "Choose a store, a module or a state, or take the Excel file." in answer.text
    assert visitor.get_json("/team.pdf").json["error"]["code"] == "too-much-for-paper"
    assert len(pages_of(visitor.get(f"/team.pdf?module={team.modules[0]}").data)) > 5
    link = re.search(r'<a [^>]*href="/team.pdf"[^>]*>', visitor.get("/team").text)
    assert link
    assert "download" not in link[0]  # a browser shows no page for a link that only downloads


def day_of_paper(day: str) -> str:
    month, at, year = day.split("/") if day else ("", "", "")
    return f"20{year}-{int(month):02}-{int(at):02}" if day else ""


def test_nobody_is_in_a_file_of_a_filter_that_nobody_fits(store: Store) -> None:
    assert store.manager.get("/team.csv?q=nobody-of-this-name").text.count("\r\n") == 1
    assert store.manager.get("/team.pdf?q=nobody-of-this-name").status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(store.manager.get("/team.xlsx?q=nobody-of-this-name").data))
    assert book.worksheets[0].max_row == 1


def test_whoever_leads_several_places_takes_all_of_them_or_one_branch(store: Store) -> None:
    with store.world.database.writing() as session:
        corner = session.scalars(select(Location).where(Location.path == store.path)).one()
        chain = session.get_one(Location, corner.parent_id)
        other = new_team(session, chain=chain, name="Other", people=2, modules=store.modules, seed=5)
        boss = make_person(session, f"boss-{new_id()}", at=chain, role=Role.ADMINISTRATOR)
    visitor = Visitor(store.world.client(boss))
    assert 'href="/team.csv"' in visitor.get("/team/stores").text

    def stores_of(address: str) -> set[str]:
        return {row[2] for row in [*csv.reader(io.StringIO(visitor.get(address).data.decode(), newline=""))][1:]}

    assert stores_of("/team.csv") == {"Corner", "Other"}
    assert stores_of(f"/team.csv?store={other.store}") == {"Other"}
    assert store.manager.get(f"/team.csv?store={other.store}").status_code == 404
