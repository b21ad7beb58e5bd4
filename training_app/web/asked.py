"""What an address or a form asks for: words to look for, one of the pages of a list, something by its id."""

from uuid import UUID

from flask import request

from training_app.domain.errors import NotFound

LONGEST_SEARCH = 120
MOST_PAGES = 100_000


def words_asked(name: str = "q") -> str:
    """The words of a search, without what no database keeps."""
    return request.args.get(name, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def page_asked(*, first: int = 1) -> int:
    """The page of a list, where the first one has this number; the first for what is no number."""
    return min(max(request.args.get("page", first, type=int), first), MOST_PAGES)


def id_of(text: str) -> UUID | None:
    """The id that is written there, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def named_id(text: str) -> UUID:
    """The id that is written there. Raises NotFound for anything else, which names nothing."""
    found = id_of(text)
    if found is None:
        raise NotFound
    return found
