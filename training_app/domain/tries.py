"""How long a sign-in waits after failures: a few free tries, then growing delays (ASVS 5, V6.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(hours=12)
LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Failures:
    """The failures in a row under one key, and the time of the last."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries in a row are free before the first delay."""

    free: int
    first_delay: timedelta = timedelta(seconds=1)

    def wait(self, failures: Failures | None, *, now: datetime) -> int:
        """Whole seconds to wait before the next try, 0 if none; each failure doubles the delay."""
        if failures is None or self.count_now(failures, now=now) < self.free:
            return 0
        doublings = min(failures.count - self.free, 20)
        delay = min(self.first_delay * (1 << doublings), LONGEST_DELAY)
        left = failures.last_at + delay - now
        return max(0, -(-left // timedelta(seconds=1)))

    def count_now(self, failures: Failures | None, *, now: datetime) -> int:
        """The failures that still count: none once the last is long ago."""
        if failures is None or now - failures.last_at > FORGOTTEN_AFTER:
            return 0
        return failures.count


ACCOUNT_LIMIT = Limit(free=5)
ADDRESS_LIMIT = Limit(free=30)
FORGOTTEN_LIMIT = Limit(free=3, first_delay=timedelta(minutes=1))  # letters with a new link, by account
CODE_LIMIT = Limit(free=10)  # wrong codes for connecting a tablet, by address
PIN_LIMIT = Limit(free=3, first_delay=timedelta(seconds=30))  # one person's PIN, on all tablets together
TABLET_LIMIT = Limit(free=10, first_delay=timedelta(seconds=30))  # the PINs of all tiles of one tablet together
