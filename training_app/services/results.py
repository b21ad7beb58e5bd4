"""A finished play's result in the shape of the outside contract."""

from typing import Any

from training_app.content.version import Content
from training_app.domain.engine import Replay
from training_app.domain.scoring import score_play


def result_of(content: Content, replayed: Replay, friend_decisions: int | None) -> dict[str, Any]:
    """The result of a finished replay: score 0-1 unrounded, passed, losses, principles and ledger.

    A companion's score, passed and friend_decisions are None, as is a ledger that is left out.
    """
    score = score_play(content.scenario, replayed, friend_decisions=friend_decisions)
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
