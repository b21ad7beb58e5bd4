"""Changing who sees what, and for how long single answers are kept; each change is on record by itself."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_app.domain.errors import Invalid
from training_app.domain.levels import Level
from training_app.models import Workspace
from training_app.queries.workspace import THE_ONE
from training_app.services.accounts import record_change

SHORTEST_MONTHS, LONGEST_MONTHS = 1, 120


def change_workspace(
    session: Session,
    *,
    managers_see: Level,
    keep_months: int,
    actor_id: UUID,
    new_id: Callable[[], UUID],
    now: datetime,
) -> None:
    """Set what managers see and how many months a play keeps its answers. Raises Invalid `bad-months`."""
    if not SHORTEST_MONTHS <= keep_months <= LONGEST_MONTHS:
        raise Invalid("bad-months", f"Answers are kept for {SHORTEST_MONTHS} to {LONGEST_MONTHS} months.")
    workspace = session.get_one(Workspace, THE_ONE, with_for_update=True)
    there_is: dict[str, str | int] = {
        "set-managers-see": workspace.managers_see,
        "set-keep-months": workspace.keep_months,
    }
    wanted: dict[str, str | int] = {"set-managers-see": managers_see.value, "set-keep-months": keep_months}
    workspace.managers_see, workspace.keep_months = managers_see.value, keep_months
    for action, value in wanted.items():
        if value != there_is[action]:
            record_change(
                session,
                event_id=new_id(),
                action=action,
                subject="workspace",
                actor_id=actor_id,
                now=now,
                details={"before": there_is[action], "after": value},
            )
