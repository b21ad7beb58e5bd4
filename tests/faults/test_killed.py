"""Killed in the middle of everything: what was acknowledged is there, once, and everybody can finish."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from tests.faults.conftest import Enter
from tests.faults.records import Records
from tests.serving import Answer, Server, Visitor
from training_app.moment import new_id

SCENARIOS = ("pushy-muffin-seller", "the-aisle", "friendly-regular")
ACCOUNTS = ("employee@example.com", "1001", "1002", "1003")
PLAYS_EACH = 6
KILLED_AFTER = (12, 35, 60)  # acknowledged choices
PATIENCE = 60


@dataclass
class Outage:
    """Players wait here while the server is down, and the killer until enough was acknowledged."""

    up: threading.Event = field(default_factory=threading.Event)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _acknowledged: int = 0

    def acknowledge(self) -> None:
        with self._news:
            self._acknowledged += 1
            self._news.notify_all()

    def wait_for(self, acknowledged: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self._acknowledged >= acknowledged, PATIENCE)


@dataclass
class Player:
    """A person who repeats whatever was not answered, as a browser does after a reload."""

    visitor: Visitor
    outage: Outage
    random: Random
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    interrupted: int = 0

    def play(self, scenario: str) -> None:
        """One play from start to ending, through every outage."""
        play_id = str(new_id())
        play = self._insist("/plays", {"scenario": scenario, "play": play_id}).json()
        taken = self.acknowledged.setdefault(play_id, [])
        while not play["ending"]:
            assert play["number"] == len(taken)
            choice = self.random.choice(play["options"])
            play = self._insist(f"/plays/{play_id}/choices", {"number": len(taken) + 1, "choice": choice}).json()
            taken.append(choice)
            self.outage.acknowledge()

    def _insist(self, path: str, fields: dict[str, object]) -> Answer:
        while True:
            assert self.outage.up.wait(PATIENCE)
            try:
                answer = self.visitor.post(path, fields)
            except (OSError, http.client.HTTPException):
                self.interrupted += 1
                continue
            assert answer.status in {200, 201}, answer
            return answer


def test_no_acknowledged_choice_is_lost_or_counted_twice(server: Server, enter: Enter, records: Records) -> None:
    outage = Outage()
    players = [Player(enter(account), outage, Random(number)) for number, account in enumerate(ACCOUNTS)]
    outage.up.set()
    with ThreadPoolExecutor(len(players)) as people:
        working = [people.submit(_play_all, player) for player in players]
        for acknowledged in KILLED_AFTER:
            outage.wait_for(acknowledged)
            outage.up.clear()
            server.kill()
            server.start()
            server.wait_until_ready()
            outage.up.set()
        for work in working:
            work.result(PATIENCE)
    assert sum(player.interrupted for player in players) >= len(KILLED_AFTER)
    for player in players:
        assert len(player.acknowledged) == PLAYS_EACH
        for play, taken in player.acknowledged.items():
            assert records.log(play) == list(enumerate(taken, start=1))
            kept, replayed = records.results(play)
            assert kept == replayed


def _play_all(player: Player) -> None:
    for number in range(PLAYS_EACH):
        player.play(SCENARIOS[number % len(SCENARIOS)])


def test_an_answer_lost_on_its_way_can_be_asked_for_again(server: Server, enter: Enter, records: Records) -> None:
    visitor = enter(ACCOUNTS[0])
    play = visitor.begin(SCENARIOS[0])
    choice = play["options"][0]
    visitor.choose(play["id"], 1, choice)
    visitor.close()
    server.kill()
    server.start()
    server.wait_until_ready()
    assert [visitor.choose(play["id"], 1, choice).status for _ in range(2)] == [200, 200]
    assert records.log(play["id"]) == [(1, choice)]
