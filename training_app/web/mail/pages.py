"""What the page of the letters takes: plain values, already in the viewer's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter. `state` is waiting, sent or given-up, `when` says it in words; `fault` is what went wrong last.

    `body` says where its secret link was left out.
    """

    letter: str
    name: str
    address: str
    subject: str
    state: str
    when: str
    fault: str | None
    body: str


@dataclass(frozen=True, slots=True)
class StateChoice:
    """One of the states that can be looked at, with how many letters stand so."""

    name: str
    count: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MailPage:
    """The newest letters, or older ones; `older` is the address of those before them.

    `has_server` says whether letters go anywhere.
    """

    has_server: bool
    states: tuple[StateChoice, ...]
    letters: tuple[LetterLine, ...]
    is_first: bool
    newest: str
    older: str | None
