"""Assignments for the tests of their pages: a branch of its own with its people signed in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.conftest import World, make_person
from tests.services.assigned import Branch, new_branch
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Assignment, Location
from training_app.moment import new_id, now

IN_A_WEEK = (now() + timedelta(days=7)).date()


def with_trainer(world: World, **module_values: Any) -> tuple[Branch, Visitor]:
    """A branch with the trainer of its region, signed in."""
    branch = new_branch(world, **module_values)
    return branch, Visitor(world.client(teacher_at(world, branch.region)))


def teacher_at(world: World, place: UUID, role: Role = Role.TRAINER) -> UUID:
    with world.database.writing() as session:
        return make_person(session, f"teacher-{new_id().hex}", at=session.get_one(Location, place), role=role)


def fields(branch: Branch, **changes: str) -> dict[str, str]:
    """The form as the page sends it."""
    known = {
        "module": str(branch.module),
        "target": "place",
        "place": str(branch.region),
        "due_on": IN_A_WEEK.isoformat(),
        "newcomer_days": "14",
        "repeat_days": "",
        "note": "",
    }
    return known | changes


def assigned_by(visitor: Visitor, branch: Branch, **changes: str) -> UUID:
    """An assignment made over HTTP."""
    answer = visitor.post("/assignments", **fields(branch, **changes))
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rsplit("/", 1)[1])


def assignments_of(world: World, module: UUID) -> list[Assignment]:
    with world.database.reading() as session:
        return list(session.scalars(select(Assignment).where(Assignment.module_id == module)))


Sign = Callable[[UUID], Visitor]
