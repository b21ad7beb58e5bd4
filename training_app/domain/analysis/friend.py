"""Whether kindness works in this scenario: the friend path, and the sense of grades, trust and endings."""

from collections.abc import Iterator

from training_app.domain.analysis.figures import score_ranges
from training_app.domain.analysis.plays import Plays
from training_app.domain.finding import Finding
from training_app.domain.friend_path import FriendPath, SearchBound, friend_path
from training_app.domain.scenario import Grade, Returns, Scenario

LOWEST_GLADLY = 0.5


def search_friend_path(scenario: Scenario) -> tuple[FriendPath | None, list[Finding]]:
    """The friend path of a graded scenario that can be played, with what is wrong with it."""
    try:
        path = friend_path(scenario)
    except SearchBound:
        message = (
            "There are too many ways to answer like a friend, so the length of the friend path is not known. "
            "Give the friend replies fewer facts and trust values, or let fewer of them lead back."
        )
        return None, [Finding("E211", message, ("start",))]
    if path is None:
        message = "No friend path: friend replies alone reach no ending. Let one lead on to an ending."
        return None, [Finding("E209", message, ("start",))]
    ending = scenario.scenes[path.ending].ending
    if ending is None or ending.returns in (None, Returns.GLADLY):
        return path, []
    message = (
        f"The friend path ends in “{path.ending}”, whose customer returns “{ending.returns}”. "
        "Let it lead to an ending with `returns: gladly`."
    )
    return path, [Finding("E210", message, ("scenes", path.ending, "ending", "returns"))]


def trust_findings(scenario: Scenario) -> Iterator[Finding]:
    """Friend replies that lower trust and prey replies that raise it."""
    for name, scene in scenario.scenes.items():
        for choice in scene.choices:
            where = ("scenes", name, "choices", choice.id, "trust")
            if choice.grade is Grade.FRIEND and choice.trust < 0:
                message = f"The friend reply “{choice.id}” lowers trust. Let it keep or raise trust, or grade it anew."
                yield Finding("W305", message, where)
            if choice.grade is Grade.PREY and choice.trust > 0:
                message = f"The prey reply “{choice.id}” raises trust. Let it cost trust, or grade it anew."
                yield Finding("W306", message, where)


def ending_findings(scenario: Scenario, plays: Plays, *, friend_decisions: int) -> Iterator[Finding]:
    """Endings that do not fit the score with which they can be reached (without the cap of `never`)."""
    ranges = score_ranges(scenario, plays, friend_decisions=friend_decisions, is_capped=False)
    for name, (lowest, highest) in ranges.items():
        ending = scenario.scenes[name].ending
        where = ("scenes", name, "ending", "returns")
        if ending and ending.returns is Returns.GLADLY and lowest < LOWEST_GLADLY:
            message = (
                f"The ending “{name}” says `gladly`, and a play that scores {lowest:.0%} reaches it. "
                "Let trust decide who gets there, or end less gladly."
            )
            yield Finding("W307", message, where)
        if ending and ending.returns is Returns.NEVER and highest == 1:
            message = (
                f"The ending “{name}” says `never`, and a play without a single slip reaches it. "
                "Let it follow from a slip, or end better."
            )
            yield Finding("W308", message, where)


def untested_principles(scenario: Scenario, plays: Plays) -> Iterator[Finding]:
    """Principles named on no reply that can be a decision's first answer, the only one that counts."""
    replies = [(name, choice) for name, scene in scenario.scenes.items() for choice in scene.choices]
    tested = {choice.principle for name, choice in replies if (name, choice.id) in plays.first_answers}
    for name, choice in replies:
        if choice.principle is not None and choice.principle not in tested:
            tested.add(choice.principle)
            yield Finding(
                "W309",
                f"The principle “{choice.principle}” is named but never tested: no reply that names it can be the "
                "first answer at its decision. Name it where it is tried.",
                ("scenes", name, "choices", choice.id, "principle"),
            )
