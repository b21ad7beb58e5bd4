"""The line of trust as a picture 480 wide and 210 high."""

import math
from collections.abc import Sequence

from training_app.domain.engine import Outcome
from training_app.web.play.debrief_pages import TrustLine, TrustPoint, TurningPoint

LEFT, RIGHT = 20, 460
TOP, BOTTOM = 5, 205
ABOVE, BELOW = 20, 32  # how far from its point a word stands
LEAST_ABOVE = 40
FROM_LEFT, FROM_RIGHT = 60, 420


def trust_line(start: int, outcomes: Sequence[Outcome], turning: Outcome | None) -> TrustLine | None:
    """One point for the start and one after each reply; the turning point is marked. None where nothing ever moved."""
    values = [start, *(outcome.trust_after for outcome in outcomes)]
    if len(set(values)) == 1:
        return None
    step = (RIGHT - LEFT) / (len(values) - 1)
    points = [
        TrustPoint(x=_rounded(LEFT + step * place), y=_rounded(BOTTOM - (BOTTOM - TOP) * trust / 100))
        for place, trust in enumerate(values)
    ]
    return TrustLine(
        values=", ".join(map(str, values)),
        path=" ".join(f"{point.x},{point.y}" for point in points),
        points=tuple(points),
        here=_here(points[outcomes.index(turning) + 1], turning) if turning else None,
    )


def _rounded(number: float) -> int:
    """Halves go up, as they do in a browser."""
    return math.floor(number + 0.5)


def _here(point: TrustPoint, turning: Outcome) -> TurningPoint:
    is_gain = turning.trust_change > 0
    return TurningPoint(
        x=point.x,
        y=point.y,
        kind="gain" if is_gain else "fall",
        words_y=point.y - ABOVE if is_gain and point.y > LEAST_ABOVE else point.y + BELOW,
        anchor="end" if point.x > FROM_RIGHT else "middle" if point.x > FROM_LEFT else "start",
    )
