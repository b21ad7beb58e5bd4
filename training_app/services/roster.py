"""Taking a roster in: its good rows become people, or change them, in few statements however many they are.

Imported people have neither password nor PIN: they use their tile, or an invitation.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict
from training_app.domain.permissions import SignInKind
from training_app.domain.rostering import PlannedRow
from training_app.models import AuditEvent, Enrolment, Membership, Person, SignIn
from training_app.models.types import table_of
from training_app.services.enrolling import enrol_joined

SLICE = 500
_PERSON, _MEMBERSHIP = table_of(Person), table_of(Membership)
_ENROLMENT, _SIGN_IN = table_of(Enrolment), table_of(SignIn)


@dataclass(frozen=True, slots=True)
class Import:
    """Which import it is, whose and when. `is_demo` says that it brings people of the demo workspace."""

    id: UUID
    actor_id: UUID | None
    new_id: Callable[[], UUID]
    now: datetime
    is_demo: bool = False


def take_in(session: Session, rows: Sequence[PlannedRow], taking: Import, touched: set[UUID]) -> Counter[str]:
    """Do what is planned for these rows, but for the bad ones; gives how many rows there were of each kind.

    The places whose people changed are added to `touched`; the caller refreshes their counts, once and last.
    Raises Conflict `taken` when somebody has taken a number or address since it was planned.
    """
    joins: dict[UUID, list[UUID]] = defaultdict(list)
    try:
        _add(session, [row for row in rows if row.kind == "new"], taking, joins)
        _change(session, [row for row in rows if row.kind == "changed"], taking, joins, touched)
    except IntegrityError as error:
        raise Conflict("taken", "Somebody has taken one of these staff numbers or addresses just now.") from error
    if joins:
        people = [person for own in joins.values() for person in own]
        enrol_joined(session, person_ids=people, location_ids=list(joins), now=taking.now)
    touched |= set(joins)
    return Counter(row.kind for row in rows)


def _add(session: Session, rows: Sequence[PlannedRow], taking: Import, joins: dict[UUID, list[UUID]]) -> None:
    people: list[dict[str, Any]] = []
    for row in rows:
        assert row.wanted.place is not None
        person = taking.new_id()
        joins[row.wanted.place.id].append(person)
        people.append(
            {
                "id": person,
                "name": row.wanted.name,
                "email": row.wanted.email,
                "staff_number": row.wanted.staff_number,
                "language": row.wanted.language,
                "is_demo": taking.is_demo,
                "created_at": taking.now,
            }
        )
    if people:
        session.execute(insert(Person), people)
        memberships = [_membership(person["id"], row, taking) for person, row in zip(people, rows, strict=True)]
        session.execute(insert(Membership), memberships)
        _record(session, "add-person", [person["id"] for person in people], taking)


def _membership(person: UUID, row: PlannedRow, taking: Import) -> dict[str, Any]:
    assert row.wanted.place is not None
    assert row.wanted.role is not None
    place = row.wanted.place.id
    return {"person_id": person, "location_id": place, "role": row.wanted.role, "joined_at": taking.now}


def _change(
    session: Session,
    rows: Sequence[PlannedRow],
    taking: Import,
    joins: dict[UUID, list[UUID]],
    touched: set[UUID],
) -> None:
    changed: list[UUID] = []
    for row in rows:
        assert row.person is not None
        values: dict[str, Any] = {name: getattr(row.wanted, name) for name in row.fields}
        if row.person.has_left:
            values["left_at"] = None
        if values:
            session.execute(update(_PERSON).where(_PERSON.c.id == row.person.id).values(values))
            changed.append(row.person.id)
        touched |= {one.place.id for one in row.person.belongings}
    _record(session, "change-person", changed, taking)
    _move(session, [row for row in rows if row.moves_from or not (row.person and row.person.belongings)], taking, joins)
    for row in rows:
        if row.person and row.person.has_left and row.wanted.place and row.moves_from is None:
            joins[row.wanted.place.id].append(row.person.id)


def _move(session: Session, rows: Sequence[PlannedRow], taking: Import, joins: dict[UUID, list[UUID]]) -> None:
    """Give each the place and role of the row in place of the one that they leave; enrolments follow, PINs end."""
    if not rows:
        return
    moves = []
    for row in rows:
        assert row.person is not None
        assert row.wanted.place is not None
        there = row.wanted.place
        left = row.moves_from.place.id if row.moves_from else there.id
        stay = [one.place for one in row.person.belongings if one.place.id not in {left, there.id}]
        home = max([*stay, there], key=lambda place: (len(place.path), place.path))
        moves.append({"person": row.person.id, "left": left, "there": there.id, "home": home.id})
        if left != there.id or row.moves_from is None:
            joins[there.id].append(row.person.id)
    one: BindParameter[UUID] = bindparam("person")
    own = _MEMBERSHIP.c.person_id == one
    for column in ("left", "there"):
        session.execute(delete(_MEMBERSHIP).where(own, _MEMBERSHIP.c.location_id == bindparam(column)), moves)
    session.execute(insert(Membership), [_membership(row.person.id, row, taking) for row in rows if row.person])
    session.execute(
        update(_ENROLMENT).where(_ENROLMENT.c.person_id == one).values(location_id=bindparam("home")), moves
    )
    by_pin = _SIGN_IN.c.kind == SignInKind.PIN
    session.execute(delete(_SIGN_IN).where(_SIGN_IN.c.person_id == one, by_pin), moves)
    _record(session, "move-person", [move["person"] for move in moves], taking)


def _record(session: Session, action: str, people: Sequence[UUID], taking: Import) -> None:
    """Put the same change of many people on record."""
    common = {"at": taking.now, "actor_id": taking.actor_id, "action": action, "details": {"roster": str(taking.id)}}
    rows = [{"id": taking.new_id(), "subject": str(person), **common} for person in people]
    if rows:
        session.execute(insert(AuditEvent), rows)
