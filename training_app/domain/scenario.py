"""A scenario's structure: scenes joined by choices. Frozen, and without the texts.

The texts live beside it as one flat mapping per language, keyed by stable line ids such as
`scenes.arrival.choices.smile.text`, so that a corrected comma never changes the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MIN_TRUST = 0
MAX_TRUST = 100
DEFAULT_TRUST = 50


class Grade(StrEnum):
    """How a reply treats the customer."""

    FRIEND = "friend"
    FAIR = "fair"
    PREY = "prey"


class Mood(StrEnum):
    """The five faces, from the least to the most trust."""

    FLEEING = "fleeing"
    UNEASY = "uneasy"
    NEUTRAL = "neutral"
    AT_EASE = "at-ease"
    DELIGHTED = "delighted"


class Returns(StrEnum):
    """Will they come back?"""

    GLADLY = "gladly"
    MAYBE = "maybe"
    NEVER = "never"


class Perspective(StrEnum):
    """Whom the player is. A customer's companion piece has no grades and no score."""

    EMPLOYEE = "employee"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Condition:
    """What `needs` asks for; it holds when all its parts hold. Trust bounds are inclusive."""

    facts: frozenset[str] = frozenset()
    not_facts: frozenset[str] = frozenset()
    at_least: int | None = None
    at_most: int | None = None

    def holds(self, trust: int, facts: frozenset[str]) -> bool:
        """Whether it holds at this trust (0-100) with these facts."""
        return (
            self.facts <= facts
            and not (self.not_facts & facts)
            and (self.at_least is None or trust >= self.at_least)
            and (self.at_most is None or trust <= self.at_most)
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One entry of `goto`: the first whose condition holds is taken; the last has none."""

    scene: str
    needs: Condition | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One reply. `trust` is its effect, -100 to +100; grade and principle are None for a companion."""

    id: str
    goto: tuple[Target, ...]
    grade: Grade | None = None
    principle: str | None = None
    trust: int = 0
    learns: frozenset[str] = frozenset()
    needs: Condition | None = None
    red_line: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """The ledger's values; its words are texts. None where a companion leaves them out."""

    sale: bool | None = None
    returns: Returns | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What the customer says and does now: a decision with choices, or an ending."""

    id: str
    choices: tuple[Choice, ...] = ()
    ending: Ending | None = None
    mood: Mood | None = None

    def choice(self, choice_id: str) -> Choice | None:
        """The reply of that id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One role-play's rules. `trust` is how safe the customer feels at the start, 0-100."""

    id: str
    start: str
    scenes: Mapping[str, Scene] = field(hash=False)
    trust: int = DEFAULT_TRUST
    perspective: Perspective = Perspective.EMPLOYEE

    @property
    def is_graded(self) -> bool:
        """False for a companion, which has neither grades nor a score."""
        return self.perspective is Perspective.EMPLOYEE


def mood_of(trust: int) -> Mood:
    """The face that trust (0-100) gives: five bands of twenty, the last including 100."""
    return tuple(Mood)[min(trust, MAX_TRUST - 1) // 20]
