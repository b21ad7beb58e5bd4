"""Scores for people: whole percentages, rounded down so that nobody reads a mark that was not reached."""

import math


def percent(score: float) -> int:
    """0-1 as 0-100."""
    return math.floor(score * 100 + 1e-9)


def percent_or_none(score: float | None) -> int | None:
    """0-1 as 0-100; None stays None."""
    return None if score is None else percent(score)
