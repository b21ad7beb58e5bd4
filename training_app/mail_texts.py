"""The words of letters, in the language of whoever gets them. Web pages and the command line both write letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from flask import current_app
from flask_babel import force_locale, format_date, get_locale, ngettext
from flask_babel import gettext as _

from config import LANGUAGES, Settings
from training_app.queries.due import DuePerson
from training_app.queries.modules import text_in
from training_app.services.summaries import Summary

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class LetterText:
    """The subject and the body of a letter; `{link}` stands in a body for its secret link."""

    language: str
    subject: str
    body: str


def language_of_letters(language: str | None) -> str:
    """The language in which somebody gets letters: their own, else English."""
    return language if language in LANGUAGES else LANGUAGES[0]


def reminder_text(due: DuePerson, *, from_name: str | None = None) -> LetterText:
    """What is due, all of it in one letter; `from_name` is the manager who wanted it sent."""
    language = language_of_letters(due.language)
    with force_locale(language):
        titles = [text_in(dict(module.titles), language) for module in due.modules]
        subject = ngettext(
            "“%(title)s” is waiting for you", "%(num)s modules are waiting for you", len(titles), title=titles[0]
        )
        lines = [
            (title, day_in_full(module.due_on), module.is_overdue)
            for title, module in zip(titles, due.modules, strict=True)
        ]
        body = _write("reminder", name=due.name, store=due.store, lines=lines, from_name=from_name)
    return LetterText(language, subject, body)


def reset_text(*, name: str, account: str, language: str | None) -> LetterText:
    """The way to a new password, for whoever has forgotten theirs."""
    language = language_of_letters(language)
    with force_locale(language):
        return LetterText(language, _("A new password for Regulars"), _write("reset", name=name, account=account))


def invitation_text(*, name: str, account: str, store: str, until: str, language: str) -> LetterText:
    """The first letter that somebody gets; `until` is the day to which its link works, in this language."""
    with force_locale(language):
        body = _write("invitation", name=name, account=account, store=store, until=until)
        return LetterText(language, _("Welcome to Regulars, %(name)s", name=name), body)


def summary_text(*, name: str, language: str, summary: Summary | None) -> LetterText:
    """The week in a letter; None stands for a team of too many stores for one."""
    with force_locale(language):
        body = _write("summary", name=name, summary=summary, names_of=_names)
        return LetterText(language, _("Your team this week"), body)


def _names(names: Sequence[str]) -> str:
    """The first of these names, and how many more there are."""
    more = len(names) - MOST_NAMED
    shown: list[str] = [*names[:MOST_NAMED], *([_("%(count)s more", count=more)] if more > 0 else [])]
    return format_list(shown, locale=get_locale())


def day_in_full(day: date) -> str:
    """A day with its weekday and without its year, such as “Friday, March 7”; it stands as long as the letter does."""
    return str(format_date(day, _("EEEE, MMMM d")))


def _write(template: str, **values: object) -> str:
    """The body by its template, in the language in force. It is plain text: nothing is escaped, nothing can run."""
    settings: Settings = current_app.extensions["settings"]
    text = current_app.jinja_env.get_template(f"mail/{template}.txt")
    return text.render(url=settings.public_url, **values).strip() + "\n"
