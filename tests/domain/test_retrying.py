"""When letters are tried again."""

from datetime import UTC, datetime, timedelta

from training_app.domain.retrying import GIVEN_UP_AFTER, next_try

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


def test_the_first_tries_are_quick_and_the_last_is_after_three_days() -> None:
    moment, tries, waits = NOW, 1, []
    while (later := next_try(tries=tries, now=moment)) is not None:
        waits.append(later - moment)
        moment, tries = later, tries + 1
    minutes = [wait / timedelta(minutes=1) for wait in waits[:6]]
    assert minutes == [1, 5, 30, 120, 480, 480]
    assert waits == sorted(waits)
    assert timedelta() <= (moment - NOW) - GIVEN_UP_AFTER < timedelta(hours=8)
