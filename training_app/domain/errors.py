"""A broken rule is a named error with a code; the web layer alone turns the kinds into HTTP."""


class DomainError(Exception):
    """A rule of the product was broken.

    `code` is stable and read by programs; the message is plain English for logs and JSON.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotFound(DomainError):
    """There is no such thing, or it belongs to somebody else."""

    def __init__(self, message: str = "There is nothing here by that name.") -> None:
        super().__init__("not-found", message)


class Forbidden(DomainError):
    """The viewer is known and may not do this."""

    def __init__(self, message: str = "Your role does not allow this.") -> None:
        super().__init__("forbidden", message)


class Conflict(DomainError):
    """What was sent does not fit what is already recorded."""


class Invalid(DomainError):
    """What was sent cannot be taken as it is; sending it again changes nothing."""


class TooManyTries(DomainError):
    """The caller has to wait; `seconds` says how long at most."""

    def __init__(self, *, seconds: int) -> None:
        super().__init__("too-many-tries", f"Too many tries. Wait {seconds} seconds and try again.")
        self.seconds = seconds
