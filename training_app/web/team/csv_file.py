"""The report as CSV by RFC 4180, line by line: UTF-8, lines end with CR LF, days as ISO 8601, states as their codes.

It has no byte order mark: programs that read it would take that for a part of the first column's name. Excel, which
needs one to see the accents, has a workbook of its own beside it.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from training_app.web.team.table import Line

# Spreadsheets take a text that begins so for a formula; the wide ones are the same signs on an East Asian keyboard.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LINES_AT_ONCE = 500


class _Echo:
    """Gives each written line back in place of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: tuple[str, ...], lines: Iterable[Line]) -> Iterator[str]:
    """The file in parts of some hundred lines; of each line the first columns, as many as there are names."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    part: list[str] = [writer.writerow(columns)]
    for line in lines:
        part.append(writer.writerow(_values(line)[: len(columns)]))
        if len(part) >= LINES_AT_ONCE:
            yield "".join(part)
            part.clear()
    yield "".join(part)


def _values(line: Line) -> tuple[object, ...]:
    texts = (harmless(line.staff_number), harmless(line.name), harmless(line.store), harmless(line.module))
    days = (line.due.isoformat(), _day(line.passed_on))
    return (*texts, line.state.value, *days, line.attempts, _score(line.first_score), _score(line.best_score))


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe goes before what looks like a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _score(score: float | None) -> object:
    return "" if score is None else round(score, 4)
