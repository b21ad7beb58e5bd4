"""The log of a play: numbered from 1, without gaps, and never changed. It decides which choice may come next."""

from training_app.domain import engine
from training_app.domain.engine import Replay
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.scenario import Scenario

LONGEST_PLAY = 500


def append(scenario: Scenario, replayed: Replay, *, number: int, choice: str) -> Replay:
    """The play after choice `number` (from 1); the same object where that choice is in the log already.

    Raises Conflict `taken`, `gap`, `finished` or `too-long`, Invalid `bad-number` or `not-offered`.
    """
    recorded = len(replayed.outcomes)
    if number < 1:
        raise Invalid("bad-number", "Choices are numbered from 1.")
    if number <= recorded:
        if replayed.outcomes[number - 1].choice.id != choice:
            raise Conflict("taken", f"Choice {number} of this play is already another one.")
        return replayed
    if replayed.is_finished:
        raise Conflict("finished", "This play has reached its ending; begin a new one.")
    if number != recorded + 1:
        raise Conflict("gap", f"The next choice of this play is number {recorded + 1}.")
    if number > LONGEST_PLAY:
        raise Conflict("too-long", f"A play has at most {LONGEST_PLAY} choices; begin a new one.")
    state, outcome = engine.choose(scenario, replayed.state, choice)
    return Replay(state, (*replayed.outcomes, outcome), engine.is_finished(scenario, state))
