"""Correcting the clock of a browser that played by itself, by the order of choices and the server's time.

A clock that is wrong by a constant is put right exactly, if what the browser's clock shows at sending is known.
What is still impossible after that (later than it was received, before the choice ahead of it, before the scenario was
published) is moved to the nearest moment that is possible.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

TOLERANCE = timedelta(minutes=2)  # a request may take this long; clocks that differ by less are left alone
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)


def can_be_shown(moment: datetime) -> bool:
    """Whether a clock can show this moment: what is outside stands for none, and breaks calendars."""
    return EARLIEST <= moment <= LATEST


def error_of(*, device_time: datetime | None, now: datetime) -> timedelta:
    """What has to be added to the browser's times; nothing where its clock is right or not known."""
    difference = now - device_time if device_time is not None else timedelta()
    return difference if abs(difference) > TOLERANCE else timedelta()


def said_times(
    shown: Sequence[datetime], *, error: timedelta, not_before: datetime, not_after: datetime
) -> list[datetime]:
    """When choices were said by the server's time, from what the browser's clock showed at each, in order.

    They never go back, and lie between the two bounds; where these contradict each other, `not_before` wins.
    A choice that seems later than one after it was said with a clock that was wrong until then: it is as late
    as that one.
    """
    moved = [_moved(moment, error) for moment in shown]
    backwards = accumulate((not_after, *reversed(moved)), min)
    return _never_back(reversed([*backwards][1:]), not_before)


def _never_back(moments: Iterable[datetime], not_before: datetime) -> list[datetime]:
    return [*accumulate((not_before, *moments), max)][1:]


def _moved(moment: datetime, error: timedelta) -> datetime:
    """The moment put right, within what a clock can show."""
    if error > LATEST - moment:
        return LATEST
    if error < EARLIEST - moment:
        return EARLIEST
    return moment + error
