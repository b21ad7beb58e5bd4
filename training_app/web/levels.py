"""How much managers see of others, asked once a request and only by what shows it or keeps to it."""

from flask import g

from training_app.db import current_transaction
from training_app.domain.levels import Level
from training_app.queries.workspace import managers_see


def level_now() -> Level:
    """What the workspace lets managers see at this moment."""
    if "level" not in g:
        g.level = managers_see(current_transaction())
    level: Level = g.level
    return level


def note_level(level: Level) -> None:
    """It came along with something else that this request has read."""
    g.level = level
