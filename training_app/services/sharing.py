"""Letting those who lead the store see one's own sentence for the next shift, and taking that back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.models import ShiftSentence


def share_sentence(session: Session, *, play_id: UUID, person_id: UUID, is_shared: bool, now: datetime) -> None:
    """Share the sentence that this person kept after the play, or take it back; twice is as good as once.

    Raises NotFound where there is none of theirs.
    """
    kept = session.get(ShiftSentence, play_id, with_for_update=True)
    if kept is None or kept.person_id != person_id:
        raise NotFound("There is no such sentence of yours.")
    if is_shared != (kept.shared_at is not None):
        kept.shared_at = now if is_shared else None
