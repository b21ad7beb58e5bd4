"""The stores whose report the viewer sees: those that they lead and all that hang below, and nothing else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from training_app.domain.permissions import LEADS
from training_app.domain.team import TeamStore
from training_app.models import Enrolment, Location, Module, ReportMark
from training_app.queries.enrolment_state import today_in
from training_app.queries.viewer import Viewer


def led_paths(viewer: Viewer) -> tuple[str, ...]:
    """The paths of the locations that the viewer leads, without those that hang below another of them."""
    paths = sorted({place.path for place in viewer.places if place.role in LEADS})
    return tuple(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


def is_led_by(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a location is one that the viewer leads, or below it."""
    return or_(false(), *(Location.path.startswith(path) for path in led_paths(viewer)))


def led_module(session: Session, module_id: UUID, viewer: Viewer) -> Module | None:
    """A module that somebody has or had to do at a location that the viewer leads; None for any other."""
    query = (
        select(Module)
        .join(Enrolment, Enrolment.module_id == Module.id)
        .join(Location, Location.id == Enrolment.location_id)
        .where(Module.id == module_id, is_led_by(viewer))
    )
    return session.scalars(query.limit(1)).first()


def team_stores(
    session: Session, viewer: Viewer, *, now: datetime, below: UUID | None = None, most: int | None = None
) -> list[TeamStore]:
    """The viewer's locations by name, at most so many; with `below` this one and those under it.

    It is empty where the viewer leads nothing of the kind.
    """
    query = (
        select(Location.id, Location.name, Location.path, Location.time_zone, func.coalesce(ReportMark.number, 0))
        .outerjoin(ReportMark, ReportMark.location_id == Location.id)
        .where(is_led_by(viewer))
        .order_by(Location.name, Location.id)
        .limit(most)
    )
    if below is not None:
        query = query.where(Location.path.contains(f"{below}/"))
    rows = session.execute(query).all()
    days = today_in({row.time_zone for row in rows}, now=now)
    return [TeamStore(*row[:4], days[row.time_zone], row[4]) for row in rows]
