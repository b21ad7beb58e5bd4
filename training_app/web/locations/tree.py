"""The tree of places as its page takes it."""

from collections.abc import Sequence
from datetime import time

from babel.dates import format_time, get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from training_app.models import Location
from training_app.queries.locations import PlaceInTree
from training_app.services.stores import DAYS
from training_app.web.locations.pages import PlaceLine


def lines_of(places: Sequence[PlaceInTree]) -> tuple[PlaceLine, ...]:
    """The topmost places with all that hangs below them. They come in the order of the tree."""
    lines: list[PlaceLine] = []
    position = 0
    while position < len(places):
        end = next(
            (one for one in range(position + 1, len(places)) if places[one].depth <= places[position].depth),
            len(places),
        )
        lines.append(_line(places[position], lines_of(places[position + 1 : end])))
        position = end
    return tuple(lines)


def _line(one: PlaceInTree, below: tuple[PlaceLine, ...]) -> PlaceLine:
    return PlaceLine(
        key=str(one.place.id),
        name=one.place.name,
        kind=one.place.kind,
        people=_people(one),
        hours=hours_of(one.place) if one.place.kind == "store" else "",
        is_closed=one.place.closed_at is not None,
        below=below,
    )


def _people(one: PlaceInTree) -> str:
    people = str(ngettext("%(num)s person", "%(num)s people", one.people))
    if not one.tablets:
        return people
    return f"{people} · {ngettext('%(num)s tablet', '%(num)s tablets', one.tablets)}"


def hours_of(place: Location) -> str:
    """When a place is open, such as “Mon–Sat, 9:00 AM to 8:00 PM”."""
    return str(
        _(
            "%(days)s, %(opens)s to %(closes)s",
            days=_days(place.open_days),
            opens=_clock(place.opens),
            closes=_clock(place.closes),
        )
    )


def _clock(moment: time) -> str:
    text: str = format_time(moment, "short", locale=get_locale())
    return text


def _days(days: str) -> str:
    """Days of the week, those that follow each other joined."""
    names = get_day_names("abbreviated", "stand-alone", get_locale())
    runs: list[str] = []
    for day in DAYS:
        if day not in days:
            continue
        if runs and int(runs[-1][-1]) + 1 == int(day):
            runs[-1] += day
        else:
            runs.append(day)
    ends = [[names[int(run[0]) - 1], names[int(run[-1]) - 1]][: len(run)] for run in runs]
    return ", ".join("–".join(pair) for pair in ends)
