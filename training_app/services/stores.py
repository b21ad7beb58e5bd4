"""Stores and regions: making one, changing it, hanging it elsewhere in the tree, closing it and opening it again.

Who changes the shape of the tree takes turns at it, so that two moves at once cannot make a circle.
"""

from dataclasses import dataclass
from datetime import time
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid
from training_app.domain.personal_details import is_name, one_line
from training_app.models import Location
from training_app.models.turns import Turn, wait_for_turn
from training_app.queries.locations import is_anybody_in
from training_app.services.changes import Change
from training_app.services.enrolling import enrol_branch, hold_newcomer_tasks
from training_app.services.report_counts import touch_reports

KINDS = ("region", "store")
LONGEST_PATH = 400
DAYS = "1234567"


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """A place's name, time zone and opening hours. `open_days` are the days of the week, 1 for Monday.

    One that closes no later than it opens is open past midnight.
    """

    name: str
    time_zone: str
    opens: time
    closes: time
    open_days: str


def add_place(
    session: Session, *, place_id: UUID, parent: Location, kind: str, name: str, time_zone: str, change: Change
) -> Location:
    """A new store or region below the chain or a region; its opening hours are those of what it hangs below.

    Raises Invalid `bad-kind`, `bad-name`, `bad-time-zone` or `too-deep`, Conflict `name-taken` or `bad-parent`.
    """
    wait_for_turn(session, Turn.CHANGE_TREE)
    if kind not in KINDS:
        raise Invalid("bad-kind", "A place is a region or a store.")
    details = checked_place(PlaceDetails(name, time_zone, parent.opens, parent.closes, parent.open_days))
    _refuse_parent(parent)
    _refuse_same_name(session, details.name, parent_id=parent.id, place_id=place_id)
    place = Location(id=place_id, parent_id=parent.id, kind=kind, path=f"{parent.path}{place_id}/")
    _refuse_deep(len(place.path))
    _write(place, details)
    session.add(place)
    session.flush()
    change.record(session, "add-place", place.id, {"kind": kind, "below": str(parent.id)})
    touch_reports(session, {place.id})
    return place


def change_place(session: Session, *, place: Location, details: PlaceDetails, change: Change) -> None:
    """Write other details down. Raises as `add_place` does, and Invalid `bad-days`."""
    wait_for_turn(session, Turn.CHANGE_TREE)
    kept = checked_place(details)
    if place.parent_id is not None:
        _refuse_same_name(session, kept.name, parent_id=place.parent_id, place_id=place.id)
    fields = [name for name in PlaceDetails.__slots__ if getattr(place, name) != getattr(kept, name)]
    if not fields:
        return
    _write(place, kept)
    session.flush()
    change.record(session, "change-place", place.id, {"fields": fields})


def move_place(session: Session, *, place: Location, parent: Location, change: Change) -> None:
    """Hang the place, with all that is below it, below another one. Hanging it where it is changes nothing.

    Its people get what newcomers must do at the places that they belong to from now on.
    Raises Conflict `bad-parent` for the chain itself, for a store above it and for a place below itself,
    `name-taken`, or Invalid `too-deep`.
    """
    wait_for_turn(session, Turn.CHANGE_TREE)
    session.refresh(place)
    session.refresh(parent)
    if place.parent_id is None or parent.path.startswith(place.path):
        raise Conflict("bad-parent", "A place cannot hang below itself, and the chain below nothing.")
    if place.parent_id == parent.id:
        return
    _refuse_parent(parent)
    _refuse_same_name(session, place.name, parent_id=parent.id, place_id=place.id)
    before, after = place.path, f"{parent.path}{place.id}/"
    below = Location.path.startswith(before)
    longest = session.scalar(select(func.max(func.length(Location.path))).where(below)) or 0
    _refuse_deep(longest - len(before) + len(after))
    details = {"from": str(place.parent_id), "below": str(parent.id)}
    new_above = {UUID(one) for one in parent.line if one not in place.line}
    tasks = hold_newcomer_tasks(session, place_ids=new_above)
    path = literal(after).concat(func.substr(Location.path, len(before) + 1))
    session.execute(update(Location).where(below).values(path=path).execution_options(synchronize_session=False))
    place.parent_id = parent.id
    session.flush()
    session.expire_all()
    change.record(session, "move-place", place.id, details)
    enrol_branch(session, path=after, tasks=tasks, now=change.now)
    touch_reports(session, {place.id})


def close_place(session: Session, *, place: Location, change: Change) -> None:
    """Give a place up in which nobody is. Raises Conflict `not-empty`, or `bad-parent` for the chain."""
    wait_for_turn(session, Turn.CHANGE_TREE)
    session.refresh(place, with_for_update=True)
    if place.closed_at is not None:
        return
    if place.parent_id is None:
        raise Conflict("bad-parent", "The chain itself cannot be closed.")
    if is_anybody_in(session, place):
        raise Conflict("not-empty", "Somebody still belongs to this place, or another place hangs below it.")
    place.closed_at = change.now
    change.record(session, "close-place", place.id)


def open_place(session: Session, *, place: Location, change: Change) -> None:
    """Take a closed place into use again. Raises Conflict `bad-parent` while what it hangs below is closed."""
    wait_for_turn(session, Turn.CHANGE_TREE)
    session.refresh(place, with_for_update=True)
    if place.closed_at is None:
        return
    if place.parent_id is not None:
        _refuse_parent(session.get_one(Location, place.parent_id))
    place.closed_at = None
    change.record(session, "open-place", place.id)


def checked_place(details: PlaceDetails) -> PlaceDetails:
    """The details as they are kept. Raises Invalid `bad-name`, `bad-time-zone` or `bad-days`."""
    name = one_line(details.name)
    if not is_name(name):
        raise Invalid("bad-name", "A name has 1 to 120 signs.")
    if details.time_zone not in available_timezones():
        raise Invalid("bad-time-zone", f"“{details.time_zone}” is not a time zone, such as America/Los_Angeles.")
    days = "".join(day for day in DAYS if day in details.open_days)
    if not days or set(details.open_days) - set(DAYS):
        raise Invalid("bad-days", "A place is open on one day of the week at least.")
    return PlaceDetails(name, details.time_zone, details.opens, details.closes, days)


def _write(place: Location, details: PlaceDetails) -> None:
    for name in PlaceDetails.__slots__:
        setattr(place, name, getattr(details, name))


def _refuse_parent(parent: Location) -> None:
    if parent.kind == "store" or parent.closed_at is not None:
        raise Conflict("bad-parent", "A place hangs below the chain or a region that is open.")


def _refuse_same_name(session: Session, name: str, *, parent_id: UUID, place_id: UUID) -> None:
    query = select(Location.name).where(Location.parent_id == parent_id, Location.id != place_id)
    others = session.scalars(query.where(Location.closed_at.is_(None)))
    if name.casefold() in {other.casefold() for other in others}:
        raise Conflict("name-taken", "There is a place with this name beside it.")


def _refuse_deep(length: int) -> None:
    if length > LONGEST_PATH:
        raise Invalid("too-deep", "The tree of places would be too deep.")
