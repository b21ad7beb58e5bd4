"""Playing on the server: begin, record a choice, try a moment again.

The log is append-only. A choice is taken when its number is the next one; the same number with the same
choice changes nothing, so that a lost answer can be asked for again. Of two who answer at once the key
(play, number) lets one through, so that a play is read and replayed before the writing transaction begins.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from training_app.content.version import Content
from training_app.db import Transaction
from training_app.domain import engine
from training_app.domain.engine import Replay
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.scoring import score_play
from training_app.models import Play, PlayChoice, PlayPrinciple, ShiftSentence
from training_app.models.types import table_of
from training_app.models.upsert import insert_new
from training_app.queries.plays import LoggedPlay, log_of, own_play
from training_app.queries.versions import PublishedVersion
from training_app.services.results import result_of

LONGEST_PLAY = 500
LONGEST_SENTENCE = 200
_CHANGE_PLAY = update(table_of(Play)).where(table_of(Play).c.id == bindparam("play"))
_INSERT_PRINCIPLES = insert(table_of(PlayPrinciple))


@dataclass(frozen=True, slots=True)
class Begun:
    """A play and whether this call began it."""

    play: LoggedPlay
    is_new: bool


def begin_play(
    session: Session,
    *,
    play_id: UUID,
    person_id: UUID,
    location_id: UUID | None,
    version: PublishedVersion,
    language: str,
    now: datetime,
) -> Begun:
    """Begin a play of this version; the same id again is the same play.

    Raises NotFound when the id is somebody else's, Conflict `mismatch` when it is of another scenario.
    """
    is_new = insert_new(
        session,
        Play,
        {
            "id": play_id,
            "person_id": person_id,
            "location_id": location_id,
            "version_id": version.id,
            "language": language,
            "mode": "practice",
            "begun_at": now,
        },
    )
    play = own_play(session, play_id, person_id=person_id)
    if play.version.scenario_id != version.scenario_id or play.mode != "practice":
        raise Conflict("mismatch", "A play with this id is already under way in another scenario.")
    return Begun(play, is_new=is_new)


def begin_rewind(
    session: Session,
    *,
    play_id: UUID,
    parent: LoggedPlay,
    person_id: UUID,
    location_id: UUID | None,
    number: int,
    now: datetime,
) -> Begun:
    """Try the decision of choice `number` (from 1) of a finished play again, as a play that counts for nothing.

    Raises Conflict `not-finished`, Invalid `no-such-number`.
    """
    if parent.finished_at is None:
        raise Conflict("not-finished", "Play to the end first; then any moment can be tried again.")
    if not 1 <= number <= parent.number:
        raise Invalid("no-such-number", f"This play has the choices 1 to {parent.number}.")
    session.execute(
        insert(Play).values(
            id=play_id,
            person_id=person_id,
            location_id=location_id,
            version_id=parent.version.id,
            language=parent.language,
            mode="rewind",
            parent_id=parent.id,
            from_number=number,
            begun_at=now,
        )
    )
    return Begun(own_play(session, play_id, person_id=person_id), is_new=True)


def record_choice(
    transaction: Transaction, *, play: LoggedPlay, content: Content, number: int, choice: str, now: datetime
) -> Replay:
    """Append one choice, or find it recorded already; gives the play as it is now.

    `number` is the choice's own, from 1. Raises Conflict `taken`, `gap` or `finished`, Invalid `bad-number`
    or `not-offered`. The play may have been read a moment ago, in another transaction.
    """
    if number < 1:
        raise Invalid("bad-number", "Choices are numbered from 1.")
    replayed = engine.replay(content.scenario, play.log)
    if number <= play.number:
        if play.log[number - 1] != choice:
            raise Conflict("taken", f"Choice {number} of this play is already another one.")
        return replayed
    if replayed.is_finished:
        raise Conflict("finished", "This play has reached its ending; begin a new one.")
    if number != play.number + 1:
        raise Conflict("gap", f"The next choice of this play is number {play.number + 1}.")
    if number > LONGEST_PLAY:
        raise Conflict("too-long", f"A play has at most {LONGEST_PLAY} choices; begin a new one.")
    state, outcome = engine.choose(content.scenario, replayed.state, choice)
    after = Replay(state, (*replayed.outcomes, outcome), engine.is_finished(content.scenario, state))
    row = {"play_id": play.id, "number": number, "choice": choice, "said_at": now, "received_at": now}
    if insert_new(transaction, PlayChoice, row):
        _keep_milestones(transaction, play, content, after, now)
        return after
    play = replace(play, log=log_of(transaction, play.id, play.parent_id, play.from_number))  # another was faster
    return record_choice(transaction, play=play, content=content, number=number, choice=choice, now=now)


def _keep_milestones(
    transaction: Transaction, play: LoggedPlay, content: Content, replayed: Replay, now: datetime
) -> None:
    """Note on the play when its first and its last choice were made, and with the last the result."""
    changes: dict[str, object] = {}
    if play.started_at is None:
        changes["started_at"] = now
    if replayed.is_finished:
        changes |= {"finished_at": now, "result": result_of(content, replayed, play.version.friend_decisions)}
        _keep_principles(transaction, play, content, replayed)
    if changes:
        transaction.execute(_CHANGE_PLAY, {"play": play.id, **changes})


def _keep_principles(transaction: Transaction, play: LoggedPlay, content: Content, replayed: Replay) -> None:
    """Write the points by principle once; a rewind has none."""
    if play.mode == "rewind":
        return
    score = score_play(content.scenario, replayed, friend_decisions=play.version.friend_decisions)
    rows = [
        {"play_id": play.id, "principle": principle, "points": earned.points, "possible": earned.possible}
        for principle, earned in score.principles.items()
    ]
    if rows:
        transaction.execute(_INSERT_PRINCIPLES, rows)


def keep_sentence(session: Session, *, play: LoggedPlay, person_id: UUID, text: str, now: datetime) -> None:
    """Keep the sentence for the next shift, in place of an earlier one from this play; empty text takes it back.

    Raises Invalid `too-long`, Conflict `not-finished`.
    """
    if play.finished_at is None:
        raise Conflict("not-finished", "Play to the end first.")
    sentence = " ".join(text.split())
    if len(sentence) > LONGEST_SENTENCE:
        raise Invalid("too-long", f"A sentence has at most {LONGEST_SENTENCE} signs.")
    kept = session.get(ShiftSentence, play.id)
    if kept is not None:
        session.delete(kept)
        session.flush()
    if sentence:
        session.add(ShiftSentence(play_id=play.id, person_id=person_id, text=sentence, kept_at=now))
