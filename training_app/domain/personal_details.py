"""What a name, an e-mail address and a staff number are."""

import re
import unicodedata

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
LONGEST_STAFF_NUMBER = 40
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def one_line(text: str) -> str:
    """The text in one normal form (NFC), with single blanks and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_name(name: str) -> bool:
    """Whether it can be a person's or a place's name: 1 to 120 signs that can be printed."""
    return 1 <= len(name) <= LONGEST_NAME and name.isprintable()


def is_address(email: str) -> bool:
    """Whether it has the form of an e-mail address; the letter that is sent there shows whether it is one."""
    return len(email) <= LONGEST_ADDRESS and email.isprintable() and ADDRESS.fullmatch(email) is not None


def is_staff_number(number: str) -> bool:
    """Whether it can be a staff number: 1 to 40 signs, and no address, as people sign in with either."""
    return 1 <= len(number) <= LONGEST_STAFF_NUMBER and number.isprintable() and "@" not in number
