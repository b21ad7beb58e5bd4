"""A roster from a file: CSV in the ways in which spreadsheets write it, or an Excel workbook.

How it was read is noticed and said, so that a wrong letter is found before it is on a tile.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from training_app.domain.errors import Invalid
from training_app.domain.roster import NEEDED, RosterRow, column_named

MOST_BYTES = 5_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_UNPACKED = 100_000_000
LONGEST_CELL = 500
DELIMITERS = (",", ";", "\t")
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What openpyxl and what it reads with raise for a file that is a workbook by its first bytes alone.
NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The rows of a roster. `encoding` and `delimiter` are those of a CSV file, `sheet` the one of a workbook."""

    rows: tuple[RosterRow, ...]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def read_roster(content: bytes) -> RosterFile:
    """The roster that these bytes are, whatever the file is called.

    Raises Invalid `too-large`, `empty`, `old-excel`, `bad-excel`, `bad-csv`, `no-headings` or `too-many-rows`.
    """
    if len(content) > MOST_BYTES:
        raise Invalid("too-large", f"The file holds more than {MOST_BYTES:,} bytes. Send it in parts.")
    if content.startswith(OLD_WORKBOOK):
        raise Invalid("old-excel", "This is Excel's old format. Save it as .xlsx or as CSV.")
    return _workbook(content) if content.startswith(WORKBOOK) else _csv(content)


def _csv(content: bytes) -> RosterFile:
    text, encoding = _decoded(content)
    if "\0" in text:
        raise Invalid("bad-csv", "This is neither a CSV file nor an Excel workbook.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda one: _known_headings(_split(first, one)))
    try:
        lines = _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        return RosterFile(_rows(lines), encoding=encoding, delimiter=delimiter)
    except csv.Error as error:
        raise Invalid("bad-csv", f"The file cannot be read as CSV: {error}.") from error


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and the encoding that it turned out to have."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace"), "utf-16"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "windows-1252"
    return text, "utf-8 with BOM" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def _split(line: str, delimiter: str) -> Cells:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _known_headings(cells: Cells) -> int:
    return len({column_named(cell) for cell in cells} - {None})


def _numbered(reader: Any) -> Iterator[tuple[int, Cells]]:
    """Each row with the line on which it ends, as an editor counts them."""
    for cells in reader:
        yield reader.line_num, cells


def _workbook(content: bytes) -> RosterFile:
    """The first sheet that has the headings. What a formula showed when it was saved is read, never the formula."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Invalid("too-large", "The workbook is too large when it is unpacked. Save it as CSV.")
        return _first_roster(load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False))
    except NOT_A_WORKBOOK as error:
        raise Invalid("bad-excel", "The workbook cannot be read. Save it again, or save it as CSV.") from error


def _first_roster(book: Any) -> RosterFile:
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # which a file can claim to be anything
            lines = _lines_of(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=2 * MOST_ROWS, values_only=True))
            try:
                return RosterFile(_rows(lines), sheet=sheet.title)
            except _NoHeadings:
                continue
    finally:
        book.close()
    raise _NoHeadings


def _lines_of(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Cells]]:
    for number, cells in enumerate(rows, start=1):
        yield number, [_cell(cell) for cell in cells]


def _cell(value: object) -> str:
    """What stands in a cell: a whole number without the point that Excel gives it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class _NoHeadings(Invalid):
    """The first line is none of headings."""

    def __init__(self) -> None:
        super().__init__("no-headings", f"The first line has to name the columns: {', '.join(NEEDED)}.")


def _rows(lines: Iterator[tuple[int, Cells]]) -> tuple[RosterRow, ...]:
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    _number, headings = next(filled, (0, []))
    columns = [column_named(heading) for heading in headings]
    if not set(NEEDED) <= set(columns):
        raise _NoHeadings
    rows = tuple(_row(number, cells, columns) for number, cells in islice(filled, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Invalid("too-many-rows", f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    if not rows:
        raise Invalid("empty", "There is nobody below the headings.")
    return rows


def _row(number: int, cells: Cells, columns: Sequence[str | None]) -> RosterRow:
    values: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            values.setdefault(column, cell.strip()[:LONGEST_CELL])
    has_more = any(cell.strip() for cell in cells[len(columns) :])
    return RosterRow(number, **values, has_more=has_more)
