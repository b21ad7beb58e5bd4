"""The code that makes a browser a store's tablet: eight letters that nobody takes for each other."""

# RFC 8628, section 6.1: without vowels, so that no word comes about, and without digits. 20 ** 8 codes.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8
GROUP = 4


def plain(code: str) -> str:
    """The code as it is kept, however it was typed: capitals, without the blanks and dashes between."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def grouped(code: str) -> str:
    """The code as people read it: two groups of four letters."""
    return f"{code[:GROUP]} {code[GROUP:]}"
