"""The counts that reports read equal what the enrolments themselves say, whichever part is counted anew."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.conftest import World
from tests.teams import NOON, TODAY, Team, enrol, new_chain, new_team
from training_app.domain.enrolment import Facts, State, state_of
from training_app.models import AssignmentCount, Enrolment, EnrolmentCount, Person, ReportMark
from training_app.moment import new_id
from training_app.services.report_counts import refresh_counts, touch_reports

OF_STATE = {
    State.PASSED: "passed",
    State.PASSED_LATE: "late",
    State.EXCUSED: "excused",
    State.FAILED: "failed",
    State.STARTED: "started",
}


@pytest.fixture
def session(world: World) -> Iterator[Session]:
    """A writing session whose work is taken back."""
    with world.database.writer() as session:
        yield session
        session.rollback()


def counted(session: Session) -> Counter[tuple[UUID, str]]:
    """Every figure of the table of counts, summed over its days."""
    figures: Counter[tuple[UUID, str]] = Counter()
    for row in session.scalars(select(EnrolmentCount)):
        session.refresh(row)
        for name in ("assigned", *OF_STATE.values()):
            figures[row.location_id, name] += getattr(row, name)
    return +figures


def expected(session: Session) -> Counter[tuple[UUID, str]]:
    """The same figures from the enrolments, by the pure function on a day before all is due."""
    standing: dict[tuple[UUID, UUID], Enrolment] = {}
    left = set(session.scalars(select(Person.id).where(Person.left_at.is_not(None))))
    for one in session.scalars(select(Enrolment).order_by(Enrolment.assigned_at, Enrolment.cycle, Enrolment.id)):
        session.refresh(one)
        if one.withdrawn_at is None and one.person_id not in left:
            standing[one.person_id, one.module_id] = one
    figures: Counter[tuple[UUID, str]] = Counter()
    for one in standing.values():
        facts = Facts(
            due_on=one.due_on,
            is_started=one.started_at is not None,
            passed_on=one.passed_on,
            is_exhausted=one.exhausted_at is not None,
            is_excused=one.excused_at is not None,
        )
        figures[one.location_id, "assigned"] += 1
        name = OF_STATE.get(state_of(facts, today=TODAY - timedelta(days=100)))
        if name:
            figures[one.location_id, name] += 1
    return figures


def two_teams(session: Session) -> tuple[Team, Team]:
    chain = new_chain(session, "Counted")
    one = new_team(session, chain=chain, name="One", people=12, modules=4)
    return one, new_team(session, chain=chain, name="Two", people=7, modules=one.modules, seed=5)


def mark_of(session: Session, store: UUID) -> int:
    return session.scalar(select(ReportMark.number).where(ReportMark.location_id == store)) or 0


def test_all_counts_equal_the_enrolments_whose_last_cycle_stands(session: Session) -> None:
    one, two = two_teams(session)
    enrol(session, store_id=one.store, people=one.people[:6], modules=one.modules[:2], seed=9, cycle=1)
    session.execute(update(Person).where(Person.id.in_((one.people[0], two.people[0]))).values(left_at=NOON))
    refresh_counts(session)
    assert counted(session) == expected(session)
    assert {mark_of(session, team.store) for team in (one, two)} == {1}


@pytest.mark.parametrize("part", ["ids", "path", "modules"])
def test_a_part_is_counted_anew_and_the_rest_is_left(session: Session, part: str) -> None:
    one, two = two_teams(session)
    refresh_counts(session)
    before = counted(session)
    session.execute(update(Enrolment).values(withdrawn_at=None, excused_at=NOON))
    parts = {
        "ids": {"location_ids": {one.store}},
        "path": {"path": one.path},
        "modules": {"location_ids": {one.store}, "module_ids": set(one.modules)},
    }
    refresh_counts(session, **parts[part])
    after = counted(session)
    assert {place: number for place, number in after.items() if place[0] == two.store} == {
        place: number for place, number in before.items() if place[0] == two.store
    }
    own = expected(session)
    assert {place: number for place, number in after.items() if place[0] == one.store} == {
        place: number for place, number in own.items() if place[0] == one.store
    }
    assert (mark_of(session, one.store), mark_of(session, two.store)) == (2, 1)


def test_one_module_is_counted_anew_and_the_others_are_left(session: Session) -> None:
    one, _two = two_teams(session)
    refresh_counts(session)
    session.execute(update(Enrolment).values(withdrawn_at=NOON))
    refresh_counts(session, location_ids={one.store}, module_ids={one.modules[0]})
    left = select(func.count()).where(EnrolmentCount.location_id == one.store)
    assert session.scalar(left.where(EnrolmentCount.module_id == one.modules[0])) == 0
    assert session.scalar(left.where(EnrolmentCount.module_id == one.modules[1])) > 0


def test_a_change_outside_the_counts_lets_the_mark_grow_alone(session: Session) -> None:
    one, two = two_teams(session)
    refresh_counts(session)
    before = counted(session)
    touch_reports(session, [one.store])
    touch_reports(session, [one.store])
    assert (mark_of(session, one.store), mark_of(session, two.store)) == (3, 1)
    assert counted(session) == before


def test_an_assignment_knows_how_many_it_reached_by_their_last_cycle(session: Session) -> None:
    one, _two = two_teams(session)
    row = session.scalars(select(Enrolment).where(Enrolment.location_id == one.store)).first()
    again = {"id": new_id(), "cycle": row.cycle + 1, "withdrawn_at": None, "passed_at": NOON, "passed_on": TODAY}
    columns = {column.name: getattr(row, column.name) for column in Enrolment.__table__.columns}
    session.add(Enrolment(**columns | again))
    session.execute(update(Person).where(Person.id == one.people[3]).values(left_at=NOON))
    session.flush()
    refresh_counts(session)
    last: dict[tuple[UUID, UUID], Enrolment] = {}
    for each in session.scalars(select(Enrolment).order_by(Enrolment.cycle)):
        last[each.assignment_id, each.person_id] = each
    gone = set(session.scalars(select(Person.id).where(Person.left_at.is_not(None))))
    reached, passed = Counter[UUID](), Counter[UUID]()
    for (assignment, person), each in last.items():
        if each.withdrawn_at is None and person not in gone:
            reached[assignment] += 1
            passed[assignment] += each.passed_at is not None
    counts = {"people": Counter[UUID](), "passed": Counter[UUID]()}
    for row in session.scalars(select(AssignmentCount)):
        for name, figures in counts.items():
            figures[row.assignment_id] += getattr(row, name)
    assert counts == {"people": reached, "passed": passed}
