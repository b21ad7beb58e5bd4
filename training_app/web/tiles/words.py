"""What a tablet says when something was mistyped, and how long to wait."""

from flask_babel import gettext as _
from flask_babel import ngettext

from training_app.domain.pins import Fault


def wrong_pin(code: str, seconds: int) -> str:
    """What went wrong with a PIN that was typed, and how long the next try has to wait, if it has to."""
    first: str = {
        "wrong-pin": _("That was not it."),
        "too-many-tries": _("Too many tries."),
    }.get(code, _("A PIN has 4 to 6 digits."))
    return f"{first} {waiting(seconds)}".strip()


def code_fault(seconds: int) -> str:
    """Why the code connects nothing, or how long the next one has to wait."""
    if seconds:
        return f"{_('Too many tries.')} {waiting(seconds)}"
    words = _("This code does not work. It may be mistyped, used, or older than ten minutes. Ask for a new one.")
    return str(words)


def waiting(seconds: int) -> str:
    """How long to wait, in words; nothing where one need not."""
    if not seconds:
        return ""
    if seconds < 60:
        return str(ngettext("Please wait %(num)s second.", "Please wait %(num)s seconds.", seconds))
    return str(ngettext("Please wait %(num)s minute.", "Please wait %(num)s minutes.", -(-seconds // 60)))


def pin_fault(code: str) -> str:
    """Why a PIN that somebody chose is refused."""
    words: dict[str, str] = {
        Fault.LENGTH: _("A PIN has 4 to 6 digits."),
        Fault.RUN: _("Digits in a row are guessed first. Mix them."),
        Fault.REPEATED: _("Repeated digits are guessed first. Mix them."),
        Fault.YEAR: _("A year is guessed first. Take something else."),
        Fault.KEYPAD: _("A line on the keypad is guessed first. Take something else."),
        Fault.STAFF_NUMBER: _("Others know your staff number. Take something else."),
        "different": _("The two were not the same. Type both once more."),
    }
    return words[code]
