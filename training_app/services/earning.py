"""An enrolment that is open, and what plays earn for it: started, tried once more, passed or used up."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from training_app.services.milestones import Milestones


@dataclass(slots=True)
class Earning:
    """An enrolment that was open a moment ago, and what is credited to it.

    `items` gives each scenario of the module now with the moment when it was passed; `news` are rows of passes.
    `is_counted_anew` says that it stands otherwise among what reports count, not only that it was tried once more.
    """

    id: UUID
    location_id: UUID
    time_zone: str
    module_id: UUID
    mode: str
    pass_mark: float
    allowed: int | None
    started_at: datetime | None
    attempts: int
    exhausted_at: datetime | None
    items: dict[str, datetime | None] = field(default_factory=dict)
    passed_at: datetime | None = None
    news: list[dict[str, Any]] = field(default_factory=list)
    is_changed: bool = False
    is_counted_anew: bool = False

    def takes(self, one: Milestones) -> bool:
        """Whether it is credited with what this play reached."""
        if self.passed_at is not None:
            return False
        if one.enrolment_id is not None:
            return one.enrolment_id == self.id
        return one.scenario_id in self.items

    def start(self, at: datetime) -> None:
        """A play was started."""
        if self.started_at is None:
            self.started_at = at
            self.is_counted_anew = True
        self.attempts += 1
        self.is_changed = True

    def passed(self, one: Milestones, at: datetime, score: float | None) -> None:
        """A play passed its scenario; the last of the module passes the enrolment."""
        if self.started_at is None:  # the play was started before this was assigned
            self.start(at)
        if one.scenario_id in self.items and self.items[one.scenario_id] is None:
            self.items[one.scenario_id] = at
            self.news.append(
                {
                    "enrolment_id": self.id,
                    "scenario_id": one.scenario_id,
                    "play_id": one.play,
                    "passed_at": at,
                    "score": score,
                }
            )
            passed = [moment for moment in self.items.values() if moment is not None]
            if len(passed) == len(self.items):
                self.passed_at = max(passed)
                self.is_counted_anew = True
            self.is_changed = True

    def use_up(self, at: datetime) -> None:
        """The last attempt at a scenario ended, and it was not passed."""
        self.exhausted_at = at
        self.is_changed = self.is_counted_anew = True

    def row(self) -> dict[str, Any]:
        """The facts as they are kept."""
        return {
            "enrolment": self.id,
            "new_started_at": self.started_at,
            "new_attempts": self.attempts,
            "new_passed_at": self.passed_at,
            "new_passed_on": self.passed_at and day_there(self.passed_at, self.time_zone),
            "new_exhausted_at": self.exhausted_at,
        }


def day_there(moment: datetime, time_zone: str) -> date:
    """The day that it was in this time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
