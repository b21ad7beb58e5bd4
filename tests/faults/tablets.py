"""A tablet's page, on which the product's own modules play, and what it played, kept outside of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from config import ROOT
from tests.faults.players import GRADED
from tests.faults.records import Records
from tests.patience import PATIENCE_MS
from tests.web.reference import Reference
from training_app.web.script import joined_script

PLAYING = Path(__file__).with_name("playing.js")


@cache
def playing_script() -> str:
    """The driver and the modules that it uses, joined as the product joins its own script."""
    return f"(() => {{ {joined_script(PLAYING)} }})()"


@dataclass
class Played:
    """One play as it was played. `made` are the choices that the browser said it had kept, `asked` the one after them
    that it was about to keep when it was cut off: it may be there, once.
    """

    play: str
    scenario: str
    person: str
    made: list[str] = field(default_factory=list)
    asked: str | None = None
    options: Sequence[str] = ()
    ending: bool = False

    def resume(self, standing: dict[str, Any]) -> None:
        """Go on from what a browser holds: all that was made, and the one that was asked for or not."""
        log = standing["log"]
        asked = [] if self.asked is None else [self.asked]
        assert log in (self.made, [*self.made, *asked]), (self.play, log, self.made, asked)
        self.made, self.asked = log, None
        self.options, self.ending = standing["options"], standing["ending"]


class Tablet:
    """One page of one browser; `address` is where it finds the server."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str = "/progress") -> None:
        """Go to a page and wait until it is known who sits there. Practice is none to stay on: it loads anew."""
        self.page.goto(self.address + path)
        self.tell("whoSits()")

    def get_ready(self, patience: float = PATIENCE_MS) -> None:
        """Rest at Practice until all that is in reach is kept here."""
        self.page.goto(self.address + "/practice")
        assert self.tell("isReady(argument)", patience), self.tell("outbox()")

    def tell(self, call: str, argument: Any = None) -> Any:
        """Ask the driver on the page, which is brought in where it is not there."""
        if not self.page.evaluate("() => 'playing' in window"):
            self.page.evaluate(playing_script())
        return self.page.evaluate(f"argument => playing.{call}", argument)

    def begin(self, scenario: str, person: str = "") -> Played:
        """Begin a play of whoever sits here."""
        standing = self.tell("begin(argument)", scenario)
        return Played(standing["play"], scenario, person, options=standing["options"])

    def say(self, played: Played, choice: str) -> None:
        """Keep one choice."""
        played.asked = choice
        standing = self.tell("say(...argument)", [played.play, played.made, choice])
        played.resume(standing)

    def start_saying(self, played: Played, choice: str) -> None:
        """Begin to keep a choice and do not wait for it, so that another tab can do so at the same moment."""
        argument = [played.play, played.made, choice]
        self.tell("whoSits()")
        self.page.evaluate("argument => { window.saying = playing.attempt(...argument); }", argument)

    def outcome(self) -> str:
        """What became of it: `kept`, or the code of the refusal."""
        return self.page.evaluate("() => window.saying")

    def say_something(self, played: Played, random: Random) -> None:
        """Keep a choice that chance takes."""
        self.say(played, random.choice(played.options))

    def play(self, scenario: str, random: Random, person: str = "") -> Played:
        """A whole play."""
        played = self.begin(scenario, person)
        while not played.ending:
            self.say_something(played, random)
        return played

    def wait_until_sent(self, patience: float = PATIENCE_MS) -> None:
        """Wait until whoever sits here has nothing left to send."""
        assert self.tell("allSent(argument)", patience), self.tell("outbox()")


def expect_recorded(records: Records, played: Played) -> None:
    """The play is on the server as it was played, with the result that its scenario's text gives."""
    assert records.log(played.play) == list(enumerate(played.made, start=1))
    kept, replayed = records.results(played.play)
    assert kept == replayed
    if played.scenario in GRADED:
        expected = Reference(ROOT / "scenarios" / played.scenario).result(played.made)
        assert kept == expected | {"score": pytest.approx(expected["score"], abs=1e-12)}
