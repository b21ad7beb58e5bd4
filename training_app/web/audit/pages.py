"""What the page of the audit record takes: plain values, already in the viewer's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: a sentence, its time of day with the moment for programs, and what else is known of it."""

    words: str
    time: str
    moment: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """The changes of one day, the newest first."""

    day: str
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the record. `actions` can be filtered by, each with its words; `older` is the next page's address."""

    days: tuple[DayOfChanges, ...]
    words: str
    action: str
    actions: tuple[tuple[str, str], ...]
    is_filtered: bool
    is_first: bool
    older: str | None
