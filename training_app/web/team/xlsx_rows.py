"""The lines of a sheet as SpreadsheetML (ECMA-376, part 1, 18.3.1): what a library writes cell by cell, line by line.

Most of a line is in many others too. So it is put together from parts that are written once, and the number of the
row, which stands in each of its cells, comes in at the end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape

from training_app.domain.enrolment import State
from training_app.domain.team import Cell
from training_app.web.team.known import Known
from training_app.web.team.table import COLUMNS, Lines

ROW = "\0"  # stands for the number of the row, and in no text
BEFORE_DAY_ONE = date(1899, 12, 30)  # Excel counts the days from here
WHO, MODULE, STATE, DUE, PASSED_ON, ATTEMPTS, SCORES = "ABC", "D", "E", "F", "G", "H", "IJ"  # columns by their letters
# What looks like an escape, and signs that XML cannot hold: Excel writes both as _xHHHH_.
ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def row_texts(
    columns: Sequence[str], people: Iterable[Lines], *, styles: Mapping[str, str], states: Mapping[State, str]
) -> Iterator[str]:
    """Each line as a row without its number. `styles` are the numbers of styles by the letter of their column."""
    texts = Known(_text)

    def of_a_cell(cell: Cell) -> str:
        scores = zip(SCORES[: len(columns) - len(COLUMNS)], (cell.first_score, cell.best_score), strict=False)
        numbers = (
            (DUE, _serial(cell.due_on)),
            (PASSED_ON, _serial(cell.passed_on)),
            (ATTEMPTS, cell.attempts),
            *scores,
        )
        written = (_number(column, number, styles) for column, number in numbers if number is not None)
        return f'<c r="{STATE}{ROW}" t="inlineStr">{texts[states[cell.state]]}</c>{"".join(written)}</row>'

    standings = Known(of_a_cell)
    for who, cells in people:
        own = (f'<c r="{at}{ROW}" t="inlineStr">{texts[text]}</c>' for at, text in zip(WHO, who, strict=True))
        begin = f'<row r="{ROW}">{"".join(own)}<c r="{MODULE}{ROW}" t="inlineStr">'
        for title, cell in cells:
            yield f"{begin}{texts[title]}</c>{standings[cell]}"


def numbered(row: str, number: int) -> str:
    """The row at its place."""
    return row.replace(ROW, str(number))


def _text(text: str) -> str:
    """A text that is never worked out, whatever it begins with."""
    text = UNSPEAKABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", ESCAPE.sub("_x005F_", text))
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{space}>{escape(text, quote=False)}</t></is>"


def _number(column: str, value: float, styles: Mapping[str, str]) -> str:
    style = f' s="{styles[column]}"' if column in styles else ""
    return f'<c r="{column}{ROW}"{style}><v>{value!r}</v></c>'


def _serial(day: date | None) -> int | None:
    return (day - BEFORE_DAY_ONE).days if day else None
