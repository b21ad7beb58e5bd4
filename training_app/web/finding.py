"""Places among many: what a page lists whole it shows whole, and among more one searches by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms.fields import SelectChoice

MOST_LISTED = 40
MOST_FOUND = 20
FIRST_SHOWN = 6  # before anybody searched


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that can be chosen, or was."""

    place: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """Of many places the chosen one and those that the words find."""

    places: tuple[PlaceChoice, ...]
    words: str
    are_there_more: bool


def places_found(
    choices: Sequence[SelectChoice], *, chosen: str, words: str, without_words: int = FIRST_SHOWN
) -> PlacesFound | None:
    """What a search shows, and this many of them before anybody searched; None where all can be listed.

    A place is found by its name and by what it hangs below.
    """
    if len(choices) <= MOST_LISTED:
        return None
    words = words.strip()
    wanted = words.casefold().split()
    first = [one for one in choices if one.value == chosen]
    others = [one for one in choices if one not in first and all(word in one.label.casefold() for word in wanted)]
    most = MOST_FOUND if words else without_words
    shown = [PlaceChoice(one.value, one.label, one in first) for one in (*first, *others[:most])]
    return PlacesFound(tuple(shown), words, are_there_more=len(others) > most)
