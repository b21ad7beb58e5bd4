"""Moments as people say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as format_in_zone
from babel.dates import format_time as format_time_in_zone
from flask_babel import format_timedelta, get_locale
from flask_babel import gettext as _

JUST_NOW = timedelta(minutes=1)


def ago(then: datetime, *, now: datetime) -> str:
    """How long ago it was, such as “2 hours ago”."""
    if now - then < JUST_NOW:
        return str(_("just now"))
    text: str = format_timedelta(then - now, add_direction=True)
    return text


def time_in(moment: datetime, time_zone: str) -> str:
    """The time of day in a store."""
    text: str = format_time_in_zone(moment, "short", tzinfo=ZoneInfo(time_zone), locale=get_locale())
    return text


def day_in(moment: datetime, time_zone: str) -> str:
    """The day in a store, such as “4 March 2031”."""
    zone = ZoneInfo(time_zone)
    text: str = format_in_zone(moment, _("MMMM d, y"), tzinfo=zone, locale=get_locale())
    return text
