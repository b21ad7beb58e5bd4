"""The line of trust as points of a picture 480 wide and 210 high."""

from collections.abc import Sequence

from flask_babel import gettext as _

from training_app.domain.engine import Outcome
from training_app.web.play.pages import TrustPoint

LEFT, RIGHT = 20, 460
TOP, BOTTOM = 5, 205


def trust_line(start: int, outcomes: Sequence[Outcome], turning: Outcome | None) -> tuple[TrustPoint, ...]:
    """One point for the start and one after each reply; the turning point is marked."""
    values = [start, *(outcome.trust_after for outcome in outcomes)]
    step = (RIGHT - LEFT) / max(1, len(values) - 1)
    at = outcomes.index(turning) + 1 if turning else None
    return tuple(
        TrustPoint(
            x=round(LEFT + step * place),
            y=round(BOTTOM - (BOTTOM - TOP) * trust / 100),
            trust=trust,
            is_turning=place == at,
        )
        for place, trust in enumerate(values)
    )


def line_label(start: int, outcomes: Sequence[Outcome]) -> str:
    """The same for a screen reader."""
    values = ", ".join(str(value) for value in (start, *(outcome.trust_after for outcome in outcomes)))
    return str(
        _("How safe the customer felt, from 0 to 100, at the start and after each reply: %(values)s", values=values)
    )
