"""Modules and their assignments as tests need them, made without the services that other tests are about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.models import Assignment, Enrolment, Location, Module, ModuleItem, Person
from training_app.moment import new_id, now
from training_app.services.modules import change_module, module_content

DUE = date(2031, 3, 8)


def location_id_of(session: Session, name: str) -> UUID:
    return session.scalars(select(Location.id).where(Location.name == name)).one()


def new_module(
    session: Session,
    *,
    location_id: UUID,
    scenarios: Sequence[str] = ("the-aisle", "friendly-regular"),
    attempts: int | None = None,
    **values,
) -> Module:
    """A practice module at this place, or with attempts a check."""
    mode = "check" if attempts else "practice"
    columns = {"titles": {"en": "First shift"}, "texts": {}, "pass_mark": 0.8, "created_at": now()} | values
    module = Module(id=new_id(), location_id=location_id, mode=mode, attempts=attempts, **columns)
    session.add(module)
    session.flush()
    for position, scenario_id in enumerate(scenarios, start=1):
        session.add(ModuleItem(module_id=module.id, scenario_id=scenario_id, position=position))
    session.flush()
    return module


def new_assignment(
    session: Session, module: Module, *, location_id: UUID, target: str = "place", **values
) -> Assignment:
    """The module for everybody here, of whom nobody is enrolled yet; or for people whom it does not name."""
    audience = "employees" if target == "place" else "everyone"
    columns = {"audience": audience, "due_on": DUE, "assigned_at": now()} | values
    assignment = Assignment(id=new_id(), module_id=module.id, location_id=location_id, target=target, **columns)
    session.add(assignment)
    session.flush()
    return assignment


def new_enrolment(session: Session, module: Module, *, person_id: UUID, location_id: UUID, **values) -> Enrolment:
    """This person under an assignment of their own."""
    due_on, assigned_at = values.pop("due_on", DUE), values.pop("assigned_at", now())
    assignment = new_assignment(
        session, module, location_id=location_id, target="people", due_on=due_on, assigned_at=assigned_at
    )
    enrolment = Enrolment(
        id=new_id(),
        assignment_id=assignment.id,
        module_id=module.id,
        person_id=person_id,
        location_id=location_id,
        assigned_at=assigned_at,
        due_on=due_on,
        **values,
    )
    session.add(enrolment)
    session.flush()
    return enrolment


def rename_module(session: Session, module_id: UUID, title: str) -> None:
    """Gives a module another title as whoever teaches does it, so that reports are told."""
    module = session.get_one(Module, module_id)
    content = replace(module_content(session, module), titles={"en": title})
    actor = session.scalars(select(Person.id).limit(1)).one()
    change_module(session, module=module, content=content, actor_id=actor, event_id=new_id(), now=now())
