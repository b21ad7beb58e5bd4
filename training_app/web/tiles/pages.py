"""What the pages of a tablet take: plain values, already in the page's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One person on the wall. `hue` is one of the calm colours, 0-7; who is new has no PIN yet.

    `due` is how many modules they have to do; 0 where the tile stands alone.
    """

    id: str
    name: str
    initials: str
    hue: int
    url: str
    is_new: bool
    due: int


@dataclass(frozen=True, slots=True)
class TilesPage:
    """The wall of a store's people. `wanted` is what was searched for; `count` is how many they are without it."""

    store: str
    device: str
    people: tuple[Tile, ...]
    count: int
    wanted: str
    can_search: bool


@dataclass(frozen=True, slots=True)
class PadPage:
    """The keypad of one person. `error` says what went wrong, and how long to wait where there is a delay."""

    person: Tile
    error: str | None
    next: str


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Choosing a PIN for the first time, in a language; `error` is why the last one was refused."""

    person: Tile
    language: str
    error: str | None
