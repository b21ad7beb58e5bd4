"""A play in the shape of the outside contract."""

from typing import Any

from training_app.domain import engine
from training_app.domain.engine import Replay
from training_app.queries.plays import LoggedPlay
from training_app.services.results import result_of
from training_app.web.contents import content


def play_json(play: LoggedPlay, replayed: Replay) -> dict[str, Any]:
    """The play as it stands after `replayed`, which may be one choice further than `play`."""
    version_content = content(play.version)
    state = replayed.state
    return {
        "id": str(play.id),
        "scenario": play.version.scenario_id,
        "version": play.version.number,
        "mode": play.mode,
        "scene": state.scene,
        "trust": state.trust,
        "facts": sorted(state.facts),
        "number": len(replayed.outcomes),
        "options": [choice.id for choice in engine.options(version_content.scenario, state)],
        "ending": replayed.is_finished,
        "result": result_of(version_content, replayed, play.version.friend_decisions) if replayed.is_finished else None,
        "parent": str(play.parent_id) if play.parent_id else None,
        "from_number": play.from_number,
        "beginning": None,
    }
