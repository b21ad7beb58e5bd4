"""How findings put things: lists of names, the likely meaning of a misspelt one, and a state in plain words."""

from collections.abc import Iterable
from difflib import get_close_matches

from training_app.domain.engine import State

MOST_LISTED = 8


def listed(names: Iterable[str]) -> str:
    """The names in quotes, at most eight of them and then how many more."""
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > MOST_LISTED:
        return ", ".join(quoted[:MOST_LISTED]) + f" and {len(quoted) - MOST_LISTED} more"
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def meant(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """“Did you mean …?” with the known name nearest to a misspelt one, or what to do when none is near."""
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{near[0]}”?" if near else otherwise


def situation(state: State, *, way: tuple[str, ...]) -> str:
    """A state in words: its trust, its facts, and the shortest way there."""
    facts = f", knowing {listed(sorted(state.facts))}," if state.facts else ""
    return f"At trust {state.trust}{facts} " + (f"after {_chain(way)}" if way else "right at the start")


def _chain(way: tuple[str, ...]) -> str:
    shown = way if len(way) <= MOST_LISTED else ("…", *way[-MOST_LISTED:])
    return " → ".join(shown)
