"""The report of a team as its page takes it."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import format_date
from flask_babel import gettext as _

from training_app.domain.team import Filters, TeamReport
from training_app.domain.team_filters import filtered
from training_app.web.team.cards import huddle_card, praise_lines, ready_card
from training_app.web.team.figures import family_figures, push_line, week_line
from training_app.web.team.filtering import filter_form, query_of
from training_app.web.team.matrix import matrix_of
from training_app.web.team.pages import HuddleList, HuddlePage, PersonLink, TeamPage


def team_page(report: TeamReport, filters: Filters, *, page: int) -> TeamPage:
    """The page of the whole report of these stores with these filters: cards and figures are the whole team's."""
    shown = filtered(report, filters)
    today = max(store.today for store in report.stores)
    return TeamPage(
        title=place_of(report),
        today=format_date(today, "full"),
        people=len(report.people),
        modules=len(report.modules),
        is_several=len(report.stores) > 1,
        ready=ready_card(report),
        huddle=huddle_card(report.huddle),
        praise=praise_lines(report)[:3],
        matrix=matrix_of(filtered(report, replace(filters, state=None)), shown, page=page),
        filters=filter_form(report, filters=filters),
        families=tuple(family_figures(family) for family in report.families),
        pushes=tuple(map(push_line, report.pushes)),
        weeks=tuple(week_line(week, number=number, year=today.year) for number, week in enumerate(report.weeks)),
        query=query_of(filters),
    )


def huddle_page(report: TeamReport, filters: Filters) -> HuddlePage:
    """The huddle sheet of these stores."""
    ready = ready_card(report)
    share = _("%(ready)s of %(of)s", ready=ready.ready, of=ready.of)
    return HuddlePage(
        title=place_of(report),
        today=format_date(max(store.today for store in report.stores), "full"),
        huddle=huddle_card(report.huddle),
        lists=(
            HuddleList("ready-today", f"{_('Ready today')}: {share}", _grouped(ready.who_is_ready)),
            HuddleList("praise", _("Praise"), _grouped(praise_lines(report))),
            HuddleList("due", _("Due this week"), _grouped(ready.due)),
            HuddleList("late", _("Late"), _grouped(ready.late)),
        ),
        query=query_of(filters),
    )


def _grouped(people: Sequence[PersonLink]) -> tuple[tuple[str, str], ...]:
    """Their names by what is said of them, so that a whole team fits on the sheet."""
    names: dict[str, list[str]] = {}
    for person in people:
        names.setdefault(person.words, []).append(person.name)
    return tuple((", ".join(own), words) for words, own in names.items())


def place_of(report: TeamReport) -> str:
    """The store's name, or of a branch the name of the place above the others."""
    top = min(report.stores, key=lambda store: len(store.path))
    if all(store.path.startswith(top.path) for store in report.stores):
        return top.name
    return str(_("Your stores"))
