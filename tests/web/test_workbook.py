"""The workbook by itself: full sheets, odd signs in texts, percentages; read back as another program reads it."""

import io
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest

from tests.conftest import World
from training_app.domain.enrolment import State
from training_app.domain.team import Cell
from training_app.web.team.table import COLUMNS, SCORES, Lines
from training_app.web.team.xlsx_file import xlsx_file

DUE, PASSED_ON = date(2031, 3, 10), date(2031, 2, 28)
OVERDUE = Cell(State.OVERDUE, DUE, None, 0)
PASSED = Cell(State.PASSED, DUE, PASSED_ON, 2, 1 / 3, 1.0)
ODD = (
    ("Tom & <b>Jerry</b>", "<t>Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</t>"),
    ("\"1\" = '1'", "<t>\"1\" = '1'</t>"),
    ("a bell\a and _x0041_", "<t>a bell_x0007_ and _x005F_x0041_</t>"),
    ("two\r\nlines\uffff", "<t>two_x000D_\nlines_xFFFF_</t>"),
    ("  Ann\n", '<t xml:space="preserve">  Ann\n</t>'),
)


def book_of(world: World, *people: Lines, columns: tuple[str, ...] = COLUMNS, most: int = 1_000) -> bytes:
    with world.app.test_request_context(), xlsx_file(columns, people, about=[("Store", "Corner")], most=most) as file:
        return file.read()


def lines_of(*names: str, cell: Cell = OVERDUE) -> list[Lines]:
    return [Lines(("7", name, "Corner"), [("Opening", cell), ("Closing", PASSED)]) for name in names]


@pytest.mark.parametrize(("most", "sizes"), [(3, [3, 3, 3]), (4, [4, 4]), (5, [5, 3]), (6, [6, 2]), (7, [7]), (8, [7])])
def test_a_full_sheet_is_followed_by_another(world: World, most: int, sizes: list[int]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(world, *lines_of("Ann", "Ben", "Cem"), most=most)))
    *sheets, about = book.worksheets
    assert [sheet.max_row for sheet in sheets] == sizes
    assert [sheet.auto_filter.ref for sheet in sheets] == [f"A1:H{size}" for size in sizes]
    assert [(sheet["A1"].value, sheet.freeze_panes) for sheet in sheets] == [("Staff number", "A2")] * len(sizes)
    rows = [row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[1] for row in rows] == ["Ann", "Ann", "Ben", "Ben", "Cem", "Cem"]
    assert (about.title, about["B1"].value) == ("About", "Corner")


@pytest.mark.parametrize(("name", "written"), ODD)
def test_a_text_is_written_with_all_its_signs(world: World, name: str, written: str) -> None:
    with ZipFile(io.BytesIO(book_of(world, *lines_of(name)))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert f'<c r="B2" t="inlineStr"><is>{written}</is></c>' in sheet


def test_scores_are_percentages_and_days_are_days(world: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(world, *lines_of("Ann"), columns=COLUMNS + SCORES)))
    late, passed = book.worksheets[0].iter_rows(min_row=2)
    assert [cell.value.date() for cell in passed[5:7]] == [DUE, PASSED_ON]
    assert [cell.value for cell in passed[7:]] == [2, 1 / 3, 1]
    assert [cell.number_format for cell in passed[5:]] == ["yyyy-mm-dd", "yyyy-mm-dd", "General", "0%", "0%"]
    assert [cell.value for cell in late[6:]] == [None, 0, None, None]


def test_programs_see_by_the_first_parts_that_it_is_a_workbook(world: World) -> None:
    with ZipFile(io.BytesIO(book_of(world))) as archive:
        first, _second, third = archive.namelist()[:3]
        assert first == "_rels/.rels"
        assert third.startswith("xl/")
        assert max(entry.compress_size for entry in archive.infolist()[:2]) < 4_000  # further on nobody looks
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
