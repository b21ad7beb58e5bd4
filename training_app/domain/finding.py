"""A finding of the check: a coded error (E…) or warning (W…) that says what to do, and where."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `where` is the path of keys to the token at fault, such as
    `("scenes", "arrival", "choices", "smile", "goto")`; `language` is the overlay it stands in,
    or None for the scenario's own file.
    """

    code: str
    message: str
    where: Path = ()
    language: str | None = None

    @property
    def is_error(self) -> bool:
        """Errors stop publishing; warnings do not."""
        return self.code.startswith("E")
