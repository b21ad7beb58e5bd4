"""Plays that were really played by the engine, as patterns for many: their log, result, answers and points."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from training_app.content.version import Content, content_from_canonical
from training_app.domain import engine
from training_app.domain.scenario import Grade
from training_app.queries.versions import PublishedVersion, content_of, latest_versions
from training_app.services.results import answers_of, passes, result_of

WALKS = 40  # of each outcome
KINDNESS = (0.95, 0.5)  # how often a friend's reply is taken


@dataclass(frozen=True, slots=True)
class Walk:
    """One way from the start to an ending. `number` names it, `result` and `answers` are as they are kept."""

    number: int
    version_id: int
    log: tuple[str, ...]
    result: str
    answers: str | None
    score: float | None
    points: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Walks:
    """Ways through one scenario: those that pass by the mark, and those that do not."""

    passing: Sequence[Walk]
    failing: Sequence[Walk]


def record_walks(session: Session, *, scenario: str, pass_mark: float, first: int, random: Random) -> Walks:
    """Play a published scenario until there are enough of both; a companion has passing ones alone."""
    version = next(one for one in latest_versions(session) if one.scenario_id == scenario)
    content = content_from_canonical(content_of(session, version.id))
    found: dict[bool, list[Walk]] = {True: [], False: []}
    needed = {True} if version.friend_decisions is None else {True, False}
    number = first
    while any(len(found[outcome]) < WALKS for outcome in needed):
        walk, is_pass = _walk(content, version, number, pass_mark=pass_mark, random=random)
        if len(found[is_pass]) < WALKS:
            found[is_pass].append(walk)
            number += 1
    return Walks(found[True], found[False])


def _walk(
    content: Content, version: PublishedVersion, number: int, *, pass_mark: float, random: Random
) -> tuple[Walk, bool]:
    kindness = random.choice(KINDNESS)
    state, log = engine.begin(content.scenario), []
    while not engine.is_finished(content.scenario, state):
        offered = engine.options(content.scenario, state)
        kind = [choice for choice in offered if choice.grade is Grade.FRIEND]
        log.append(random.choice(kind if kind and random.random() < kindness else offered).id)
        state, _outcome = engine.choose(content.scenario, state, log[-1])
    replayed = engine.replay(content.scenario, log)
    result = result_of(content, replayed, version.friend_decisions, pass_mark=pass_mark)
    answers = answers_of(replayed)
    walk = Walk(
        number=number,
        version_id=version.id,
        log=tuple(log),
        result=json.dumps(result),
        answers=answers and json.dumps(answers),
        score=result["score"],
        points=tuple((name, one["points"], one["possible"]) for name, one in result["principles"].items()),
    )
    return walk, passes(result, pass_mark=pass_mark)
