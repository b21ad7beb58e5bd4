"""A fault in a file: what the check prints, one a line."""

from dataclasses import dataclass

MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """A coded error (E…) or warning (W…) at a line (from 1) of a file, with what to do about it."""

    file: str
    line: int
    code: str
    message: str

    @property
    def is_error(self) -> bool:
        """Errors stop publishing; warnings do not."""
        return self.code.startswith("E")

    def __str__(self) -> str:
        return one_line(f"{self.file}:{self.line}: {self.code}: {self.message}")


def one_line(text: str) -> str:
    """The text without line breaks or anything that could steer a terminal, cut at 500 characters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return shown if len(shown) <= MOST_CHARACTERS else shown[: MOST_CHARACTERS - 1] + "…"
