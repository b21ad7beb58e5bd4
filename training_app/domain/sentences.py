"""Where the sentences of a text end."""

import re

_ENDS = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][”“’‘»\"])\s+(?![a-zà-ÿ])")


def sentences(text: str | None) -> list[str]:
    """The sentences of a text; one goes on where somebody is quoted in the middle of it."""
    return _ENDS.split(text.strip()) if text else []


def last_sentences(text: str | None, *, most: int) -> str:
    """The end of a text: not more than so many whole sentences."""
    return " ".join(sentences(text)[-most:])
