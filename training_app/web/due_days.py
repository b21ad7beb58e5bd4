"""A due day in words: today, tomorrow, by Friday, since Monday."""

from datetime import date
from enum import StrEnum

from babel.dates import format_skeleton
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

WITHIN_A_WEEK = 7


class Nearness(StrEnum):
    """How a due day lies to today."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    YESTERDAY = "yesterday"
    BY = "by"
    SINCE = "since"


def nearness(due_on: date, *, today: date) -> Nearness:
    """Whether the day is named, or is to come, or is past."""
    days = (due_on - today).days
    named = {0: Nearness.TODAY, 1: Nearness.TOMORROW, -1: Nearness.YESTERDAY}
    return named.get(days) or (Nearness.BY if days > 0 else Nearness.SINCE)


def due_in_words(due_on: date, *, today: date) -> str:
    """The day as one says it: `Due by Friday`."""
    day = day_in_words(due_on, today=today)
    words: dict[Nearness, str] = {
        Nearness.TODAY: _("Due today"),
        Nearness.TOMORROW: _("Due tomorrow"),
        Nearness.YESTERDAY: _("Due since yesterday"),
        Nearness.BY: _("Due by %(day)s", day=day),
        Nearness.SINCE: _("Due since %(day)s", day=day),
    }
    return words[nearness(due_on, today=today)]


def day_in_words(day: date, *, today: date) -> str:
    """The weekday within a week from today, else day and month, with the year where it is another one."""
    if abs((day - today).days) < WITHIN_A_WEEK:
        return str(format_date(day, "EEEE"))
    if day.year == today.year:
        return str(format_skeleton("MMMMd", day, locale=get_locale() or "en"))
    return str(format_date(day, "long"))
