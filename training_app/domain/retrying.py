"""When a letter that could not be handed over is tried again: later each time, and not for ever.

After the first quick tries every eight hours, until three days are over (RFC 5321, 4.5.4.1 wants some days).
"""

from datetime import datetime, timedelta

GIVEN_UP_AFTER = timedelta(days=3)
_FIRST_DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
_LAST_DELAY = timedelta(hours=8)
DELAYS = (*_FIRST_DELAYS, *(_LAST_DELAY for _ in range(GIVEN_UP_AFTER // _LAST_DELAY)))


def next_try(*, tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries that failed, the last of them now; None when it is given up."""
    return now + DELAYS[tries - 1] if tries <= len(DELAYS) else None
