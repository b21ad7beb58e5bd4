"""The report as an Excel workbook, written row by row: real days and numbers, a head that stays, filters."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from flask_babel import gettext as _

from training_app.domain.enrolment import State
from training_app.domain.team import Cell
from training_app.web.states import state_name
from training_app.web.team.table import Lines, heading_of

MOST_ROWS = 1_048_576  # of one sheet, by Excel
WIDTHS = {"staff_number": 14, "name": 28, "store": 22, "module": 32, "state": 16}
OTHER_WIDTH = 13


def xlsx_file(columns: tuple[str, ...], people: Iterable[Lines], *, about: Sequence[tuple[str, str]]) -> IO[bytes]:
    """The workbook in a file of its own that is gone when it is closed. `about` stands on a second sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": _("Who is ready")})
        writer = _Writer(book, columns)
        for who, cells in people:
            for title, cell in cells:
                writer.write((*who, title), cell)
        writer.end()
        _write_about(book, about)
    file.seek(0)
    return file


class _Writer:
    """Fills one sheet after the other."""

    def __init__(self, book: Any, columns: tuple[str, ...]) -> None:
        self._book, self._columns = book, columns
        self._states = {state: state_name(state) for state in State}
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._percent = book.add_format({"num_format": "0%"})
        self._begin()

    def write(self, texts: Iterable[str], cell: Cell) -> None:
        """One line below the others; a full sheet is followed by another.

        A text is written as a text, so that nothing in it is ever worked out.
        """
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        row, sheet = self._row, self._sheet
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
        sheet.write_string(row, 4, self._states[cell.state])
        sheet.write_datetime(row, 5, cell.due_on, self._day)
        if cell.passed_on is not None:
            sheet.write_datetime(row, 6, cell.passed_on, self._day)
        sheet.write_number(row, 7, cell.attempts)
        for column, score in enumerate(_scores(cell)[: len(self._columns) - 8], start=8):
            if score is not None:
                sheet.write_number(row, column, score, self._percent)
        self._row += 1

    def end(self) -> None:
        """Let the columns of the sheet be filtered."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns) - 1)

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        for column, name in enumerate(self._columns):
            self._sheet.set_column(column, column, WIDTHS.get(name, OTHER_WIDTH))
            self._sheet.write_string(0, column, heading_of(name), self._head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.repeat_rows(0)
        self._row = 1


def _scores(cell: Cell) -> tuple[float | None, ...]:
    return cell.first_score, cell.best_score


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 1, 32)
    for row, (name, value) in enumerate(about):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
