"""Taking turns at what only one node may do at a time, such as migrating an empty database."""

from enum import IntEnum

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session


class Turn(IntEnum):
    """What nodes take turns at; the numbers are arbitrary, and stay."""

    MIGRATE = 7_202_611
    MAKE_DEMO = 7_202_612
    REMIND = 7_202_613
    CHANGE_TREE = 7_202_640


def wait_for_turn(transaction: Session | Connection, turn: Turn) -> None:
    """Wait until no other transaction has this turn; it is ours until the transaction ends.

    SQLite needs nothing: its writing transactions wait for each other anyway.
    """
    bind = transaction.get_bind() if isinstance(transaction, Session) else transaction
    if bind.dialect.name == "postgresql":
        transaction.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": int(turn)})


def take_turn(transaction: Session | Connection, turn: Turn) -> bool:
    """Take this turn if nobody has it, without waiting; it is ours until the transaction ends.

    On SQLite it is always ours, as long as we write.
    """
    bind = transaction.get_bind() if isinstance(transaction, Session) else transaction
    if bind.dialect.name != "postgresql":
        return True
    return bool(transaction.scalar(text("select pg_try_advisory_xact_lock(:turn)"), {"turn": int(turn)}))
