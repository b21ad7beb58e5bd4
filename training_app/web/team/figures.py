"""A group's figures as the page shows them: principles by family, where the team still pushes, week by week."""

from flask import url_for

from training_app.domain.team_figures import FamilyFigures, GroupFigures, Push, Week
from training_app.web.team.bars import bar_of
from training_app.web.team.figure_lines import Figures, PushLine, WeekLine
from training_app.web.team.matrix import short_day

WEEK_WIDTH = 10.0


def family_figures(family: FamilyFigures) -> Figures:
    """A family with its principles."""
    parts = tuple(figures_named(one.name, one.figures) for one in family.principles)
    return figures_named(family.name, family.figures, parts)


def figures_named(name: str, figures: GroupFigures, parts: tuple[Figures, ...] = ()) -> Figures:
    """These figures under a name."""
    counts = figures.counts
    if counts is None:
        return Figures(name, figures.answers, False, None, 0, 0, 0, (), parts)
    graded = (("friend", counts.friend), ("fair", counts.fair), ("prey", counts.prey))
    return Figures(
        name=name,
        answers=figures.answers,
        is_shown=True,
        percent=counts.percent,
        welcome=counts.friend,
        processed=counts.fair,
        hunted=counts.prey,
        bar=bar_of(graded),
        parts=parts,
    )


def push_line(push: Push) -> PushLine:
    """A decision that is still answered as prey."""
    url = url_for("practice.intro", scenario=push.scenario)
    return PushLine(push, url, 100 * push.prey // push.answers)


def week_line(week: Week, *, number: int, year: int) -> WeekLine:
    """One week, the `number`th from 0, with its place in the picture."""
    counts = week.figures.counts
    percent = 100 * counts.friend // counts.answers if counts and counts.answers else None
    return WeekLine(
        begins=short_day(week.begins, year=year),
        percent=percent,
        answers=week.figures.answers,
        passes=week.passes,
        start=number * WEEK_WIDTH,
        height=float(percent or 0),
    )
