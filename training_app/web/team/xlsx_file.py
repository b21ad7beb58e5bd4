"""The report as an Excel workbook, written row by row: real days and numbers, a head that stays, filters.

A library makes the workbook with one row to go by; the lines are put in its place, as many as a sheet holds.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from itertools import chain, count, islice
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from flask_babel import gettext as _

from training_app.domain.enrolment import State
from training_app.web.states import state_name
from training_app.web.team.table import SCORES, Lines, heading_of
from training_app.web.team.xlsx_rows import numbered, row_texts

MOST_ROWS = 1_048_576  # of one sheet, by Excel, with its head
WIDTHS = {"staff_number": 14, "name": 28, "store": 22, "module": 32, "state": 16}
OTHER_WIDTH = 13
ROWS_AT_ONCE = 1_000
FIRST = ("_rels/.rels", "xl/styles.xml", "xl/theme/theme1.xml")  # by these programs tell it from other archives
EXTENT = re.compile(rb"<dimension[^>]*>")  # left out: it stands before the rows, when nobody knows how many come
MODEL_ROW = re.compile(rb'<row r="2".*?</row>')
STYLE = re.compile(rb'<c r="([A-Z])2" s="(\d+)"')


def xlsx_file(
    columns: Sequence[str], people: Iterable[Lines], *, about: Sequence[tuple[str, str]], most: int = MOST_ROWS
) -> IO[bytes]:
    """The workbook in a file of its own that is gone when it is closed. `about` stands on its last sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    model_of = cache(lambda *sheets: _model(columns, sheets, about))
    model = model_of(most)
    styles = {column.decode(): number.decode() for column, number in STYLE.findall(model[_sheet(0)])}
    rows = row_texts(columns, people, styles=styles, states={state: state_name(state) for state in State})
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in FIRST:
            archive.writestr(_entry(name), model[name])
        sheets = _write_sheets(archive, rows, most=most, model_of=model_of)
        written = set(archive.namelist())
        for name, part in model_of(*sheets).items():
            if name not in written:
                archive.writestr(_entry(name), part)
    file.seek(0)
    return file


def _write_sheets(
    archive: ZipFile, rows: Iterator[str], *, most: int, model_of: Callable[..., Mapping[str, bytes]]
) -> list[int]:
    """One sheet after the other until no row is left, and one at least; gives how many rows each has with its head."""
    sheets: list[int] = []
    following = [*islice(rows, 1)]
    while following or not sheets:
        name = _sheet(len(sheets))
        begin, _end = MODEL_ROW.split(EXTENT.sub(b"", model_of(*sheets, most)[name]))
        with archive.open(_entry(name), "w") as sheet:
            sheet.write(begin)
            sheets.append(_write_rows(sheet, islice(chain(following, rows), most - 1)))
            _begin, end = MODEL_ROW.split(model_of(*sheets)[name])
            sheet.write(end)
        following = [*islice(rows, 1)]
    return sheets


def _write_rows(sheet: IO[bytes], rows: Iterator[str]) -> int:
    """The rows below the head; gives how many there are with it."""
    last = 1
    while some := [*islice(rows, ROWS_AT_ONCE)]:
        sheet.write("".join(map(numbered, some, count(last + 1))).encode())
        last += len(some)
    return last


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _sheet(place: int) -> str:
    return f"xl/worksheets/sheet{place + 1}.xml"


def _model(columns: Sequence[str], sheets: Sequence[int], about: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The parts of the workbook with sheets of so many rows, of which there are the head and one to go by."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": _("Who is ready")})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        percent = book.add_format({"num_format": "0%"})
        styles = {"due": day, "passed_on": day, **dict.fromkeys(SCORES, percent)}
        for rows in sheets:
            _lay_out(book.add_worksheet(), columns, rows=rows, head=head, styles=styles)
        _write_about(book, about)
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _lay_out(sheet: Any, columns: Sequence[str], *, rows: int, head: Any, styles: Mapping[str, Any]) -> None:
    """The head, which stays and filters, and one row with the styles of its columns."""
    for column, name in enumerate(columns):
        sheet.set_column(column, column, WIDTHS.get(name, OTHER_WIDTH))
        sheet.write_string(0, column, heading_of(name), head)
        if name in styles:
            sheet.write_blank(1, column, None, styles[name])
    sheet.autofilter(0, 0, max(1, rows - 1), len(columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 1, 32)
    for row, (name, value) in enumerate(about):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
