"""The stores whose report the viewer sees: those that they lead and all that hang below, and nothing else."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select
from sqlalchemy.orm import Session

from training_app.db import Transaction
from training_app.domain.levels import Level
from training_app.domain.permissions import LEADS
from training_app.domain.team import TeamStore
from training_app.models import Enrolment, Location, Module, ReportMark
from training_app.models.branch import lies_in
from training_app.models.types import table_of
from training_app.queries.enrolment_state import today_in
from training_app.queries.viewer import Viewer
from training_app.queries.workspace import LEVEL

_LOCATION, _MARK = table_of(Location), table_of(ReportMark)
_COLUMNS: tuple[Any, ...] = (
    *(_LOCATION.c[name] for name in ("id", "name", "path", "time_zone")),
    func.coalesce(_MARK.c.number, 0),
    LEVEL.scalar_subquery(),
)


def led_paths(viewer: Viewer) -> tuple[str, ...]:
    """The paths of the locations that the viewer leads, without those that hang below another of them."""
    paths = sorted({place.path for place in viewer.places if place.role in LEADS})
    return tuple(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


def is_led_by(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a location is one that the viewer leads, or below it."""
    return or_(false(), *(lies_in(Location.path, path) for path in led_paths(viewer)))


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
    transaction: Transaction, viewer: Viewer, *, now: datetime, below: UUID | None = None, most: int | None = None
) -> list[TeamStore]:
    """The viewer's locations by name, at most so many; with `below` this one and those under it.

    It is empty where the viewer leads nothing of the kind.
    """
    stores, _level = stores_and_level(transaction, viewer, now=now, below=below, most=most)
    return stores


def stores_and_level(
    transaction: Transaction, viewer: Viewer, *, now: datetime, below: UUID | None = None, most: int | None = None
) -> tuple[list[TeamStore], Level]:
    """The same, with how much managers see: it is asked at every look at a report, so it comes along."""
    paths = led_paths(viewer)
    values: dict[str, Any] = {f"path_{number}": path for number, path in enumerate(paths)}
    if below is not None:
        values["below"] = f"{below}/"
    if most is not None:
        values["most"] = most
    rows = transaction.execute(_stores(len(paths), frozenset(values)), values).all()
    days = today_in({row.time_zone for row in rows}, now=now)
    stores = [TeamStore(one, name, path, zone, days[zone], mark) for one, name, path, zone, mark, _level in rows]
    return stores, Level(rows[0][-1] or Level.STATES) if rows else Level.STATES


@cache
def _stores(led: int, given: frozenset[str]) -> Select[Any]:
    """The statement for so many places that the viewer leads."""
    query = (
        select(*_COLUMNS)
        .select_from(_LOCATION.outerjoin(_MARK, _MARK.c.location_id == _LOCATION.c.id))
        .where(or_(false(), *(lies_in(_LOCATION.c.path, bindparam(f"path_{number}")) for number in range(led))))
        .order_by(_LOCATION.c.name, _LOCATION.c.id)
    )
    if "below" in given:
        query = query.where(_LOCATION.c.path.contains(bindparam("below", type_=_LOCATION.c.path.type)))
    return query.limit(bindparam("most")) if "most" in given else query
