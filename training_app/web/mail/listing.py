"""The letters as their page takes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import format_datetime, format_decimal
from flask_babel import gettext as _

from training_app.queries.mail import MOST_LETTERS, KeptLetter, MailState
from training_app.services.letters import LEFT, LINK, LINK_ENDED, NOTHING_DUE, TOO_OLD
from training_app.web.mail.pages import LetterLine, MailPage, StateChoice
from training_app.web.moments import ago


def mail_page(
    letters: Sequence[KeptLetter],
    *,
    counts: Mapping[MailState, int],
    state: MailState | None,
    is_first: bool,
    has_server: bool,
    now: datetime,
) -> MailPage:
    """The page of these letters, which are older than some or the newest."""
    is_full = len(letters) == MOST_LETTERS
    return MailPage(
        has_server=has_server,
        states=_states(counts, state),
        letters=tuple(_line(letter, has_server=has_server, now=now) for letter in letters),
        is_first=is_first,
        newest=url_for("mail.letters", state=state),
        older=url_for("mail.letters", state=state, before=letters[-1].id) if is_full else None,
    )


def _states(counts: Mapping[MailState, int], chosen: MailState | None) -> tuple[StateChoice, ...]:
    names = {MailState.WAITING: _("Waiting"), MailState.SENT: _("Sent"), MailState.GIVEN_UP: _("Given up")}
    every = StateChoice(_("All"), format_decimal(sum(counts.values())), url_for("mail.letters"), chosen is None)
    return (
        every,
        *(
            StateChoice(name, format_decimal(counts[state]), url_for("mail.letters", state=state), chosen is state)
            for state, name in names.items()
        ),
    )


def _line(letter: KeptLetter, *, has_server: bool, now: datetime) -> LetterLine:
    return LetterLine(
        letter=str(letter.id),
        name=letter.name,
        address=letter.address,
        subject=letter.subject,
        state=letter.state,
        when=_when(letter, has_server=has_server, now=now),
        fault=_fault(letter.fault) if letter.fault else None,
        body=letter.body.replace(LINK, _("[The secret link is left out.]")),
    )


def _when(letter: KeptLetter, *, has_server: bool, now: datetime) -> str:
    day = format_datetime(letter.moment, "short")
    words: dict[MailState, str] = {
        MailState.SENT: _("Sent %(when)s", when=day),
        MailState.GIVEN_UP: _("Given up %(when)s", when=day),
        MailState.WAITING: _("Kept since %(when)s", when=format_datetime(letter.queued_at, "short")),
    }
    if letter.state is not MailState.WAITING or not has_server:
        return words[letter.state]
    return str(_("Goes out now") if letter.moment <= now else _("Goes out %(when)s", when=ago(letter.moment, now=now)))


def _fault(fault: str) -> str:
    words = {
        TOO_OLD: _("It waited for more than three days."),
        LINK_ENDED: _("Its link was used, replaced, or past its time."),
        NOTHING_DUE: _("Nothing was due any more, or reminders were switched off."),
        LEFT: _("The person has left."),
    }
    return str(words.get(fault) or _("The mail server said: %(words)s", words=fault))
