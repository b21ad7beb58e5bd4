"""Bars as their pictures take them: parts one after another, in hundredths of the length."""

from collections.abc import Sequence

from training_app.web.team.figure_lines import Part


def bar_of(counts: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """The parts of a bar in proportion to these counts; empty where all are nothing."""
    total = sum(count for _kind, count in counts)
    parts, start = [], 0
    for kind, count in counts:
        if count:
            parts.append(Part(kind, round(100 * start / total, 2), round(100 * count / total, 2)))
            start += count
    return tuple(parts)
