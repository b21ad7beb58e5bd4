"""A batch of choices that a browser has played by itself: what it sends, and what it is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SentChoice:
    """One choice; `at` is what the browser's clock showed."""

    number: int
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentPlay:
    """A play with some of its choices. A rewind has both a parent and the number that it tries again."""

    id: UUID
    scenario: str
    version: int
    language: str
    started: datetime
    enrolment: UUID | None
    parent: UUID | None
    from_number: int | None
    beginning: str | None
    choices: tuple[SentChoice, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose choices these are, where they count, when they came, and by how much the browser's clock is wrong."""

    person_id: UUID
    location_id: UUID | None
    received_at: datetime
    clock_error: timedelta


@dataclass(frozen=True, slots=True)
class TakenChoice:
    """The answer to one choice: accepted, or refused with a code."""

    number: int
    code: str | None


@dataclass(frozen=True, slots=True)
class TakenPlay:
    """The answer to one play: accepted with an answer for each choice, or refused as a whole with a code."""

    play: UUID
    code: str | None
    choices: tuple[TakenChoice, ...]
    result: dict[str, Any] | None
