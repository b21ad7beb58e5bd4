"""The chain's overview as its page takes it."""

from dataclasses import dataclass

from flask import url_for

from training_app.queries.chain import Overview, PlaceCounts
from training_app.web.team.bars import bar_of
from training_app.web.team.figure_lines import Part
from training_app.web.team.table_lines import Paging

PLACES_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A region or store with its figures. `url` leads on: to its parts, or to its team."""

    name: str
    url: str
    is_store: bool
    passed: int
    of: int
    percent: int | None
    overdue: int
    failed: int
    due_soon: int
    bar: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The parts of a place, or the viewer's own places where `title` is None."""

    title: str | None
    back: str | None
    team: str | None
    places: tuple[PlaceLine, ...]
    total: int
    paging: Paging


def overview_page(overview: Overview, *, number: int, is_below: bool) -> OverviewPage:
    """The page of this part of the chain; `is_below` says that one can go back up to the viewer's own places."""
    above = overview.above
    pages = max(1, -(-overview.total // PLACES_ON_A_PAGE))

    def address(page: int) -> str:
        below = above[0] if above and is_below else None
        return url_for("team.overview", below=below, page=page if page > 1 else None)

    return OverviewPage(
        title=above[1] if above else None,
        back=url_for("team.overview") if is_below else None,
        team=url_for("team.team", store=above[0]) if above else None,
        places=tuple(map(_line, overview.places)),
        total=overview.total,
        paging=Paging(
            number=number,
            of=pages,
            before=address(number - 1) if number > 1 else None,
            after=address(number + 1) if number < pages else None,
        ),
    )


def _line(place: PlaceCounts) -> PlaceLine:
    of = place.assigned - place.excused
    is_store = place.kind == "store"
    not_yet = of - place.ready - place.overdue - place.failed
    address = url_for("team.team", store=place.id) if is_store else url_for("team.overview", below=place.id)
    return PlaceLine(
        name=place.name,
        url=address,
        is_store=is_store,
        passed=place.ready,
        of=of,
        percent=100 * place.ready // of if of else None,
        overdue=place.overdue,
        failed=place.failed,
        due_soon=place.due_soon,
        bar=bar_of(
            (("passed", place.ready), ("not-started", not_yet), ("failed", place.failed), ("overdue", place.overdue))
        ),
    )
