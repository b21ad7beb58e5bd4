"""The report on paper: A4 across, set by typst from a template of ours with the fonts that it brings."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import typst
from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from training_app.domain.enrolment import State
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.states import state_name
from training_app.web.team.table import Line, heading_of

TEMPLATE = "team.typ"
MOST_LINES = 5_000  # some 150 pages, set in seconds; a workbook holds more


def pdf_file(
    columns: tuple[str, ...], lines: Iterable[Line], *, title: str, day: str, about: Sequence[tuple[str, str]]
) -> bytes:
    """The document. Its texts reach typst as data, which it never reads as markup."""
    folder = Path(str(current_app.template_folder)) / "documents"
    states = {state: state_name(state) for state in State}
    shown = [_shown(line, states)[: len(columns)] for line in lines]
    data = {
        "title": title,
        "heading": _("Who is ready"),
        "day": day,
        "about": [f"{name}: {value}" for name, value in about],
        "columns": [heading_of(column) for column in columns],
        "counts": _counts(shown),
        "rows": shown,
        "nobody": _("Nobody fits these filters."),
        "page": _("Page"),
    }
    document: bytes = typst.compile(
        str(folder / TEMPLATE),
        root=str(folder),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False), "language": language_now()},
    )
    return document


def _counts(shown: Sequence[Sequence[object]]) -> list[list[object]]:
    """How many lines there are in each state, as state, words and number."""
    states = sorted((str(row[4][0]), str(row[4][1])) for row in shown if isinstance(row[4], tuple))
    return [[*state, len([*own])] for state, own in groupby(states)]


def _shown(line: Line, states: Mapping[State, str]) -> tuple[object, ...]:
    """The line in words; the state with its code, by which it has its shape."""
    texts = (line.staff_number, line.name, line.store, line.module)
    state = (line.state.value, states[line.state])
    passed_on = format_date(line.passed_on, "short") if line.passed_on else ""
    scores = (_percent(line.first_score), _percent(line.best_score))
    return (*texts, state, format_date(line.due, "short"), passed_on, str(line.attempts), *scores)


def _percent(score: float | None) -> str:
    percent = percent_or_none(score)
    return "" if percent is None else _("%(percent)s%%", percent=percent)
