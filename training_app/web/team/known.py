"""What is worked out once for each value, as long as there are not too many of them."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
MOST_KNOWN = 5_000


class Known(dict[Value, str]):
    """Texts by what they are made of; a missing one is made, and when there are too many all begin anew."""

    def __init__(self, make: Callable[[Value], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Value) -> str:
        if len(self) >= MOST_KNOWN:
            self.clear()
        text = self[value] = self._make(value)
        return text
