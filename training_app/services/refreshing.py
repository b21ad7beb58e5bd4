"""Answers in the refresher: each moves its moment on the ladder of days, and nothing else."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.domain.refreshing import climbed, due_after
from training_app.domain.scenario import Grade
from training_app.models import RefresherMoment
from training_app.models.upsert import insert_new


def answer_moment(
    session: Session, *, person_id: UUID, scenario_id: str, scene: str, grade: Grade, today: date, now: datetime
) -> None:
    """Keep when the moment comes back after this answer; `today` is the day at the person's store.

    One that is not due again changes nothing, so that a second tap is none.
    """
    key = {"person_id": person_id, "scenario_id": scenario_id, "scene": scene}
    moment = session.get(RefresherMoment, key, with_for_update=True)
    step = climbed(moment.step if moment else None, grade)
    due_on = due_after(step, today=today)
    if moment is None:
        insert_new(session, RefresherMoment, {**key, "step": step, "due_on": due_on, "answered_at": now})
    elif moment.due_on <= today:
        moment.step, moment.due_on, moment.answered_at = step, due_on, now
