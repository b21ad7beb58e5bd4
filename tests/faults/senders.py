"""People whose browsers play by themselves and send what they have made in batches, again until it is acknowledged."""

import http.client
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

import pytest

from config import ROOT
from tests.faults.players import GRADED, Outage
from tests.faults.records import Records
from tests.patience import PATIENCE
from tests.serving import Visitor
from tests.web.reference import Reference
from training_app.moment import new_id

MOST_AT_ONCE = 40
MOST_STEPS = 60


@dataclass
class Made:
    """One play as it was made, and the numbers that the server acknowledged."""

    play: str
    scenario: str
    log: list[str]
    acknowledged: set[int] = field(default_factory=set)

    @property
    def is_sent(self) -> bool:
        return len(self.acknowledged) == len(self.log)

    def part(self, random: Random) -> dict[str, Any]:
        """What is not acknowledged yet, perhaps only the first of it, and some that is, in any order."""
        waiting = [number for number in range(1, len(self.log) + 1) if number not in self.acknowledged]
        again = [number for number in self.acknowledged if random.random() < 0.2]
        numbers = waiting[: random.randint(1, MOST_AT_ONCE)] + again
        random.shuffle(numbers)
        shown = datetime.now(UTC).isoformat()
        return {
            "play": self.play,
            "scenario": self.scenario,
            "version": 1,
            "language": "en",
            "started": shown,
            "choices": [{"number": number, "choice": self.log[number - 1], "at": shown} for number in numbers],
        }


@dataclass
class Sender:
    """One person at one browser. `cut_off` counts the batches without an answer, `refused` the faults answered."""

    visitor: Visitor
    outage: Outage
    random: Random
    made: list[Made] = field(default_factory=list)
    cut_off: int = 0
    refused: int = 0

    def play_until_over(self) -> None:
        """Make some plays and send them until all of them are acknowledged, over and over; and once more at the end."""
        while not self.outage.over.is_set():
            self._make_and_send()
        self._make_and_send()

    def _make_and_send(self) -> None:
        new = [_walk(self.random.choice(GRADED), self.random) for _ in range(self.random.randint(1, 3))]
        self.made += new
        while waiting := [made for made in new if not made.is_sent]:
            self._send(self.random.sample(waiting, self.random.randint(1, len(waiting))))

    def _send(self, plays: list[Made]) -> None:
        assert self.outage.up.wait(PATIENCE)
        try:
            answer = self.visitor.post_json("/sync", {"plays": [made.part(self.random) for made in plays]})
        except (OSError, http.client.HTTPException):
            self.cut_off += 1
            return
        if answer.status in {500, 503}:
            self.refused += 1
            return
        assert answer.status == 200, answer
        for made, answered in zip(plays, answer.json()["plays"], strict=True):
            assert (answered["play"], answered["status"]) == (made.play, "accepted")
            assert {choice["status"] for choice in answered["choices"]} == {"accepted"}
            made.acknowledged |= {choice["number"] for choice in answered["choices"]}
            self.outage.acknowledge()

    def expect_kept(self, records: Records) -> None:
        """All that was acknowledged is recorded, once and in order, and nothing that was not made."""
        for made in list(self.made):
            known = set(made.acknowledged)  # before the log is read: it only grows
            log = records.log(made.play)
            assert log == list(enumerate(made.log[: len(log)], start=1))
            assert known <= set(range(1, len(log) + 1))

    def expect_finished(self, records: Records) -> None:
        """Exactly what was made is recorded, and the results are those of the scenario's text."""
        assert self.made
        for made in self.made:
            assert records.log(made.play) == list(enumerate(made.log, start=1))
            kept, replayed = records.results(made.play)
            expected = _reference(made.scenario).result(made.log)
            assert kept == replayed == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}


def _walk(scenario: str, random: Random) -> Made:
    """A play to its ending, made without the server."""
    reference = _reference(scenario)
    log: list[str] = []
    while offered := reference.offered(reference.after(log)):
        log.append(random.choice(offered))
        assert len(log) <= MOST_STEPS
    return Made(str(new_id()), scenario, log)


@cache
def _reference(scenario: str) -> Reference:
    return Reference(ROOT / "scenarios" / scenario)
