"""Insert-or-ignore and insert-or-update, which both databases spell alike but SQLAlchemy keeps by dialect."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from training_app.db import Base


def insert_into(session: Session, model: type[Base]) -> Any:
    """The dialect's own insert statement, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    table = model.__table__
    assert isinstance(table, Table)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
