"""Alembic's entry: run the migrations on the connection that was handed in."""

from typing import Any, Literal

from alembic import context

import training_app.models  # noqa: F401  (registers the tables)
from training_app.db import Base
from training_app.models.types import UtcDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own: a migration imports no code that may change."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
