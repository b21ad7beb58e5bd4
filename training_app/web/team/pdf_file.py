"""The report on paper: A4 across, set by typst from a template of ours with the fonts that it brings."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from training_app.domain.enrolment import BY_URGENCY, State
from training_app.domain.team import Cell
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.states import state_name
from training_app.web.team.known import Known
from training_app.web.team.table import Lines, heading_of

TEMPLATE = "team.typ"
TYPESETTER = Path(__file__).with_name("typeset.py")
MOST_LINES = 5_000  # some 150 pages, set in seconds; a workbook holds more
PATIENCE = 120  # seconds for one document, however busy the machine is

_one_at_a_time = threading.Lock()


def pdf_file(
    columns: tuple[str, ...], people: Iterable[Lines], *, title: str, day: str, about: Sequence[tuple[str, str]]
) -> bytes:
    """The document."""
    states = {state: state_name(state) for state in State}
    days = Known[date](lambda day: format_date(day, "short"))
    shown = [
        (*who, module, *_shown(cell, states, days))[: len(columns)] for who, cells in people for module, cell in cells
    ]
    data = {
        "title": title,
        "heading": _("Who is ready"),
        "day": day,
        "about": [f"{name}: {value}" for name, value in about],
        "columns": [heading_of(column) for column in columns],
        "counts": _counts(shown, states),
        "rows": shown,
        "nobody": _("Nobody fits these filters."),
        "page": _("Page"),
    }
    return _typeset(json.dumps(data, ensure_ascii=False))


def _typeset(report: str) -> bytes:
    """The PDF, set by a process of its own, which gives its memory back; one after the other, as it takes so much."""
    template = Path(str(current_app.template_folder)) / "documents" / TEMPLATE
    command = (sys.executable, "-I", str(TYPESETTER), str(template), language_now())
    with _one_at_a_time:
        done = subprocess.run(command, check=False, input=report.encode(), capture_output=True, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"the report could not be set: {done.stderr.decode(errors='replace')}")
    return done.stdout


def _counts(shown: Sequence[Sequence[Any]], states: Mapping[State, str]) -> list[tuple[str, str, int]]:
    """How many lines there are in each state, as state, words and number, in the order of the screen."""
    counts = Counter(state for _number, _name, _store, _module, (state, _words), *_days in shown)
    return [(state.value, states[state], counts[state.value]) for state in BY_URGENCY if counts[state.value]]


def _shown(cell: Cell, states: Mapping[State, str], days: Mapping[date, str]) -> tuple[object, ...]:
    """The cell in words; the state with its code, by which it has its shape."""
    state = (cell.state.value, states[cell.state])
    passed_on = days[cell.passed_on] if cell.passed_on else ""
    scores = (_percent(cell.first_score), _percent(cell.best_score))
    return (state, days[cell.due_on], passed_on, str(cell.attempts), *scores)


def _percent(score: float | None) -> str:
    percent = percent_or_none(score)
    return "" if percent is None else _("%(percent)s%%", percent=percent)
