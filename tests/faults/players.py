"""People who play while things break, and repeat whatever was not acknowledged, as a browser does after a reload."""

import http.client
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Protocol, TypeVar

import pytest

from config import ROOT
from tests.faults.records import Records
from tests.patience import PATIENCE
from tests.serving import Answer, Visitor
from tests.web.reference import Reference
from training_app.moment import new_id

GRADED = ("pushy-muffin-seller", "friendly-regular")
SCENARIOS = (*GRADED, "the-aisle")


@dataclass
class Outage:
    """Players wait here while something is down, and who breaks it until enough was acknowledged."""

    up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _acknowledged: int = 0

    def acknowledge(self) -> None:
        with self._news:
            self._acknowledged += 1
            self._news.notify_all()

    def wait_for(self, more: int) -> None:
        """Wait until that many more choices are acknowledged."""
        with self._news:
            enough = self._acknowledged + more
            assert self._news.wait_for(lambda: self._acknowledged >= enough, PATIENCE)


@dataclass
class Player:
    """One person at one browser. `cut_off` counts the requests without an answer, `refused` the faults answered."""

    visitor: Visitor
    outage: Outage
    random: Random
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    scenarios: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    cut_off: int = 0
    refused: int = 0

    def play_until_over(self) -> None:
        """One play after the other, each to its ending, and one more when nothing breaks any longer."""
        while not self.outage.over.is_set():
            self._play()
        self._play()

    def _play(self) -> None:
        play_id, scenario = str(new_id()), SCENARIOS[len(self.scenarios) % len(SCENARIOS)]
        play = self._insist("/plays", {"scenario": scenario, "play": play_id}).json()
        taken = self.acknowledged[play_id] = []
        self.scenarios[play_id] = scenario
        while not play["ending"]:
            assert play["number"] == len(taken)
            self.asked = self.random.choice(play["options"])
            fields = {"number": len(taken) + 1, "choice": self.asked}
            play = self._insist(f"/plays/{play_id}/choices", fields).json()
            taken.append(self.asked)
            self.outage.acknowledge()

    def _insist(self, path: str, fields: dict[str, object]) -> Answer:
        while True:
            assert self.outage.up.wait(PATIENCE)
            try:
                answer = self.visitor.post(path, fields)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                continue
            if answer.status not in {500, 503}:
                assert answer.status in {200, 201}, answer
                return answer
            assert sorted(answer.json()["error"]) == ["code", "message"]
            self.refused += 1

    def expect_kept(self, records: Records) -> None:
        """All that was acknowledged is recorded, once and in order, and at most the choice just asked for besides."""
        asked = self.asked  # before the lists: a choice is asked for when the one before is in them
        for play, taken in list(self.acknowledged.items()):
            known = list(taken)
            log = records.log(play)
            assert log in (_numbered(known), _numbered([*known, asked]))

    def expect_finished(self, records: Records) -> None:
        """Exactly what was acknowledged is recorded, and the results are those of the scenario's text."""
        assert self.acknowledged
        for play, taken in self.acknowledged.items():
            assert records.log(play) == _numbered(taken)
            kept, replayed = records.results(play)
            assert kept == replayed
            scenario = self.scenarios[play]
            if scenario in GRADED:
                expected = Reference(ROOT / "scenarios" / scenario).result(taken)
                assert kept == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}


def _numbered(choices: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(choices, start=1))


class Person(Protocol):
    """Somebody who plays, in one way or another."""

    def play_until_over(self) -> None: ...


Who = TypeVar("Who", bound=Person)


@contextmanager
def playing(
    visitors: Sequence[Visitor], who: Callable[[Visitor, Outage, Random], Who] = Player
) -> Iterator[tuple[list[Who], Outage]]:
    """All of them play, each in a thread, while the body breaks things; afterwards they finish."""
    outage = Outage()
    players = [who(visitor, outage, Random(number)) for number, visitor in enumerate(visitors)]
    outage.up.set()
    with ThreadPoolExecutor(len(players)) as people:
        working = [people.submit(player.play_until_over) for player in players]
        try:
            yield players, outage
        finally:
            outage.over.set()
            outage.up.set()
        for work in working:
            work.result(PATIENCE)
