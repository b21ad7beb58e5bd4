"""The report to take away, with the filters of its address: as CSV, as an Excel workbook, as PDF."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO
from uuid import UUID

from flask import Blueprint, Response, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.domain.errors import Invalid
from training_app.domain.team import Filters, TeamReport, TeamStore
from training_app.queries.modules import title_in
from training_app.queries.team_stores import led_module
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now
from training_app.web.levels import level_now
from training_app.web.places import role_name
from training_app.web.states import state_name
from training_app.web.team.csv_file import csv_lines
from training_app.web.team.filtering import filters_now
from training_app.web.team.pdf_file import MOST_LINES, pdf_file
from training_app.web.team.reporting import stores_now
from training_app.web.team.showing import place_of
from training_app.web.team.table import Lines, columns_of, heading_of, lines_of
from training_app.web.team.xlsx_file import xlsx_file

blueprint = Blueprint("team_files", __name__)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SMALL = 1_000_000  # bytes
TOO_LONG = f"Paper takes {MOST_LINES} lines: choose a store, a module or a state, or take the workbook."


@blueprint.get("/team.csv")
def csv() -> ResponseReturnValue:
    filters = filters_now()
    stores = stores_now(filters)
    parts: Iterator[str] = csv_lines(columns_of(level_now()), lines_of(stores, filters))
    answer = Response(stream_with_context(parts), mimetype="text/csv")
    return _taken_away(answer, name=_file_name(stores, "csv"))


@blueprint.get("/team.xlsx")
def xlsx() -> ResponseReturnValue:
    filters = filters_now()
    stores = stores_now(filters)
    about = [(_("Store"), _title(stores)), (_("Day"), format_date(_today(stores), "full")), *_named(filters)]
    file = xlsx_file(columns_of(level_now()), lines_of(stores, filters), about=about)
    return _taken_away(_sent(file), name=_file_name(stores, "xlsx"))


@blueprint.get("/team.pdf")
def pdf() -> ResponseReturnValue:
    filters = filters_now()
    stores = stores_now(filters)
    document = pdf_file(
        columns_of(level_now()),
        _few(lines_of(stores, filters)),
        title=_title(stores),
        day=format_date(_today(stores), "full"),
        about=_named(filters),
    )
    return _taken_away(Response(document, mimetype="application/pdf"), name=_file_name(stores, "pdf"))


def _few(people: Iterable[Lines]) -> list[Lines]:
    """All of them. Raises Invalid where these are more lines than paper is good for."""
    few: list[Lines] = []
    count = 0
    for lines in people:
        count += len(lines.cells)
        if count > MOST_LINES:
            raise Invalid("too-much-for-paper", TOO_LONG)
        few.append(lines)
    return few


def _sent(file: IO[bytes]) -> Response:
    """The workbook, a large one from the disk; it is gone when it is sent."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > SMALL:
        return send_file(file, EXCEL)
    with file:
        return Response(file.read(), mimetype=EXCEL)


def _taken_away(answer: Response, *, name: str) -> Response:
    """A file of this name; nothing between the server and whoever asked keeps it."""
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _title(stores: Sequence[TeamStore]) -> str:
    return place_of(TeamReport(level=level_now(), stores=tuple(stores), modules=(), people=()))


def _today(stores: Sequence[TeamStore]) -> date:
    return max(store.today for store in stores)


def _file_name(stores: Sequence[TeamStore], ending: str) -> str:
    return f"team-{_today(stores).isoformat()}.{ending}"


def _named(filters: Filters) -> list[tuple[str, str]]:
    """The filters as people read them."""
    named = (
        (heading_of("module"), _module_title(filters.module) if filters.module else ""),
        (_("Role"), role_name(filters.role) if filters.role else ""),
        (heading_of("state"), state_name(filters.state) if filters.state else ""),
        (_("Name"), filters.words),
    )
    return [(name, value) for name, value in named if value] or [(_("Shown"), _("everybody and every module"))]


def _module_title(module_id: UUID) -> str:
    """Its title, unless it is nothing to the viewer's stores: then the files name none."""
    module = led_module(current_session(), module_id, the_viewer())
    return title_in(module, language_now()) if module else "–"
