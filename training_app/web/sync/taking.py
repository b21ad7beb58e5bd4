"""One batch from the body to the answer: read, replayed, kept in one writing transaction, and answered."""

from collections.abc import Sequence
from typing import Any

from flask import request

from training_app.db import current_transaction, recording
from training_app.domain.clocks import error_of
from training_app.moment import now
from training_app.services.batch import Sender, SentPlay, TakenChoice, TakenPlay
from training_app.services.syncing import Overtaken, keep, take_batch
from training_app.web.contents import content
from training_app.web.identity import the_viewer
from training_app.web.stores import store_of_play
from training_app.web.sync.reading import read_moment

DEVICE_TIME = "X-Device-Time"


def answers_to(batch: Sequence[SentPlay]) -> list[dict[str, Any]]:
    """The answers to the plays of a batch, in its order, when all that they accept is kept."""
    sender = _sender()
    while True:
        taken = take_batch(current_transaction(), batch, sender=sender, content=content)
        try:
            if taken.has_news:
                with recording() as transaction:
                    keep(transaction, taken)
        except Overtaken:
            continue  # by somebody who got further: sooner or later there is nothing left to overtake
        return [_play_json(play) for play in taken.answers]


def _sender() -> Sender:
    """Who sends, and how wrong the clock of their browser is by what it shows now."""
    received_at, shown = now(), request.headers.get(DEVICE_TIME)
    return Sender(
        person_id=the_viewer().id,
        location_id=store_of_play(),
        received_at=received_at,
        clock_error=error_of(device_time=read_moment(shown) if shown is not None else None, now=received_at),
    )


def _play_json(play: TakenPlay) -> dict[str, Any]:
    return {
        "play": str(play.play),
        **_status(play.code),
        "choices": [_choice_json(choice) for choice in play.choices],
        "result": play.result,
    }


def _choice_json(choice: TakenChoice) -> dict[str, Any]:
    return {"number": choice.number, **_status(choice.code)}


def _status(code: str | None) -> dict[str, str]:
    return {"status": "accepted"} if code is None else {"status": "refused", "code": code}
