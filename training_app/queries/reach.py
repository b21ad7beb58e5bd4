"""Whom an assignment reaches: the people whose store is at a place or below it, and who still work there.

A person's store is the deepest location that they belong to, as for `Viewer.home`.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from training_app.domain.permissions import Role
from training_app.models import Assignment, Enrolment, Location, Membership, Person
from training_app.queries.enrolments import is_open


def people_with_store(*columns: Any) -> Select[Any]:
    """These columns of Person, of the Membership at their store and of that Location, for whoever has not left."""
    return (
        select(*columns)
        .select_from(Location)
        .join(Membership, Membership.location_id == Location.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.left_at.is_(None), ~_has_a_deeper_one())
    )


def _has_a_deeper_one() -> ColumnElement[bool]:
    """Whether the person of a membership belongs to a location that is further down (or, as deep, comes after it)."""
    other, there = aliased(Membership), aliased(Location)
    is_deeper = or_(
        func.length(there.path) > func.length(Location.path),
        and_(func.length(there.path) == func.length(Location.path), there.path > Location.path),
    )
    own_others = (other.person_id == Membership.person_id, other.location_id != Membership.location_id)
    query = select(other.person_id).join(there, there.id == other.location_id)
    return query.where(*own_others, is_deeper).exists()


def is_at(path: str) -> ColumnElement[bool]:
    """Whether a location is the one with this path, or below it."""
    return Location.path.startswith(path)


def is_in_audience(audience: str) -> ColumnElement[bool]:
    """Whether somebody is meant: `everyone`, or `employees` alone."""
    return Membership.role.in_([Role.EMPLOYEE] if audience == "employees" else list(Role))


def has_open(module_id: UUID) -> ColumnElement[bool]:
    """Whether the person has an enrolment of the module that is neither passed nor settled in another way."""
    return exists().where(Enrolment.person_id == Person.id, Enrolment.module_id == module_id, is_open())


def passes_again(module_id: UUID) -> ColumnElement[bool]:
    """Whether the person has passed the module before, and has nothing open of it."""
    own = (Enrolment.person_id == Person.id, Enrolment.module_id == module_id, Enrolment.withdrawn_at.is_(None))
    return and_(exists().where(*own, Enrolment.passed_at.is_not(None)), ~has_open(module_id))


def is_without(assignment: Assignment) -> tuple[ColumnElement[bool], ...]:
    """That the person has nothing under the assignment, in any cycle and state, and its module not to do.

    Both are looked up in an index, person by person. PostgreSQL would make a join of NOT EXISTS, and as it has no
    statistics yet of what was written a moment ago, compare everybody with everybody who has it already.
    """
    has_it = Enrolment.assignment_id == assignment.id
    has_its_module = and_(Enrolment.module_id == assignment.module_id, is_open())
    return tuple(
        select(Enrolment.id).where(Enrolment.person_id == Person.id, own).limit(1).scalar_subquery().is_(None)
        for own in (has_it, has_its_module)
    )


def reached_by(assignment: Assignment, path: str, *columns: Any) -> Select[Any]:
    """These columns of everybody whom an assignment to the place with this path means."""
    return people_with_store(*columns).where(is_at(path), is_in_audience(assignment.audience))


def these_people(person_ids: Collection[UUID], *columns: Any) -> Select[Any]:
    """These columns of the named people."""
    return people_with_store(*columns).where(Person.id.in_(person_ids))
