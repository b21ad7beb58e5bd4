"""What the pages about assignments take: plain values, already in the viewer's language."""

from dataclasses import dataclass

from training_app.web.finding import PlacesFound


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can be chosen, or was."""

    person: str
    name: str
    store: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around the form: the people found and chosen, and the first day that can be due.

    `found` is None where the places are few enough for a list of them all.
    """

    found: PlacesFound | None
    people: tuple[PersonChoice, ...]
    words: str
    are_there_more: bool
    first_day: str
    has_modules: bool


@dataclass(frozen=True, slots=True)
class StoreLine:
    """One store that is reached; `more` says how many there have the module already, or have passed it before."""

    name: str
    people: str
    more: str


@dataclass(frozen=True, slots=True)
class NameLine:
    """One person who is reached, with their store and how they stand to the module."""

    name: str
    more: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Whom an assignment would reach. `fields` is the form as it is sent on.

    `names` are all of them, or where they are too many those who were searched for with `words`.
    """

    fields: tuple[tuple[str, str], ...]
    title: str
    to_whom: str
    due: str
    reached: str
    remarks: tuple[str, ...]
    rules: tuple[str, ...]
    note: str
    stores: tuple[StoreLine, ...]
    more_stores: str | None
    names: tuple[NameLine, ...]
    is_searchable: bool
    words: str
    button: str


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """One assignment in the list: how many passed of all whom it reached here."""

    assignment: str
    title: str
    to_whom: str
    due: str
    passed: int
    people: int
    standing: str
    is_withdrawn: bool
    is_spreading: bool
    is_from_above: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The viewer's assignments, a page of them; addresses of the pages beside it."""

    cards: tuple[AssignmentCard, ...]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class StatePart:
    """How many stand so: `start` and `width` are in hundredths of the bar, `url` shows them alone."""

    state: str
    name: str
    count: int
    start: float
    width: float
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class EnrolledLine:
    """One person under the assignment, and what may be done. Days are as a form takes them."""

    enrolment: str
    name: str
    account: str
    store: str
    state: str
    state_name: str
    due: str
    is_changeable: bool
    may_get_attempt: bool
    next_day: str


@dataclass(frozen=True, slots=True)
class StandingPage:
    """One assignment: what it says, who stands how, and the people.

    `done` and `total` are of whoever it has reached so far, while it is still spreading.
    """

    assignment: str
    title: str
    is_check: bool
    to_whom: str
    due: str
    next_day: str
    facts: tuple[str, ...]
    note: str
    reached: str
    passed: str
    parts: tuple[StatePart, ...]
    lines: tuple[EnrolledLine, ...]
    words: str
    state: str
    is_filtered: bool
    is_searchable: bool
    everyone_url: str
    newer: str | None
    older: str | None
    here: str
    is_own: bool
    is_withdrawn: bool
    is_spreading: bool
    done: int
    total: int
