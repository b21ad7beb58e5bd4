"""The figures of a scenario: how large it is, how long its paths are, and what its endings are worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training_app.domain.analysis.plays import Plays
from training_app.domain.friend_path import FriendPath
from training_app.domain.scenario import Returns, Scenario
from training_app.domain.scoring import score_of

ScoreRange = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and where the scenario can be played: paths, lengths in replies, and score ranges 0-1 by ending.

    A path is a choice sequence from the start to an ending that answers no decision twice. `is_bounded`
    says that the bound was hit: then `paths` means “more than”, `longest` “at least”, and the score
    ranges are those of the plays that were looked at. None or empty is what could not be known.
    """

    scenes: int
    decisions: int
    endings: int
    states: int | None = None
    paths: int | None = None
    shortest: int | None = None
    longest: int | None = None
    friend_path: FriendPath | None = None
    score_ranges: Mapping[str, ScoreRange] = field(default_factory=dict)
    is_bounded: bool = False


def count_figures(
    scenario: Scenario, *, plays: Plays | None = None, states: int | None = None, path: FriendPath | None = None
) -> Figures:
    """The figures; without plays only the counts that the file itself gives."""
    endings = sum(scene.ending is not None for scene in scenario.scenes.values())
    lengths = plays.lengths if plays else set()
    return Figures(
        scenes=len(scenario.scenes),
        decisions=sum(bool(scene.choices) and scene.ending is None for scene in scenario.scenes.values()),
        endings=endings,
        states=states,
        paths=plays.paths if plays else None,
        shortest=min(lengths, default=None),
        longest=max(lengths, default=None),
        friend_path=path,
        score_ranges=score_ranges(scenario, plays, friend_decisions=path.decisions) if plays and path else {},
        is_bounded=plays is not None and not plays.is_complete,
    )


def score_ranges(
    scenario: Scenario, plays: Plays, *, friend_decisions: int, is_capped: bool = True
) -> dict[str, ScoreRange]:
    """The lowest and the highest score of each ending's plays, in file order; with or without the cap of `never`."""
    ranges = {}
    for name, scene in scenario.scenes.items():
        returns: Returns | None = scene.ending.returns if scene.ending and is_capped else None
        scores = [
            score_of(lost=lost, decisions=decisions, friend_decisions=friend_decisions, returns=returns)
            for decisions, arrivals in plays.endings.get(name, {}).items()
            for lost in (arrivals.least_lost, arrivals.most_lost)
        ]
        if scores:
            ranges[name] = (min(scores), max(scores))
    return ranges
