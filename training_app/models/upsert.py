"""Insert-or-ignore and insert-or-update, which both databases spell alike but SQLAlchemy keeps by dialect."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from training_app.db import Base, Transaction
from training_app.models.types import table_of


def insert_into(transaction: Transaction, model: type[Base]) -> Any:
    """The dialect's own insert statement, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_of(dialect_of(transaction), model)


def insert_new(transaction: Transaction, model: type[Base], row: Mapping[str, object]) -> bool:
    """Insert the row unless one with its key is there already; gives whether it was inserted.

    On PostgreSQL it waits for a transaction that is inserting the same key just now.
    """
    return transaction.execute(_insert_or_ignore(dialect_of(transaction), model), row).first() is not None


def insert_all_new(transaction: Transaction, model: type[Base], rows: Sequence[Mapping[str, object]]) -> int:
    """The same for many rows, which all have the same columns; gives how many were inserted."""
    return len(transaction.execute(_insert_or_ignore(dialect_of(transaction), model), rows).all())


def dialect_of(transaction: Transaction) -> str:
    """`postgresql` or `sqlite`."""
    bind = transaction.get_bind() if isinstance(transaction, Session) else transaction
    return bind.dialect.name


def insert_of(dialect: str, model: type[Base]) -> Any:
    """The insert statement of a dialect that is known by its name."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table_of(model))


@cache
def _insert_or_ignore(dialect: str, model: type[Base]) -> Any:
    return insert_of(dialect, model).on_conflict_do_nothing().returning(*table_of(model).primary_key)
