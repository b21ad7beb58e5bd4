"""An assignment in words: to whom, until when, and its rules."""

from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from training_app.models import Location


def place_words(place: Location, audience: str) -> str:
    """Who is meant by an assignment to a place."""
    if audience == "employees":
        return str(_("Employees of %(place)s", place=place.name))
    return str(_("Everybody at %(place)s", place=place.name))


def people_words(count: int, first: str) -> str:
    """Who is meant where people are named: the name of a single one."""
    return first if count == 1 and first else people_count(count)


def people_count(count: int) -> str:
    """So many people."""
    return str(ngettext("%(num)s person", "%(num)s people", count))


def due_words(day: date) -> str:
    """The day with its weekday."""
    return str(_("Due on %(day)s", day=format_date(day, "full")))


def rules(newcomer_days: int | None, repeat_days: int | None, *, is_for_place: bool) -> tuple[str, ...]:
    """What goes for newcomers, and whether it comes again."""
    words = []
    if is_for_place and newcomer_days is None:
        words.append(_("Whoever joins later does not have to do it."))
    elif is_for_place:
        days: str = ngettext(
            "Whoever joins later has %(num)s day for it.", "Whoever joins later has %(num)s days for it.", newcomer_days
        )
        words.append(days)
    if repeat_days is not None:
        again: str = ngettext("It comes again %(num)s day later.", "It comes again every %(num)s days.", repeat_days)
        words.append(again)
    return tuple(str(line) for line in words)
