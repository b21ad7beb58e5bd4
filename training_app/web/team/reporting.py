"""The report that a request asks for. It is worked out once for each change, language, level and day.

A change is what lets the mark of one of its stores grow, wherever it was made: a module's too.
"""

from collections.abc import Hashable, Sequence

from flask import current_app

from training_app.content.cache import Cache
from training_app.db import current_session, current_transaction
from training_app.domain.errors import NotFound
from training_app.domain.team import Filters, TeamReport, TeamStore
from training_app.domain.team_filters import filtered
from training_app.moment import now
from training_app.queries.team import team_report
from training_app.queries.team_answers import Wording
from training_app.queries.team_modules import team_modules
from training_app.queries.team_stores import stores_and_level
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now
from training_app.web.levels import level_now, note_level

MOST_STORES = 60  # more are read store by store: /team/stores


def stores_now(filters: Filters, *, most: int | None = None) -> list[TeamStore]:
    """The stores that the report is about, at most so many. Raises NotFound where none of them is the viewer's."""
    stores, level = stores_and_level(current_transaction(), the_viewer(), now=now(), below=filters.store, most=most)
    if not stores:
        raise NotFound
    note_level(level)
    return stores


def whole_report(stores: Sequence[TeamStore]) -> tuple[Hashable, TeamReport]:
    """The report of these stores without filters, and what it is kept by."""
    language, level = language_now(), level_now()
    key = ("team", language, level, *stores)
    kept: Cache[Hashable, TeamReport] = current_app.extensions["reports"]

    def make() -> TeamReport:
        session = current_session()
        wording = Wording(current_app.extensions["contents"], current_app.extensions["principles"], language)
        modules = team_modules(session, language=language)
        return team_report(session, stores=stores, modules=modules, level=level, wording=wording)

    return key, kept.get(key, make)


def report_now(filters: Filters) -> TeamReport:
    """The report with these filters."""
    _key, report = whole_report(stores_now(filters))
    return filtered(report, filters)
