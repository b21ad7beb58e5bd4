"""Playing on the server: begin, record a choice, try a moment again.

The log is append-only. A choice is taken when its number is the next one; the same number with the same
choice changes nothing, so that a lost answer can be asked for again. Of two who answer at once the key
(play, number) lets one through, so that a play is read and replayed before the writing transaction begins.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from training_app.content.version import Content
from training_app.db import Transaction
from training_app.domain import engine
from training_app.domain.check import CHECK, PRACTICE
from training_app.domain.engine import Replay
from training_app.domain.errors import Conflict, Invalid, NotFound
from training_app.domain.logbook import append
from training_app.domain.progress import REWIND
from training_app.models import Play, PlayChoice, ShiftSentence
from training_app.models.upsert import insert_new
from training_app.queries.plays import LoggedPlay, log_of, own_play
from training_app.queries.terms import Terms
from training_app.queries.versions import PublishedVersion
from training_app.services.checks import hold_attempt, refuse_to_begin, refuse_to_try_again
from training_app.services.crediting import credit
from training_app.services.milestones import keep_milestones, milestones_of

LONGEST_SENTENCE = 200


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
    terms: Terms | None = None,
) -> Begun:
    """Begin a play of this version, under the enrolment with these terms; the same id again is the same play.

    Raises NotFound when the id is somebody else's or the enrolment does not hold the scenario; Conflict `mismatch`
    when the id is of another scenario or enrolment, `closed` or `no-attempts` when nothing can be begun under it.
    """
    if terms is not None and version.scenario_id not in terms.scenarios:
        raise NotFound("There is no such scenario in what was assigned.")
    enrolment_id = terms.enrolment_id if terms else None
    is_new = insert_new(
        session,
        Play,
        {
            "id": play_id,
            "person_id": person_id,
            "location_id": location_id,
            "version_id": version.id,
            "language": language,
            "mode": terms.mode if terms else PRACTICE,
            "enrolment_id": enrolment_id,
            "begun_at": now,
        },
    )
    play = own_play(session, play_id, person_id=person_id)
    is_same = (play.version.scenario_id, play.enrolment_id) == (version.scenario_id, enrolment_id)
    if not is_same or play.mode == REWIND:
        raise Conflict("mismatch", "A play with this id is already under way in another scenario.")
    if is_new and terms is not None:
        refuse_to_begin(session, terms, version.scenario_id)
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

    Raises Conflict `not-finished` or, for a check, `attempts-remain`; Invalid `no-such-number`.
    """
    if parent.finished_at is None:
        raise Conflict("not-finished", "Play to the end first; then any moment can be tried again.")
    if not 1 <= number <= parent.number:
        raise Invalid("no-such-number", f"This play has the choices 1 to {parent.number}.")
    refuse_to_try_again(session, parent)
    session.execute(
        insert(Play).values(
            id=play_id,
            person_id=person_id,
            location_id=location_id,
            version_id=parent.version.id,
            language=parent.language,
            mode=REWIND,
            parent_id=parent.id,
            from_number=number,
            begun_at=now,
        )
    )
    return Begun(own_play(session, play_id, person_id=person_id), is_new=True)


def record_choice(
    transaction: Transaction,
    *,
    play: LoggedPlay,
    content: Content,
    number: int,
    choice: str,
    now: datetime,
    terms: Terms | None = None,
) -> Replay:
    """Append one choice, or find it recorded already; gives the play as it is now.

    `number` is the choice's own, from 1; `terms` are those of the enrolment under which the play was begun. Raises
    Conflict `taken`, `gap`, `finished` or `too-long`, for a check also `closed`, `no-attempts` or `left`; Invalid
    `bad-number` or `not-offered`. The play may have been read a moment ago, in another transaction.
    """
    if play.reduced_at is not None:
        raise Conflict("finished", "The time of this play is over; its answers are no longer kept.")
    replayed = engine.replay(content.scenario, play.log)
    after = append(content.scenario, replayed, number=number, choice=choice)
    if after is replayed:
        return replayed
    row = {"play_id": play.id, "number": number, "choice": choice, "said_at": now, "received_at": now}
    if insert_new(transaction, PlayChoice, row):
        if play.mode == CHECK:
            hold_attempt(transaction, play, is_start=play.started_at is None)
        reached = milestones_of(play, content, after, terms=terms, first_at=now, last_at=now)
        if reached is not None:
            keep_milestones(transaction, [reached])
            credit(transaction, [reached])
        return after
    play = replace(play, log=log_of(transaction, play.id, play.parent_id, play.from_number))  # another was faster
    return record_choice(transaction, play=play, content=content, number=number, choice=choice, now=now, terms=terms)


def keep_sentence(session: Session, *, play: LoggedPlay, person_id: UUID, text: str, now: datetime) -> None:
    """Keep the sentence for the next shift, in place of an earlier one from this play; empty text takes it back.

    Raises Invalid `too-long`, Conflict `not-finished` or, where the play was reduced, `finished`.
    """
    if play.reduced_at is not None:
        raise Conflict("finished", "The time of this play is over; nothing is kept of it any more.")
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
