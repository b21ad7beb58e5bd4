"""What the pages about people take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from markupsafe import Markup


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


@dataclass(frozen=True, slots=True)
class StoreOfPeople:
    """A store, region or chain with those who belong there."""

    key: str
    name: str
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People of the viewer's stores, or those who were searched for by `words`."""

    stores: tuple[StoreOfPeople, ...]
    words: str
    is_searchable: bool
    are_there_more: bool


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
