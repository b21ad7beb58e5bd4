"""For how long single answers are kept, and which plays keep their result after that."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Tried:
    """A started play that is no rewind. `score` is 0-1; it and `passed` are None until the end and for a companion."""

    id: UUID
    rules_sha: str
    started_at: datetime
    is_finished: bool
    score: float | None
    passed: bool | None


def kept_since(now: datetime, *, months: int) -> datetime:
    """The moment so many months ago: what was last touched before it has had its time."""
    year, month = divmod(now.year * MONTHS_OF_A_YEAR + now.month - 1 - months, MONTHS_OF_A_YEAR)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def landmarks(plays: Iterable[Tried]) -> frozenset[UUID]:
    """Of one person's plays those whose result stays: by rules the first try, the best, and the first that passed."""
    by_rules: dict[str, list[Tried]] = defaultdict(list)
    for play in sorted(plays, key=lambda play: (play.started_at, play.id)):
        by_rules[play.rules_sha].append(play)
    return frozenset(play.id for tried in by_rules.values() for play in _landmarks_of(tried))


def _landmarks_of(tried: list[Tried]) -> list[Tried]:
    finished = [play for play in tried if play.is_finished]
    best = sorted(finished, key=_falling)[:1]  # of equals the earliest
    passed = [play for play in finished if play.passed][:1]
    return [tried[0], *best, *passed]


def _falling(play: Tried) -> float:
    return -1.0 * (play.score or 0.0)
