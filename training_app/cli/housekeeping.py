"""What a running server does by itself, beside answering: letters go out, people are reminded, old plays are reduced.

A thread of each serving process looks after it, so that no timer is needed. Timers may do the same, and other nodes:
a letter is taken by one alone, a day's reminder exists once, and a play is reduced once.
"""

import threading
from datetime import date, datetime, timedelta

from flask import Flask

from config import Settings
from training_app.cli.mail import send_letters
from training_app.cli.privacy import run_privacy
from training_app.cli.reminders import run_reminders
from training_app.db import Database
from training_app.moment import now
from training_app.queries.mail import is_round_needed

LOOKS_EVERY = 5.0  # seconds; a look is one short read
REMINDS_EVERY = timedelta(minutes=15)
STOPS_WITHIN = 8.0  # seconds, for the letter at hand


class Housekeeping:
    """The thread, which starts with a serving process and ends with it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._is_over = threading.Event()
        self._reduced_on: date | None = None
        self._thread = threading.Thread(target=self._keep, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin to look after things."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the letter at hand; what is left waits for the next start."""
        self._is_over.set()
        self._thread.join(STOPS_WITHIN)

    def _keep(self) -> None:
        last = _quarter_of(now())
        while not self._is_over.wait(LOOKS_EVERY):
            current = _quarter_of(now())
            with self._app.app_context():
                self._look(is_new_quarter=current != last)
            last = current

    def _look(self, *, is_new_quarter: bool) -> None:
        """One round. Whatever breaks it off, such as a database out of reach, the next one begins anew."""
        database: Database = self._app.extensions["database"]
        settings: Settings = self._app.extensions["settings"]
        try:
            if is_new_quarter:
                run_reminders(database)
            with database.reading() as session:
                is_needed = is_round_needed(session, now=now())
            if is_needed:
                send_letters(database, settings, is_over=self._is_over)
            if is_new_quarter and self._reduced_on != now().date():
                run_privacy(database, is_over=self._is_over)
                self._reduced_on = now().date()
        except Exception:  # else the thread would end, and no letter went out until the next start
            self._app.logger.exception("This round of housekeeping broke off; the next one begins anew.")


def _quarter_of(moment: datetime) -> int:
    """The number of this quarter of an hour."""
    return int(moment.timestamp() // REMINDS_EVERY.total_seconds())
