"""Killed in the middle of everything: what was acknowledged is there, once, and everybody can finish."""

from random import Random

from tests.faults.conftest import Enter
from tests.faults.players import playing
from tests.faults.records import Records
from tests.faults.senders import Sender
from tests.serving import Server

ACCOUNTS = ("employee@example.com", "1001", "1002", "1003")
ROUNDS = 4


def test_no_acknowledged_choice_is_lost_or_counted_twice(server: Server, enter: Enter, records: Records) -> None:
    moments = Random(11)
    with playing([enter(account) for account in ACCOUNTS]) as (players, outage):
        for _ in range(ROUNDS):
            outage.wait_for(moments.randint(5, 40))
            outage.up.clear()
            server.kill()
            _start(server)
            for player in players:
                player.expect_kept(records)
            outage.up.set()
    assert sum(player.cut_off for player in players) >= ROUNDS
    for player in players:
        assert player.refused == 0
        player.expect_finished(records)


def test_of_batches_nothing_acknowledged_is_lost_and_nothing_doubled(
    server: Server, enter: Enter, records: Records
) -> None:
    moments = Random(12)
    with playing([enter(account) for account in ACCOUNTS], Sender) as (senders, outage):
        for _ in range(ROUNDS):
            outage.wait_for(moments.randint(5, 20))
            outage.up.clear()
            server.kill()
            _start(server)
            for sender in senders:
                sender.expect_kept(records)
            outage.up.set()
    assert sum(sender.cut_off for sender in senders) >= ROUNDS
    for sender in senders:
        assert sender.refused == 0
        sender.expect_finished(records)


def test_an_answer_lost_on_its_way_can_be_asked_for_again(server: Server, enter: Enter, records: Records) -> None:
    visitor = enter(ACCOUNTS[0])
    play = visitor.begin("pushy-muffin-seller")
    choice = play["options"][0]
    visitor.choose(play["id"], 1, choice)
    visitor.close()
    server.kill()
    _start(server)
    assert [visitor.choose(play["id"], 1, choice).status for _ in range(2)] == [200, 200]
    assert records.log(play["id"]) == [(1, choice)]


def _start(server: Server) -> None:
    server.start()
    server.wait_until_ready()
