"""Who sees what, and for how long: kept, and on record."""

import pytest
from sqlalchemy import select

from tests.conftest import World
from training_app.domain.errors import Invalid
from training_app.domain.levels import Level
from training_app.models import AuditEvent
from training_app.moment import new_id, now
from training_app.queries.workspace import managers_see, workspace_settings
from training_app.services.workspace import change_workspace


def change(session, world: World, level: Level, months: int) -> None:
    change_workspace(
        session,
        managers_see=level,
        keep_months=months,
        actor_id=world.cast.administrator,
        new_id=new_id,
        now=now(),
    )


def test_managers_see_states_only_until_somebody_chooses_otherwise(world: World) -> None:
    with world.database.reading() as session:
        assert managers_see(session) is Level.STATES
        assert workspace_settings(session).keep_months == 12


def test_each_change_is_kept_and_on_record_with_what_was_before(world: World) -> None:
    with world.database.writer() as session:
        change(session, world, Level.SCORES, 12)
        change(session, world, Level.ANSWERS, 6)
        change(session, world, Level.ANSWERS, 6)
        assert workspace_settings(session) == type(workspace_settings(session))(Level.ANSWERS, 6)
        session.flush()
        events = session.scalars(select(AuditEvent).where(AuditEvent.subject == "workspace"))
        assert sorted(((event.action, event.details) for event in events), key=str) == [
            ("set-keep-months", {"before": 12, "after": 6}),
            ("set-managers-see", {"before": "scores", "after": "answers"}),
            ("set-managers-see", {"before": "states", "after": "scores"}),
        ]
        session.rollback()


@pytest.mark.parametrize("months", [0, 121, -1])
def test_answers_are_kept_for_a_month_to_ten_years(world: World, months: int) -> None:
    with world.database.writer() as session, pytest.raises(Invalid) as refused:
        change(session, world, Level.STATES, months)
    assert refused.value.code == "bad-months"
