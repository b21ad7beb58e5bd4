"""When a store is open, by its own clock: nobody is reminded of practice outside these hours.

Where a clock is put forward or back, the shorter reading counts: who is reminded is at work by either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEARCHED_DAYS = 15  # a week, and another one for a shift that a change of the clock swallows


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Open from `opens` to `closes` by the clock of `time_zone`, on days of the week (1 is Monday).

    A store that closes no later than it opens is open past midnight; its night belongs to the day on which it opened.
    """

    time_zone: str
    opens: time
    closes: time
    days: frozenset[int]


def is_open(hours: OpeningHours, *, at: datetime) -> bool:
    """Whether the store is open at this moment."""
    return any(start <= at < end for start, end in _shifts(hours, around=at, days=2))


def next_open(hours: OpeningHours, *, at: datetime) -> datetime | None:
    """The first moment from `at` on at which the store is open, in UTC; None if it never opens."""
    shifts = ((start, end) for start, end in _shifts(hours, around=at, days=SEARCHED_DAYS) if at < end)
    first = min(shifts, default=None)
    return max(at, first[0]).astimezone(UTC) if first else None


def _shifts(hours: OpeningHours, *, around: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The shifts of yesterday and of so many days from today on, each with its start and its end in UTC."""
    today = around.astimezone(ZoneInfo(hours.time_zone)).date()
    for number in range(-1, days):
        day = today + timedelta(days=number)
        if day.isoweekday() in hours.days:
            closing_day = day if hours.opens < hours.closes else day + timedelta(days=1)
            start = max(_moments(hours, day, hours.opens))
            end = min(_moments(hours, closing_day, hours.closes))
            if start < end:
                yield start, end


def _moments(hours: OpeningHours, day: date, clock: time) -> tuple[datetime, datetime]:
    """The two readings of a time of day, in UTC; they differ when clocks are changed."""
    local = datetime.combine(day, clock, ZoneInfo(hours.time_zone))
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
