"""What a PIN may be: four to six digits that nobody at the same tablet thinks of first."""

import itertools
from enum import StrEnum

SHORTEST, LONGEST = 4, 6
# Straight lines and the four corners of the keypad, which fingers find by themselves.
KEYPAD_LINES = frozenset({"2580", "0852"})
CORNERS = frozenset("1379")


class Fault(StrEnum):
    """Why a PIN is refused."""

    LENGTH = "bad-pin"
    RUN = "pin-in-a-row"
    REPEATED = "pin-repeated"
    YEAR = "pin-is-a-year"
    KEYPAD = "pin-on-the-keypad"
    STAFF_NUMBER = "pin-is-the-staff-number"


def fault_of(pin: str, *, staff_number: str | None) -> Fault | None:
    """The first reason against this PIN for the person with that staff number, None if it will do."""
    if not is_pin(pin):
        return Fault.LENGTH
    reasons = {
        Fault.STAFF_NUMBER: _is_in_staff_number(pin, staff_number or ""),
        Fault.RUN: _is_run(pin),
        Fault.REPEATED: _is_repeated(pin),
        Fault.YEAR: len(pin) == 4 and pin[:2] in {"19", "20"},
        Fault.KEYPAD: pin in KEYPAD_LINES or set(pin) == CORNERS,
    }
    return next((fault for fault, holds in reasons.items() if holds), None)


def is_pin(text: str) -> bool:
    """Whether it is four to six of the digits 0 to 9."""
    return SHORTEST <= len(text) <= LONGEST and text.isascii() and text.isdigit()


def _is_run(pin: str) -> bool:
    """Each digit as far from the one before, such as 1234, 9876, 8901, 2468 or 0000."""
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    return len(steps) == 1


def _is_repeated(pin: str) -> bool:
    """A part again and again (1212, 123123), in pairs (1122), or forwards and backwards (1221)."""
    parts = any(pin == pin[:length] * (len(pin) // length) for length in range(1, len(pin) // 2 + 1))
    pairs = len(pin) % 2 == 0 and pin[::2] == pin[1::2]
    return parts or pairs or pin == pin[::-1]


def _is_in_staff_number(pin: str, staff_number: str) -> bool:
    digits = "".join(sign for sign in staff_number if sign.isascii() and sign.isdigit())
    return bool(digits) and (pin in digits or int(pin) == int(digits))
