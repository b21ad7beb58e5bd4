"""Two tabs of one browser that plays by itself: one log, one sender, and whoever was slower is told."""

import itertools
from random import Random

from tests.faults.conftest import Sit
from tests.faults.proxy import GONE, Fault, Proxy
from tests.faults.records import Records
from tests.faults.tablets import Played, Tablet, expect_recorded

ACCOUNT = "1001"
NOTE_SENDINGS = """
    const real = window.fetch;
    const now = () => performance.timeOrigin + performance.now();
    window.sendings = [];
    window.fetch = async (...given) => {
      const begin = now();
      try {
        return await real(...given);
      } finally {
        if (given[0] === "/sync") window.sendings.push([begin, now()]);
      }
    };
"""


def test_of_two_tabs_one_sends_at_a_time_and_the_other_when_it_is_closed(
    sit: Sit, network: Proxy, records: Records
) -> None:
    random = Random(9)
    first = sit(ACCOUNT, before=NOTE_SENDINGS)
    second = Tablet(first.page.context.new_page(), first.address)
    second.open()
    network.spoil("/sync", rates={Fault.DELAY: 0.4, Fault.LOSE: 0.1, Fault.LATE: 0.1})
    all_played = [play_at_once(first, second, random) for _ in range(3)]
    first.wait_until_sent()
    network.spoil("/sync", rates=GONE)
    all_played.append(play_at_once(first, second, random))
    by_first = first.page.evaluate("sendings")
    first.page.close()
    network.heal()
    second.wait_until_sent()
    by_second = second.page.evaluate("sendings")
    network.settle()
    for played in all_played:
        expect_recorded(records, played)
    assert by_second
    in_time = sorted([*by_first, *by_second])
    assert all(end <= begin for (_begin, end), (begin, _end) in itertools.pairwise(in_time)), in_time


def play_at_once(first: Tablet, second: Tablet, random: Random) -> Played:
    """Both tabs tap at each scene, mostly on different replies: one is kept, and the other hears that it was taken."""
    played = first.begin("friendly-regular")
    while not played.ending:
        both = random.sample(played.options, 2) if len(played.options) > 1 else [*played.options] * 2
        for tab, choice in zip((first, second), both, strict=True):
            tab.start_saying(played, choice)
        outcomes = [tab.outcome() for tab in (first, second)]
        assert sorted(outcomes) == (["kept", "kept"] if both[0] == both[1] else ["kept", "taken"])
        played.asked = both[outcomes.index("kept")]
        played.resume(second.tell("standing(argument)", played.play))
    return played
