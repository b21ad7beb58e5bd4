"""Enrolling set-wise: places by slices, newcomers, and the next cycle, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from tests.conftest import World
from tests.services.assigned import (
    DUE,
    NOW,
    TODAY,
    Branch,
    assigned,
    assignment_of,
    change,
    counted,
    enrolments,
    move,
    new_branch,
    someone,
)
from training_app.domain.errors import Conflict
from training_app.models import Assignment, Location, Module, Person
from training_app.moment import new_id
from training_app.queries.reach import is_without
from training_app.services.changes import Change
from training_app.services.enrolling import Slice, enrol_newcomers, enrol_place
from training_app.services.renewing import renew_cycles
from training_app.services.stores import move_place

MONTH = timedelta(days=30)


@pytest.fixture
def branch(world: World) -> Branch:
    return new_branch(world)


def spread(world: World, assignment_id: UUID, most: int = 5000) -> Slice:
    with world.database.writing() as session:
        return enrol_place(session, assignment=session.get_one(Assignment, assignment_id), now=NOW, most=most)


def join(world: World, store: UUID, *people: UUID) -> int:
    with world.database.writing() as session:
        return enrol_newcomers(session, person_ids=people, location_id=store, now=NOW)


def renew(world: World, later: timedelta) -> int:
    with world.database.writing() as session:
        return renew_cycles(session, now=NOW + later)


def hire(world: World, store: UUID) -> UUID:
    with world.database.writing() as session:
        return someone(session, session.get_one(Location, store))


def change_assignment(world: World, assignment_id: UUID, **values) -> None:
    with world.database.writing() as session:
        session.execute(update(Assignment).where(Assignment.id == assignment_id).values(**values))


def test_a_region_reaches_the_employees_of_its_stores(world: World, branch: Branch) -> None:
    found = enrolments(world, assigned(world, branch.module, branch.region))
    assert set(found) == {branch.ann, branch.ben, branch.cem, branch.dia}
    assert {found[branch.ann].location_id, found[branch.cem].location_id} == {branch.first, branch.second}
    assert {(row.cycle, row.due_on, row.attempts, row.module_id) for row in found.values()} == {
        (0, DUE, 0, branch.module)
    }
    assert len({row.id for row in found.values()}) == 4
    assert counted(world, branch.first, branch.module) == {DUE: 2}


def test_everybody_there_can_be_meant(world: World, branch: Branch) -> None:
    found = enrolments(world, assigned(world, branch.module, branch.first, audience="everyone"))
    assert set(found) == {branch.ann, branch.ben, branch.manager}


def test_slices_go_on_where_the_last_one_stopped(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.second)
    change_assignment(world, assignment, location_id=branch.region, spread_at=None)
    assert spread(world, assignment, most=1) == Slice(1, is_last=False)
    assert assignment_of(world, assignment).spread_at is None
    assert spread(world, assignment, most=2) == Slice(1, is_last=True)
    assert assignment_of(world, assignment).spread_at == NOW
    assert spread(world, assignment) == Slice(0, is_last=True)
    assert len(enrolments(world, assignment)) == 4
    assert counted(world, branch.first, branch.module) == {DUE: 2}


def test_a_withdrawn_assignment_reaches_nobody_else(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.second)
    change_assignment(world, assignment, withdrawn_at=NOW, spread_at=None)
    with pytest.raises(Conflict):
        spread(world, assignment)


def test_whoever_has_the_module_to_do_does_not_get_it_twice(world: World, branch: Branch) -> None:
    first = enrolments(world, assigned(world, branch.module, branch.first))
    change(world, first[branch.ann], passed_at=NOW, passed_on=date(2031, 3, 4))
    again = enrolments(world, assigned(world, branch.module, branch.region))
    assert set(again) == {branch.ann, branch.cem, branch.dia}


def test_two_who_assign_a_module_at_once_give_nobody_two_of_it(world: World, branch: Branch) -> None:
    with ThreadPoolExecutor(2) as both:
        made = list(both.map(lambda place: assigned(world, branch.module, place), (branch.region, branch.first)))
    people = [person for assignment in made for person in enrolments(world, assignment)]
    assert sorted(people) == sorted({branch.ann, branch.ben, branch.cem, branch.dia})


def test_whoever_left_or_works_elsewhere_is_not_reached(world: World, branch: Branch) -> None:
    with world.database.writing() as session:
        session.execute(update(Person).where(Person.id == branch.ann).values(left_at=NOW))
    move(world, branch.ben, branch.second)
    assert enrolments(world, assigned(world, branch.module, branch.first)) == {}


def test_a_newcomer_is_due_so_many_days_after_joining(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.region, newcomer_days=14)
    newcomer = hire(world, branch.first)
    assert join(world, branch.first, newcomer, branch.ann) == 1
    row = enrolments(world, assignment)[newcomer]
    assert (row.due_on, row.location_id) == (date(2031, 3, 18), branch.first)
    assert join(world, branch.first, newcomer) == 0


def test_newcomers_get_what_their_own_store_and_those_above_it_ask_for(world: World, branch: Branch) -> None:
    assigned(world, branch.module, branch.second, newcomer_days=14)
    assigned(world, branch.module, branch.first)
    assert join(world, branch.first, hire(world, branch.first)) == 0


def test_of_two_assignments_of_a_module_a_newcomer_gets_the_earlier_one(world: World, branch: Branch) -> None:
    slow = assigned(world, branch.module, branch.region, newcomer_days=30)
    quick = assigned(world, branch.module, branch.first, newcomer_days=7)
    newcomer = hire(world, branch.first)
    assert join(world, branch.first, newcomer) == 1
    assert newcomer in enrolments(world, quick)
    assert newcomer not in enrolments(world, slow)


def test_a_newcomer_gets_neither_what_was_withdrawn_nor_what_was_archived(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.first, newcomer_days=14)
    change_assignment(world, assignment, withdrawn_at=NOW)
    assert join(world, branch.first, hire(world, branch.first)) == 0
    change_assignment(world, assignment, withdrawn_at=None)
    with world.database.writing() as session:
        session.get_one(Module, branch.module).archived_at = NOW
    assert join(world, branch.first, hire(world, branch.first)) == 0


def test_a_store_in_another_region_gets_what_newcomers_must_do_there(world: World, branch: Branch) -> None:
    other = new_branch(world)
    here = assigned(world, branch.module, branch.region, newcomer_days=14)
    there = assigned(world, other.module, other.region, newcomer_days=10)
    not_for_newcomers = assigned(world, branch.module, other.region)
    with world.database.writing() as session:
        change_of = Change(event_id=new_id(), actor_id=None, now=NOW)
        store, region = (session.get_one(Location, one) for one in (branch.first, other.region))
        move_place(session, place=store, parent=region, change=change_of)
    found = enrolments(world, there)
    assert set(found) - {other.ann, other.ben, other.cem, other.dia} == {branch.ann, branch.ben}
    assert {found[branch.ann].due_on, found[branch.ben].due_on} == {TODAY + timedelta(days=10)}
    assert counted(world, branch.first, other.module) == {TODAY + timedelta(days=10): 2}
    assert {branch.ann, branch.ben} <= set(enrolments(world, here))
    assert not {branch.ann, branch.ben} & set(enrolments(world, not_for_newcomers))


def test_a_cycle_begins_so_many_days_after_the_last_one(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.first, repeat_days=30)
    for row in enrolments(world, assignment).values():
        change(world, row, passed_at=NOW, passed_on=date(2031, 3, 4))
    assert renew(world, timedelta(days=29)) == 0
    assert renew(world, MONTH - timedelta(hours=12)) == 2  # the thirtieth day has just begun there
    assert renew(world, MONTH) == 0
    rows = enrolments(world, assignment, cycle=1)
    assert {row.due_on for row in rows.values()} == {date(2031, 4, 10)}
    assert counted(world, branch.first, branch.module) == {date(2031, 4, 10): 2}


def test_only_whoever_settled_the_last_cycle_and_is_still_there_begins_another(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.region, repeat_days=30)
    rows = enrolments(world, assignment)
    change(world, rows[branch.ann], excused_at=NOW)
    change(world, rows[branch.ben], passed_at=NOW, passed_on=date(2031, 3, 4))
    change(world, rows[branch.cem], withdrawn_at=NOW)
    with world.database.writing() as session:
        session.execute(update(Person).where(Person.id == branch.ben).values(left_at=NOW))
    assert renew(world, MONTH) == 1
    assert set(enrolments(world, assignment, cycle=1)) == {branch.ann}


def test_named_people_begin_another_cycle_too(world: World, branch: Branch) -> None:
    assignment = assigned(world, branch.module, branch.region, person_ids=[branch.ann, branch.manager], repeat_days=30)
    rows = enrolments(world, assignment)
    assert set(rows) == {branch.ann, branch.manager}
    change(world, rows[branch.manager], passed_at=NOW, passed_on=date(2031, 3, 4))
    assert renew(world, MONTH) == 1
    assert set(enrolments(world, assignment, cycle=1)) == {branch.manager}


def test_whoever_has_it_already_is_looked_up_and_never_joined(world: World, branch: Branch) -> None:
    """A join is planned by statistics, in which rows of the same transaction are not yet: it took minutes of 50,000."""
    assignment = assigned(world, branch.module, branch.first)
    with world.database.reading() as session:
        people = select(Person.id).where(*is_without(session.get_one(Assignment, assignment)))
        dialect = session.connection().dialect
        statement = people.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        words = "explain query plan" if dialect.name == "sqlite" else "explain"
        plan = [str(row[-1]) for row in session.execute(text(f"{words} {statement}"))]
    assert sum("SUBQUERY" in line or line.strip().startswith("SubPlan") for line in plan) == 2, plan
    assert not [line for line in plan if "Join" in line]
