"""What the pages about stores take: plain values, already in the viewer's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in the tree with those below it. `people` and `hours` are words."""

    key: str
    name: str
    kind: str
    people: str
    hours: str
    is_closed: bool
    below: tuple["PlaceLine", ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place. `parent` is the name of what it hangs below, None for the chain, which neither moves nor closes."""

    key: str
    name: str
    kind: str
    parent: str | None
    is_closed: bool
    is_anybody_in: bool
