"""A play in the shape of the outside contract."""

from typing import Any

from training_app.content.version import Content
from training_app.domain import engine
from training_app.domain.check import CHECK
from training_app.domain.engine import Replay
from training_app.domain.scoring import DEFAULT_PASS_MARK
from training_app.domain.screen_order import on_screen
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms
from training_app.services.results import result_of
from training_app.web.contents import content
from training_app.web.play.checking import tokens_of


def reduced_json(play: LoggedPlay) -> dict[str, Any]:
    """A play whose answers are no longer kept: its result, and nothing of the way there."""
    return {
        "id": str(play.id),
        "scenario": play.version.scenario_id,
        "version": play.version.number,
        "mode": play.mode,
        "scene": None,
        "trust": None,
        "facts": None,
        "number": 0,
        "options": [],
        "ending": play.finished_at is not None,
        "result": play.result,
        "parent": None,
        "from_number": None,
        "beginning": None,
    }


def play_json(play: LoggedPlay, replayed: Replay, *, terms: Terms | None) -> dict[str, Any]:
    """The play as it stands after `replayed`, which may be one choice further than `play`.

    Before its end a check tells neither trust nor facts, and its options are tokens in screen order.
    """
    version_content = content(play.version)
    state = replayed.state
    is_hidden = play.mode == CHECK and not replayed.is_finished
    return {
        "id": str(play.id),
        "scenario": play.version.scenario_id,
        "version": play.version.number,
        "mode": play.mode,
        "scene": state.scene,
        "trust": None if is_hidden else state.trust,
        "facts": None if is_hidden else sorted(state.facts),
        "number": len(replayed.outcomes),
        "options": _tokens(play, version_content, replayed) if is_hidden else _ids(version_content, replayed),
        "ending": replayed.is_finished,
        "result": _result(play, version_content, replayed, terms) if replayed.is_finished else None,
        "parent": str(play.parent_id) if play.parent_id else None,
        "from_number": play.from_number,
        "beginning": None,
    }


def _ids(content: Content, replayed: Replay) -> list[str]:
    return [choice.id for choice in engine.options(content.scenario, replayed.state)]


def _tokens(play: LoggedPlay, content: Content, replayed: Replay) -> list[str]:
    scene, tokens = replayed.state.scene, tokens_of(play)
    offered = engine.options(content.scenario, replayed.state)
    return [tokens.of(scene, choice.id) for choice in on_screen(offered, play_id=str(play.id), scene_id=scene)]


def _result(play: LoggedPlay, content: Content, replayed: Replay, terms: Terms | None) -> dict[str, Any]:
    """The result as it was kept, by the mark of that day; just now finished it is by the mark of today."""
    pass_mark = terms.pass_mark if terms else DEFAULT_PASS_MARK
    return play.result or result_of(content, replayed, play.version.friend_decisions, pass_mark=pass_mark)
