"""Tablets whose clock is wrong: nothing is lost, the order is that of the numbers, the server puts the times right."""

import itertools
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.faults.conftest import Sit
from tests.faults.players import SCENARIOS
from tests.faults.records import Records
from tests.faults.tablets import expect_recorded

ACCOUNT = "1002"
WRONG_CLOCK = """
    globalThis.clockIsWrongBy = %d;
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + clockIsWrongBy])); }
      static now() { return Real.now() + clockIsWrongBy; }
    };
"""


@pytest.mark.parametrize("years", [-7, 5])
def test_a_clock_that_is_years_wrong_loses_nothing_and_is_put_right(sit: Sit, records: Records, years: int) -> None:
    random = Random(13)
    before = datetime.now(UTC)
    tablet = sit(ACCOUNT, before=WRONG_CLOCK % (years * 365 * 24 * 3_600_000))
    tablet.page.context.set_offline(True)
    all_played = [tablet.play(scenario, random) for scenario in SCENARIOS]
    tablet.page.context.set_offline(False)
    tablet.wait_until_sent()
    for played in all_played:
        expect_recorded(records, played)
        for said_at, device_at, received_at in records.times(played.play):
            assert before <= said_at <= received_at
            assert device_at.year == (before + timedelta(days=365 * years)).year


def test_a_clock_that_is_set_during_a_play_changes_no_order(sit: Sit, records: Records) -> None:
    random = Random(17)
    tablet = sit(ACCOUNT, before=WRONG_CLOCK % 0)
    tablet.page.context.set_offline(True)
    played = tablet.begin("friendly-regular")
    for days in itertools.cycle((3650, -3650, 0)):
        tablet.page.evaluate(f"clockIsWrongBy = {days} * 24 * 3_600_000")
        tablet.say_something(played, random)
        if played.ending:
            break
    tablet.page.evaluate("clockIsWrongBy = 0")
    tablet.page.context.set_offline(False)
    tablet.wait_until_sent()
    expect_recorded(records, played)
    times = records.times(played.play)
    said = [said_at for said_at, _device_at, _received_at in times]
    assert said == sorted(said)
    assert said[-1] <= times[-1][2]
    assert len({device_at.year for _said_at, device_at, _received_at in times}) >= min(3, len(times))
