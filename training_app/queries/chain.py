"""The chain at a glance, from the counts alone: regions first, then their stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlalchemy.orm import Session

from training_app.domain.enrolment import DUE_SOON
from training_app.domain.errors import NotFound
from training_app.models import EnrolmentCount, Location, ReportMark
from training_app.queries.enrolment_state import today_at, today_in
from training_app.queries.team_stores import is_led_by, led_paths
from training_app.queries.viewer import Viewer

# Regions stand before stores, and the widest place before all.
_KINDS = case({"chain": 0, "region": 1}, value=Location.kind, else_=2)


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How the enrolments at a location and below it stand."""

    id: UUID
    name: str
    kind: str
    assigned: int = 0
    ready: int = 0
    excused: int = 0
    overdue: int = 0
    failed: int = 0
    due_soon: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Locations, each with all that hangs below it. `above` is the id and the name of the one whose parts they are,
    None for the viewer's own.
    """

    above: tuple[UUID, str] | None
    places: tuple[PlaceCounts, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChainMark:
    """What grows with every change of what the viewer leads: for each time zone there, its day and a number."""

    zones: tuple[tuple[str, date, int], ...]


def chain_mark(session: Session, viewer: Viewer, *, now: datetime) -> ChainMark:
    """The mark of all that the viewer leads."""
    rows = session.execute(
        select(Location.time_zone, func.coalesce(func.sum(ReportMark.number), 0))
        .outerjoin(ReportMark, ReportMark.location_id == Location.id)
        .where(is_led_by(viewer))
        .group_by(Location.time_zone)
        .order_by(Location.time_zone)
    ).all()
    days = today_in([row[0] for row in rows], now=now)
    return ChainMark(tuple((zone, days[zone], number) for zone, number in rows))


def chain_overview(
    session: Session, viewer: Viewer, *, below: UUID | None, first: int, most: int, mark: ChainMark
) -> Overview:
    """The parts of a location that the viewer leads, from the `first` (from 0), at most so many. Without one the
    viewer's own locations, or the parts of it where that is a single one.

    Raises NotFound where the location is not the viewer's.
    """
    above = _above(session, viewer, below)
    parts = _parts(viewer, above)
    total = session.scalar(select(func.count()).select_from(Location).where(parts)) or 0
    page = select(Location.id, Location.name, Location.kind, Location.path).where(parts)
    shown = session.execute(page.order_by(_KINDS, Location.name, Location.id).offset(first).limit(most)).all()
    counts = _counts(session, [row.path for row in shown], mark)
    places = tuple(PlaceCounts(*row[:3], *counts.get(row.path, ())) for row in shown)
    return Overview((above.id, above.name) if above else None, places, total)


def _above(session: Session, viewer: Viewer, below: UUID | None) -> Location | None:
    """The location whose parts are shown; None for several of the viewer's own, or one with nothing below it."""
    own = led_paths(viewer)
    query = select(Location).where(is_led_by(viewer))
    if below is not None:
        found = session.scalars(query.where(Location.id == below)).first()
        if found is None:
            raise NotFound
        return found
    if len(own) != 1:
        return None
    return session.scalars(query.where(Location.path == own[0], Location.kind != "store")).first()


def _parts(viewer: Viewer, above: Location | None) -> ColumnElement[bool]:
    if above is None:
        return Location.path.in_(led_paths(viewer))
    return and_(Location.parent_id == above.id, is_led_by(viewer))


def _counts(session: Session, paths: Sequence[str], mark: ChainMark) -> dict[str, tuple[int, ...]]:
    """The sums of these branches by their paths."""
    days = {zone: day for zone, day, _number in mark.zones}
    soon = {zone: day + DUE_SOON for zone, day in days.items()}
    count, due_on = EnrolmentCount, EnrolmentCount.due_on
    passed = count.passed + count.late
    not_yet = count.assigned - passed - count.excused - count.failed
    branch = _branch_of(paths)
    figures: tuple[Any, ...] = (
        func.sum(count.assigned),
        func.sum(passed),
        func.sum(count.excused),
        func.sum(case((due_on < today_at(days), not_yet), else_=0)),
        func.sum(count.failed),
        func.sum(case((and_(due_on >= today_at(days), due_on <= today_at(soon)), not_yet), else_=0)),
    )
    rows = session.execute(
        select(branch, *figures)
        .select_from(Location)
        .join(count, count.location_id == Location.id)
        .where(branch.is_not(None))
        .group_by(branch)
    )
    return {row[0]: tuple(map(int, row[1:])) for row in rows}


def _branch_of(paths: Sequence[str]) -> ColumnElement[str | None]:
    """Which of these branches, none of which hangs below another, a location belongs to: the path's own beginning."""
    lengths = sorted({len(path) for path in paths})
    beginnings = [(length, func.substr(Location.path, 1, length)) for length in lengths]
    whens: list[tuple[Any, Any]] = [
        (start.in_([path for path in paths if len(path) == length]), start) for length, start in beginnings
    ]
    return case(*(whens or [(false(), Location.path)]), else_=None)
