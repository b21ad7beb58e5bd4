"""A browser's wrong clock: put right where it is wrong by a constant, and never against the order of the choices."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import PROPERTY
from training_app.domain.clocks import EARLIEST, LATEST, TOLERANCE, can_be_shown, error_of, said_times

PUBLISHED = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
NOTHING = timedelta()
SECOND = timedelta(seconds=1)


def moments(earliest: datetime, latest: datetime) -> st.SearchStrategy[datetime]:
    return st.datetimes(earliest.replace(tzinfo=None), latest.replace(tzinfo=None), timezones=st.just(UTC))


shown_times = st.lists(moments(EARLIEST, LATEST), max_size=12)
honest_times = st.lists(moments(PUBLISHED, RECEIVED), min_size=1, max_size=12).map(sorted)
errors = st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000))


def said(shown: list[datetime], error: timedelta = NOTHING, not_before: datetime = PUBLISHED) -> list[datetime]:
    return said_times(shown, error=error, not_before=not_before, not_after=RECEIVED)


@pytest.mark.parametrize("year", [2019, 2031])
def test_a_clock_of_another_year_is_put_right(year: int) -> None:
    true = [RECEIVED - timedelta(minutes=minutes) for minutes in (30, 29, 27)]
    wrong = RECEIVED.replace(year=year) - RECEIVED
    error = error_of(device_time=RECEIVED + wrong, now=RECEIVED)
    assert said([moment + wrong for moment in true], error) == true


@given(true=honest_times, wrong=errors)
@PROPERTY
def test_a_clock_that_is_wrong_by_a_constant_is_put_right_exactly(true: list[datetime], wrong: timedelta) -> None:
    if abs(wrong) <= TOLERANCE:
        return
    error = error_of(device_time=RECEIVED + wrong, now=RECEIVED)
    assert said([moment + wrong for moment in true], error) == true


@given(true=honest_times, wrong=errors, cut=st.integers(0, 12))
@PROPERTY
def test_it_does_not_matter_how_a_play_is_cut_into_batches(true: list[datetime], wrong: timedelta, cut: int) -> None:
    shown, error = [moment + wrong for moment in true], -wrong
    first = said(shown[:cut], error)
    rest = said(shown[cut:], error, not_before=first[-1] if first else PUBLISHED)
    assert first + rest == said(shown, error)


@given(shown=shown_times, error=errors)
@PROPERTY
def test_times_never_go_back_and_are_never_impossible(shown: list[datetime], error: timedelta) -> None:
    found = said(shown, error)
    assert len(found) == len(shown)
    assert all(before <= after for before, after in pairwise(found))
    assert all(PUBLISHED <= moment <= RECEIVED for moment in found)


@given(true=honest_times, before=shown_times)
@PROPERTY
def test_a_clock_that_is_set_right_during_a_play_moves_nothing_that_came_after(
    true: list[datetime], before: list[datetime]
) -> None:
    early = [moment for moment in before if moment > RECEIVED]
    assert said(early + true) == [true[0]] * len(early) + true


@given(shown=shown_times, later=st.timedeltas(SECOND, timedelta(days=900)))
@PROPERTY
def test_where_the_bounds_contradict_each_other_the_order_of_the_choices_wins(
    shown: list[datetime], later: timedelta
) -> None:
    assert said(shown, not_before=RECEIVED + later) == [RECEIVED + later] * len(shown)


def test_a_small_difference_is_the_way_of_the_request_and_no_error() -> None:
    for difference in (NOTHING, SECOND, -SECOND, TOLERANCE, -TOLERANCE):
        assert error_of(device_time=RECEIVED - difference, now=RECEIVED) == NOTHING
    beyond = TOLERANCE + SECOND
    assert error_of(device_time=RECEIVED - beyond, now=RECEIVED) == beyond
    assert error_of(device_time=RECEIVED + beyond, now=RECEIVED) == -beyond


def test_a_clock_that_is_not_known_is_taken_as_it_is() -> None:
    assert error_of(device_time=None, now=RECEIVED) == NOTHING
    assert said([RECEIVED - SECOND]) == [RECEIVED - SECOND]


def test_the_ends_of_the_calendar_break_nothing() -> None:
    always = LATEST - EARLIEST
    for moment in (EARLIEST + SECOND, PUBLISHED, RECEIVED, LATEST):
        assert said([moment], always) == [RECEIVED]
    for moment in (EARLIEST, PUBLISHED, RECEIVED, LATEST - SECOND):
        assert said([moment], -always) == [PUBLISHED]
    assert can_be_shown(EARLIEST)
    assert can_be_shown(LATEST)
    assert not can_be_shown(EARLIEST - SECOND)
    assert not can_be_shown(datetime.max.replace(tzinfo=UTC))
