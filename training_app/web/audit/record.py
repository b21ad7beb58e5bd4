"""The audit record as its page takes it: who did what, in words, with the names of now."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from training_app.domain.permissions import Role
from training_app.models import AuditEvent
from training_app.queries.audit import AN_ID, Named
from training_app.web.audit.pages import ChangeLine, DayOfChanges
from training_app.web.audit.sentences import SENTENCES, TITLES
from training_app.web.places import role_name

Names = Mapping[UUID, Named]
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def days_of(events: Sequence[AuditEvent], names: Names) -> tuple[DayOfChanges, ...]:
    """The changes by day in the viewer's time zone, in the order given."""
    by_day = groupby(events, key=lambda event: str(format_date(event.at, "full")))
    return tuple(DayOfChanges(day, tuple(_line(event, names) for event in own)) for day, own in by_day)


def _line(event: AuditEvent, names: Names) -> ChangeLine:
    who = _name(event.actor_id, names) if event.actor_id else _("The command line")
    what = _resolved(event.subject, names)
    sentence = SENTENCES.get(event.action)
    words = str(sentence) % {"who": who, "what": what} if sentence else f"{who}: {event.action} {what}"
    return ChangeLine(
        words=words,
        time=format_time(event.at, "short"),
        moment=event.at.isoformat(),
        more=tuple(_detail(key, value, names) for key, value in (event.details or {}).items()),
    )


def _name(one: UUID, names: Names) -> str:
    """The name of now; of what is gone, its id."""
    named = names.get(one)
    if named is None:
        return str(one)
    return str(_("somebody who was erased")) if named.kind == "erased" else named.name


def _resolved(text: str, names: Names) -> str:
    """The text with a name in place of each id that is known."""
    return AN_ID.sub(lambda found: str(_("“%(name)s”", name=_name(UUID(found.group()), names))), text)


def _detail(key: str, value: Any, names: Names) -> str:
    title = TITLES.get(key, key)
    if key == "roster":  # its id says nothing to anybody
        return str(title)
    values = value if isinstance(value, list) else [value]
    return f"{title}: {', '.join(_value(one, names) for one in values)}"


def _value(value: Any, names: Names) -> str:
    text = str(value)
    if A_DAY.fullmatch(text):
        return str(format_date(date.fromisoformat(text), "medium"))
    if text in set(Role):
        return role_name(Role(text))
    return str(TITLES[text]) if text in TITLES else _resolved(text, names)


def choices() -> tuple[tuple[str, str], ...]:
    """The actions to filter by with their words, in the order of these."""
    words = {action: str(sentence) % {"who": "…", "what": "…"} for action, sentence in SENTENCES.items()}
    return tuple(sorted(words.items(), key=lambda pair: pair[1].casefold()))
