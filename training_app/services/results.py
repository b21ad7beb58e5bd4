"""A finished play's result in the shape of the outside contract, and what else is kept with it."""

from collections.abc import Mapping
from typing import Any

from training_app.content.version import Content
from training_app.domain.engine import Replay
from training_app.domain.scenario import Returns
from training_app.domain.scoring import DEFAULT_PASS_MARK, first_answers, is_passed, score_play


def result_of(
    content: Content, replayed: Replay, friend_decisions: int | None, *, pass_mark: float = DEFAULT_PASS_MARK
) -> dict[str, Any]:
    """The result of a finished replay: score 0-1 unrounded, passed, losses, principles and ledger.

    A companion's score, passed and friend_decisions are None, as is a ledger that is left out.
    """
    score = score_play(content.scenario, replayed, friend_decisions=friend_decisions, pass_mark=pass_mark)
    return {
        "score": score.score,
        "passed": score.passed,
        "red_line": score.red_line,
        "lost": score.lost,
        "missed": score.missed,
        "friend_decisions": score.friend_decisions,
        "principles": {
            principle: {"points": earned.points, "possible": earned.possible}
            for principle, earned in score.principles.items()
        },
        "ledger": _ledger(content, replayed.state.scene),
    }


def _ledger(content: Content, scene_id: str) -> dict[str, Any] | None:
    ending = content.scenario.scenes[scene_id].ending
    if ending is None or ending.returns is None:
        return None
    tells = content.texts[content.language].get(f"scenes.{scene_id}.ending.tells")
    return {"sale": ending.sale, "returns": str(ending.returns), "tells": tells}


def passes(result: Mapping[str, Any], *, pass_mark: float) -> bool:
    """Whether a result passes by this mark (0-1); a companion's does by being there."""
    if result["score"] is None:
        return True
    returns = Returns(result["ledger"]["returns"]) if result["ledger"] else None
    return is_passed(result["score"], red_line=result["red_line"], returns=returns, pass_mark=pass_mark)


def answers_of(replayed: Replay) -> list[list[str]] | None:
    """The first answers of a play in order, as `[scene, choice, grade]`; None for a companion, which has no grades."""
    answers = [
        [outcome.scene, outcome.choice.id, outcome.choice.grade.value]
        for outcome in first_answers(replayed.outcomes)
        if outcome.choice.grade is not None
    ]
    return answers or None
