"""The report as CSV by RFC 4180, line by line: UTF-8, lines end with CR LF, days as ISO 8601, states as their codes.

It has no byte order mark: programs that read it would take that for a part of the first column's name. Excel, which
needs one to see the accents, has a workbook of its own beside it.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from training_app.domain.team import Cell
from training_app.web.team.known import Known
from training_app.web.team.table import COLUMNS, Lines

# Spreadsheets take a text that begins so for a formula; the wide ones are the same signs on an East Asian keyboard.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LINES_AT_ONCE = 1_000
TEXTS = COLUMNS.index("state")  # columns of words, before it


class _Echo:
    """Gives each written line back in place of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: tuple[str, ...], people: Iterable[Lines]) -> Iterator[str]:
    """The file in parts of some hundred lines; of each line the first columns, as many as there are names."""
    written = csv.writer(_Echo(), lineterminator="").writerow
    titles = Known[str](lambda title: written([harmless(title)]))
    standings = Known[Cell](lambda cell: written(_standing(cell)[: len(columns) - TEXTS]))
    part = [f"{written(columns)}\r\n"]
    for who, cells in people:
        begin = written(map(harmless, who))
        part += [f"{begin},{titles[title]},{standings[cell]}\r\n" for title, cell in cells]
        if len(part) >= LINES_AT_ONCE:
            yield "".join(part)
            part.clear()
    yield "".join(part)


def _standing(cell: Cell) -> tuple[object, ...]:
    scores = (_score(cell.first_score), _score(cell.best_score))
    return cell.state.value, cell.due_on.isoformat(), _day(cell.passed_on), cell.attempts, *scores


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe goes before what looks like a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _score(score: float | None) -> object:
    return "" if score is None else round(score, 4)
