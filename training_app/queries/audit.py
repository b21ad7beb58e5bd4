"""The audit record as far as the viewer administers, and the names of what it speaks of."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_
from sqlalchemy.orm import Session

from training_app.domain.permissions import ADMINISTRATORS
from training_app.models import Assignment, AuditEvent, Device, Enrolment, Location, Membership, Module, Person
from training_app.queries.locations import is_within
from training_app.queries.viewer import Viewer

AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class RecordWanted:
    """Which changes are asked for: those by or about people whose name holds the words, and of one action."""

    words: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What an id stands for. `kind` is person, erased, place, tablet, module or assignment."""

    kind: str
    name: str


def changes(
    session: Session,
    viewer: Viewer,
    *,
    wanted: RecordWanted,
    most: int,
    before: tuple[datetime, UUID] | None = None,
) -> list[AuditEvent]:
    """At most so many changes, the newest first, `before` the one with this time and id."""
    query = select(AuditEvent).where(_is_shown_to(viewer), *_conditions(session, wanted))
    if before is not None:
        query = query.where(tuple_(AuditEvent.at, AuditEvent.id) < tuple_(*before))
    return list(session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(most)))


def _is_shown_to(viewer: Viewer) -> ColumnElement[bool]:
    """All of it to administrators of the chain; to others what the people of their own places did."""
    if any(place.role in ADMINISTRATORS and place.path.count("/") == 1 for place in viewer.places):
        return true()
    members = select(Membership.person_id).join(Location, Location.id == Membership.location_id)
    return AuditEvent.actor_id.in_(members.where(is_within(viewer, ADMINISTRATORS)))


def _conditions(session: Session, wanted: RecordWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.action:
        yield AuditEvent.action == wanted.action
    if wanted.words:
        spelt = {wanted.words, wanted.words.lower(), wanted.words.title()}
        named = or_(*(Person.name.icontains(words, autoescape=True) for words in spelt))
        ids = session.scalars(select(Person.id).where(named).limit(MOST_NAMED)).all()
        yield or_(AuditEvent.actor_id.in_(ids), AuditEvent.subject.in_([str(one) for one in ids]))


def ids_in(events: Collection[AuditEvent]) -> set[UUID]:
    """The ids of whoever and whatever these changes speak of."""
    ids = {event.actor_id for event in events if event.actor_id is not None}
    texts = (f"{event.subject} {' '.join(map(str, (event.details or {}).values()))}" for event in events)
    return ids | {UUID(found) for text in texts for found in AN_ID.findall(text)}


def names_of(session: Session, ids: Collection[UUID], *, language: str) -> dict[UUID, Named]:
    """What these ids stand for, those alone that are still there; titles in this language where there is one."""
    names: dict[UUID, Named] = {}
    for one, name, erased_at in session.execute(
        select(Person.id, Person.name, Person.erased_at).where(Person.id.in_(ids))
    ):
        names[one] = Named("erased", "") if erased_at else Named("person", name)
    for model, kind in ((Location, "place"), (Device, "tablet")):
        for one, name in session.execute(select(model.id, model.name).where(model.id.in_(ids))):
            names[one] = Named(kind, name)
    for one, kind, titles in _titles(session, ids):
        names[one] = Named(kind, titles.get(language) or next(iter(titles.values()), ""))
    return names


def _titles(session: Session, ids: Collection[UUID]) -> Iterator[tuple[UUID, str, dict[str, str]]]:
    queries: tuple[tuple[str, Select[UUID, dict[str, str]]], ...] = (
        ("module", select(Module.id, Module.titles).where(Module.id.in_(ids))),
        ("assignment", _of_module(Assignment, ids)),
        ("enrolment", _of_module(Enrolment, ids)),
    )
    for kind, query in queries:
        for one, titles in session.execute(query):
            yield one, kind, titles


def _of_module(model: type[Assignment] | type[Enrolment], ids: Collection[UUID]) -> Select[UUID, dict[str, str]]:
    return select(model.id, Module.titles).join(Module, Module.id == model.module_id).where(model.id.in_(ids))
