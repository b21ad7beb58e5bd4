"""The modules with which somebody is through, as My progress shows them."""

from collections.abc import Sequence

from flask_babel import format_date

from training_app.queries.enrolments import OwnEnrolment
from training_app.web.practice.due import title_of
from training_app.web.practice.pages import SettledLine


def settled_lines(enrolments: Sequence[OwnEnrolment]) -> tuple[SettledLine, ...]:
    """What is passed, failed or excused; what was due last comes first."""
    return tuple(_line(own) for own in reversed(enrolments) if not own.is_open)


def _line(own: OwnEnrolment) -> SettledLine:
    return SettledLine(
        title=title_of(own),
        is_check=own.is_check,
        state=own.state.value,
        when=format_date(own.facts.passed_on, "long") if own.facts.passed_on else None,
    )
