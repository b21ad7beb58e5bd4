"""The attempts of checks: who may begin one, who holds the one that goes on, and when a moment may be tried again.

Attempts are per scenario of an enrolment and counted when a play is started. Starting another uses up the one before,
also where that was left open.
"""

from uuid import UUID

from sqlalchemy import bindparam, select

from training_app.db import Transaction
from training_app.domain.check import CHECK, attempts_left
from training_app.domain.errors import Conflict
from training_app.domain.progress import REWIND
from training_app.models import Enrolment
from training_app.models.types import table_of
from training_app.queries.attempts import is_scenario_passed, started_plays
from training_app.queries.batches import known_plays
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms, terms_named

_ENROLMENT = table_of(Enrolment)
_LOCK = select(_ENROLMENT.c.id).where(_ENROLMENT.c.id == bindparam("enrolment")).with_for_update(key_share=True)


def attempts_left_at(transaction: Transaction, terms: Terms, scenario_id: str) -> int | None:
    """How often this scenario may still be started under the enrolment; None for practice."""
    if terms.allowed is None:
        return None
    return attempts_left(
        allowed=terms.allowed,
        used=len(started_plays(transaction, terms.enrolment_id, scenario_id)),
        is_passed=is_scenario_passed(transaction, terms.enrolment_id, scenario_id),
    )


def refuse_to_begin(transaction: Transaction, terms: Terms, scenario_id: str) -> None:
    """Raises Conflict `closed` or `no-attempts` where no play of this scenario can be begun under the enrolment."""
    if terms.is_closed:
        raise Conflict("closed", "This is not asked of you any more.")
    if attempts_left_at(transaction, terms, scenario_id) == 0:
        raise Conflict("no-attempts", "No attempt at this scenario is left.")


def hold_attempt(transaction: Transaction, play: LoggedPlay, *, is_start: bool) -> None:
    """Keep other attempts of the same check waiting until the transaction ends, and see whether this one goes on.

    Raises Conflict `closed` or `no-attempts` where it cannot be started, `left` where another was started after it.
    """
    assert play.enrolment_id is not None
    transaction.execute(_LOCK, {"enrolment": play.enrolment_id})
    scenario_id = play.version.scenario_id
    if is_start:
        refuse_to_begin(transaction, terms_named(transaction, [play.enrolment_id])[play.enrolment_id], scenario_id)
    elif started_plays(transaction, play.enrolment_id, scenario_id)[-1].id != play.id:
        raise Conflict("left", "Another attempt was begun after this one, so this one is over.")


def may_try_again(transaction: Transaction, play: LoggedPlay) -> bool:
    """Whether a moment of this play may be tried again: of a check only when no attempt at it is left."""
    check = _check_behind(transaction, play)
    if check is None or check.enrolment_id is None:
        return True
    terms = terms_named(transaction, [check.enrolment_id])[check.enrolment_id]
    return terms.is_closed or attempts_left_at(transaction, terms, check.version.scenario_id) == 0


def refuse_to_try_again(transaction: Transaction, play: LoggedPlay) -> None:
    """Raises Conflict `attempts-remain` where a moment of this play may not be tried again yet."""
    if not may_try_again(transaction, play):
        raise Conflict("attempts-remain", "Use your attempts first; then any moment can be tried again.")


def _check_behind(transaction: Transaction, play: LoggedPlay) -> LoggedPlay | None:
    """The check that this play is, or that it goes back to."""
    line: dict[UUID, LoggedPlay] = {}
    if play.mode == REWIND:
        line = {known.play.id: known.play for known in known_plays(transaction, [play.id]).values()}
    while play.parent_id is not None:
        play = line[play.parent_id]
    return play if play.mode == CHECK else None
