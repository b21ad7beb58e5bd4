"""Who sees what: how much of their people's results managers see, as the workspace chose it."""

from enum import StrEnum


class Level(StrEnum):
    """What managers see of others: states only, or also scores, or also answers. Each holds the one before."""

    STATES = "states"
    SCORES = "scores"
    ANSWERS = "answers"

    @property
    def shows_scores(self) -> bool:
        """Whether managers see scores."""
        return self is not Level.STATES

    @property
    def shows_answers(self) -> bool:
        """Whether managers see single answers."""
        return self is Level.ANSWERS
