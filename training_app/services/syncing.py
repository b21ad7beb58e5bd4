"""Taking what browsers have played by themselves: every choice once, whatever was sent before, twice or halfway.

A batch is read and replayed before the writing transaction begins; then all that is new is inserted at once. As in
`playing`, the key (play, number) decides who was first: if one row is there already, nothing is kept, and the batch is
read anew. Rows are written in the order of their keys, so that two who write at once never wait for each other.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from training_app.content.version import Content
from training_app.db import Transaction
from training_app.domain.errors import DomainError
from training_app.models import Play, PlayChoice
from training_app.models.upsert import insert_all_new
from training_app.queries.batches import known_plays
from training_app.queries.terms import terms_named
from training_app.queries.versions import PublishedVersion, versions_named
from training_app.queries.workspace import reduced_before
from training_app.services.batch import Sender, SentPlay, TakenPlay
from training_app.services.crediting import credit
from training_app.services.milestones import keep_milestones
from training_app.services.recognising import Recognising
from training_app.services.taking import Taken, Taking

SHORTEST_TIME = timedelta(days=28)


class Overtaken(Exception):
    """Somebody else recorded some of this meanwhile; nothing of it may be kept. Take the batch again."""


def take_batch(
    transaction: Transaction,
    batch: Sequence[SentPlay],
    *,
    sender: Sender,
    content: Callable[[PublishedVersion], Content],
) -> Taken:
    """Replay a batch, play by play in its order, on what is recorded. It reads only; `keep` writes.

    A play is refused as a whole as `not-found`, `unknown-version`, `mismatch`, for a check `online-only` or, where its
    parent has not come to an end yet, `gap`; a choice as `domain.logbook.append` says. What was not refused stands.
    """
    ids = {play.id for play in batch} | {play.parent for play in batch if play.parent is not None}
    known = known_plays(transaction, ids)
    named = (*(play.enrolment for play in batch), *(one.play.enrolment_id for one in known.values()))
    recognising = Recognising(
        sender=sender,
        known=known,
        versions=versions_named(transaction, {(play.scenario, play.version) for play in batch}),
        terms=terms_named(transaction, {one for one in named if one is not None}),
    )
    taking = Taking(
        recognising=recognising,
        content=content,
        reduced_before=reduced_before(transaction) if any(_is_old(play, sender) for play in batch) else None,
    )
    for sent in batch:
        try:
            answer = taking.take(sent)
        except DomainError as refused:
            answer = TakenPlay(sent.id, refused.code, (), None)
        taking.taken.answers.append(answer)
    return taking.taken


def _is_old(play: SentPlay, sender: Sender) -> bool:
    """Whether its time may be over: no workspace keeps answers for less than a month."""
    return sender.received_at - play.started - sender.clock_error > SHORTEST_TIME


def keep(transaction: Transaction, taken: Taken) -> None:
    """Write what is new. Raises Overtaken when some of it is there by now; then the transaction must not be kept."""
    for model, rows in (
        (Play, sorted(taken.plays, key=lambda row: row["id"])),
        (PlayChoice, sorted(taken.choices, key=lambda row: (row["play_id"], row["number"]))),
    ):
        if rows and insert_all_new(transaction, model, rows) != len(rows):
            raise Overtaken
    keep_milestones(transaction, taken.reached)
    credit(transaction, taken.reached)
