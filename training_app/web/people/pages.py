"""What the pages about people take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from markupsafe import Markup

from training_app.web.finding import PlacesFound


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list. `account` is the staff number or address; what may be done to it stands beside."""

    person: str
    name: str
    account: str
    role: str
    has_pin: bool
    may_reset_pin: bool
    may_be_invited: bool
    may_be_written_to: bool


@dataclass(frozen=True, slots=True)
class StoreOfPeople:
    """A store, region or chain with those who belong there."""

    key: str
    name: str
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class GoneLine:
    """Somebody who left, and on which day."""

    person: str
    name: str
    account: str
    store: str
    day: str
    may_be_changed: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people of the viewer's stores, or of those whom the filters choose.

    `places` and `roles` are what can be filtered by, each value with its name; where the places are many, `found` is
    what a search among them shows and `places` is empty; `earlier` and `later` are addresses.
    """

    stores: tuple[StoreOfPeople, ...]
    gone: tuple[GoneLine, ...]
    gone_count: int
    count: str
    words: str
    is_filtered: bool
    is_searchable: bool
    places: tuple[tuple[str, str], ...]
    found: PlacesFound | None
    store: str
    roles: tuple[tuple[str, str], ...]
    role: str
    number: int
    pages: int
    earlier: str | None
    later: str | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, whom the viewer looks after. `left` is the day on which they left, None while they are here."""

    person: str
    name: str
    account: str
    role: str
    store: str
    email: str | None
    has_pin: bool
    may_be_written_to: bool
    left: str | None
    may_be_erased: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a roster that cannot be taken, with its number in the file and why."""

    number: int
    who: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """A roster that was read, is being taken in, or has been.

    `read` says how the file was read, `first` are its first people as they were read; `counts` are how many rows are
    new, changed and unchanged, in this order. Not all bad rows are shown where they are many.
    """

    upload: str
    name: str
    read: str
    first: tuple[tuple[str, ...], ...]
    total: int
    done: int
    is_finished: bool
    counts: tuple[int, int, int]
    bad: tuple[RowLine, ...]
    bad_count: int


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """A card to print. `others` are the languages in which it can be made as well, with their own names.

    `is_loopback` says that no other machine reaches the link, which begins with `address`.
    """

    person: str
    name: str
    card: Markup
    is_loopback: bool
    address: str
    others: tuple[tuple[str, str], ...]
