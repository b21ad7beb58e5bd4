"""Opening hours over time zones and changes of the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.domain.opening_hours import OpeningHours, is_open, next_open

EVERY_DAY = frozenset(range(1, 8))
ZONES = sorted(available_timezones())
START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.integers(0, 20 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
hours_of_stores = st.builds(
    OpeningHours,
    time_zone=st.sampled_from(ZONES),
    opens=clocks,
    closes=clocks,
    days=st.frozensets(st.integers(1, 7), min_size=1),
)


def shop(zone: str, opens: str, closes: str, days: frozenset[int] = EVERY_DAY) -> OpeningHours:
    return OpeningHours(zone, time.fromisoformat(opens), time.fromisoformat(closes), days)


def by_the_wall(hours: OpeningHours, at: datetime) -> bool:
    """Whether a clock on the store's wall is within the hours."""
    local = at.astimezone(ZoneInfo(hours.time_zone))
    clock, today = local.time(), local.isoweekday()
    yesterday = today - 1 or 7
    if hours.opens < hours.closes:
        return today in hours.days and hours.opens <= clock < hours.closes
    return (today in hours.days and clock >= hours.opens) or (yesterday in hours.days and clock < hours.closes)


def is_far_from_a_change(hours: OpeningHours, at: datetime) -> bool:
    zone = ZoneInfo(hours.time_zone)
    offsets = {(at + timedelta(hours=step)).astimezone(zone).utcoffset() for step in range(-30, 31)}
    return len(offsets) == 1


@given(hours=hours_of_stores, at=moments)
def test_an_open_stores_clock_is_within_its_hours(hours: OpeningHours, at: datetime) -> None:
    if is_open(hours, at=at):
        assert by_the_wall(hours, at)


@given(hours=hours_of_stores, at=moments)
def test_where_no_clock_is_changed_the_clock_on_the_wall_decides(hours: OpeningHours, at: datetime) -> None:
    if is_far_from_a_change(hours, at):
        assert is_open(hours, at=at) == by_the_wall(hours, at)


@given(hours=hours_of_stores, at=moments)
def test_the_next_opening_is_the_first_moment_that_is_open(hours: OpeningHours, at: datetime) -> None:
    opening = next_open(hours, at=at)
    assert opening is not None
    assert opening >= at
    assert is_open(hours, at=opening)
    assert (opening == at) == is_open(hours, at=at)
    between = (at + (opening - at) * step / 50 for step in range(50))
    assert not any(is_open(hours, at=moment) for moment in between if moment < opening)


@given(hours=hours_of_stores, change=st.integers(2020, 2037), step=st.integers(-180, 180))
def test_it_holds_minute_by_minute_around_the_night_of_a_change(hours: OpeningHours, change: int, step: int) -> None:
    last_day = datetime(change, 3, 31, 1, tzinfo=UTC)
    around = last_day - timedelta(days=last_day.isoweekday() % 7)
    berlin = OpeningHours("Europe/Berlin", hours.opens, hours.closes, hours.days)
    at = around + timedelta(minutes=step)
    assert not is_open(berlin, at=at) or by_the_wall(berlin, at)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2031-03-10T08:59:59-07:00", False),
        ("2031-03-10T09:00:00-07:00", True),
        ("2031-03-10T19:59:59-07:00", True),
        ("2031-03-10T20:00:00-07:00", False),
        ("2031-03-10T16:30:00+00:00", True),
        ("2031-11-03T16:30:00+00:00", False),
        ("2031-11-03T17:00:00+00:00", True),
    ],
)
def test_a_store_keeps_its_own_clock_in_summer_and_winter(at: str, expected: bool) -> None:
    assert is_open(shop("America/Los_Angeles", "09:00", "20:00"), at=datetime.fromisoformat(at)) is expected


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    fridays = shop("Europe/Berlin", "20:00", "04:00", frozenset({5}))
    assert is_open(fridays, at=datetime.fromisoformat("2031-03-08T03:59:00+01:00"))
    assert not is_open(fridays, at=datetime.fromisoformat("2031-03-07T03:59:00+01:00"))
    assert not is_open(fridays, at=datetime.fromisoformat("2031-03-08T21:00:00+01:00"))


def test_what_opens_when_it_closes_is_open_all_day() -> None:
    always = shop("Asia/Kolkata", "00:00", "00:00")
    start = datetime(2031, 3, 1, tzinfo=UTC)
    assert all(is_open(always, at=start + timedelta(minutes=17 * step)) for step in range(500))


def test_after_closing_the_next_opening_is_on_the_next_day_that_is_open() -> None:
    weekdays = shop("Europe/Berlin", "10:00", "18:30", frozenset({1, 2, 3, 4, 5}))
    friday_night = datetime.fromisoformat("2031-03-28T21:00:00+01:00")
    # Clocks go forward on the Sunday in between.
    assert next_open(weekdays, at=friday_night) == datetime.fromisoformat("2031-03-31T10:00:00+02:00")


def test_an_hour_that_does_not_exist_opens_no_store_early_and_closes_none_late() -> None:
    opening = next_open(shop("Europe/Berlin", "02:30", "12:00"), at=datetime(2031, 3, 30, 0, 30, tzinfo=UTC))
    assert opening == datetime.fromisoformat("2031-03-30T03:30:00+02:00")
    late = shop("Europe/Berlin", "00:00", "02:30")
    assert not is_open(late, at=datetime.fromisoformat("2031-03-30T03:10:00+02:00"))


def test_a_store_without_days_never_opens() -> None:
    assert next_open(shop("UTC", "09:00", "20:00", frozenset()), at=datetime(2031, 3, 1, tzinfo=UTC)) is None
