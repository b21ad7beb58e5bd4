"""The first three cards: who is ready, what to say at the huddle, whom to praise."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from training_app.domain.enrolment import LATE, State
from training_app.domain.team import Praise, TeamPerson, TeamReport
from training_app.domain.team_figures import Huddle
from training_app.web.due_days import day_in_words, due_in_words
from training_app.web.percentages import percent
from training_app.web.team.bars import bar_of
from training_app.web.team.pages import HuddleCard, PersonLink, ReadyCard

MOST_NAMED = 2


def ready_card(report: TeamReport) -> ReadyCard:
    """Who is ready today, who is due this week and who is late."""
    at_work = report.at_work
    late = [person for person in at_work if person.is_late]
    ready = [person for person in at_work if person.is_ready]
    on_the_way = len(at_work) - len(late) - len(ready)
    due = sorted((person for person in at_work if person.due_soon()), key=lambda one: one.due_soon()[0][1].due_on)
    titles = {module.id: module.title for module in report.modules}
    return ReadyCard(
        ready=len(ready),
        of=len(at_work),
        bar=bar_of((("ready", len(ready)), ("on-the-way", on_the_way), ("late", len(late)))),
        on_the_way=on_the_way,
        due=tuple(link_to(person, _due_words(person, titles)) for person in due),
        late=tuple(link_to(person, _late_words(person, titles)) for person in late),
        who_is_ready=tuple(link_to(person) for person in sorted(ready, key=lambda one: one.name.casefold())),
    )


def huddle_card(huddle: Huddle | None) -> HuddleCard | None:
    """The one line to say."""
    if huddle is None:
        return None
    return HuddleCard(
        friend=huddle.friend,
        principle=huddle.principle,
        why=huddle.why,
        narration=huddle.narration,
        seen=huddle.seen,
        says=huddle.says,
        ask=huddle.ask,
        often=huddle.often,
        title=huddle.title,
        url=url_for("practice.intro", scenario=huddle.scenario) if huddle.scenario else None,
        minutes=huddle.minutes,
        lost=percent(huddle.share),
        answers=huddle.answers,
        people=huddle.people,
    )


def praise_lines(report: TeamReport) -> tuple[PersonLink, ...]:
    """Whom to praise and for what, in words that say nothing beyond the states."""
    return tuple(
        PersonLink(praise.name, url_for("team.progress", person=praise.person), praise_words(praise))
        for praise in report.praise
    )


def praise_words(praise: Praise) -> str:
    """What somebody is praised for."""
    if praise.kind == "all":
        count = len(praise.modules)
        return str(ngettext("has passed what there was", "has passed all %(num)s modules", count))
    titles = some_of(praise.modules)
    if praise.kind == "back":
        return str(_("did not give up and passed %(modules)s", modules=titles))
    return str(_("has passed %(modules)s", modules=titles))


def some_of(names: Iterable[str]) -> str:
    """The first names of a list, and how many more there are."""
    named = [*names]
    shown = ", ".join(_("“%(name)s”", name=name) for name in named[:MOST_NAMED])
    more = len(named) - MOST_NAMED
    if more <= 0:
        return shown
    return str(ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=shown))


def link_to(person: TeamPerson, words: str = "") -> PersonLink:
    """Somebody's page."""
    return PersonLink(person.name, url_for("team.progress", person=person.id), words)


def _due_words(person: TeamPerson, titles: Mapping[UUID, str]) -> str:
    soon = person.due_soon()
    due = due_in_words(soon[0][1].due_on, today=person.store.today)
    return f"{some_of(titles[module] for module, _cell in soon)} · {due}"


def _late_words(person: TeamPerson, titles: Mapping[UUID, str]) -> str:
    late = [(module, cell) for module, cell in person.cells.items() if cell.state in LATE]
    overdue = [cell.due_on for _module, cell in late if cell.state is State.OVERDUE]
    names = some_of(titles[module] for module, _cell in late)
    since = day_in_words(min(overdue), today=person.store.today) if overdue else ""
    why = _("due since %(day)s", day=since) if overdue else _("no attempt left")
    return f"{names} · {why}"
