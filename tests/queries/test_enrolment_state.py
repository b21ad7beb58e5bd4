"""The state of an enrolment in SQL is the one that the rules give, on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, literal, select

from tests.conftest import World
from tests.modules import location_id_of, new_enrolment, new_module
from training_app.domain.enrolment import OPEN, Facts, State, state_of
from training_app.models import Enrolment, Location
from training_app.moment import new_id
from training_app.queries.enrolment_state import state_column, today_at, today_in
from training_app.queries.enrolments import is_open

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
TODAY = date(2031, 3, 4)
days = st.integers(-3, 3).map(lambda count: TODAY + timedelta(days=count))
facts = st.builds(
    Facts,
    due_on=days,
    is_started=st.booleans(),
    passed_on=st.none() | days,
    is_exhausted=st.booleans(),
    is_excused=st.booleans(),
    is_withdrawn=st.booleans(),
)


@dataclass(frozen=True)
class Ground:
    """What an enrolment stands on."""

    assignment: UUID
    module: UUID
    person: UUID
    store: UUID


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.database.writing() as session:
        store = location_id_of(session, "Near")
        module = new_module(session, location_id=store)
        enrolment = new_enrolment(session, module, person_id=world.cast.owner, location_id=store, withdrawn_at=NOW)
        return Ground(enrolment.assignment_id, module.id, world.cast.owner, store)


def row_of(ground: Ground, stored: Facts, cycle: int) -> Enrolment:
    def moment(is_so: bool) -> datetime | None:
        return NOW if is_so else None

    return Enrolment(
        id=new_id(),
        assignment_id=ground.assignment,
        module_id=ground.module,
        person_id=ground.person,
        location_id=ground.store,
        cycle=cycle,
        assigned_at=NOW,
        due_on=stored.due_on,
        started_at=moment(stored.is_started),
        passed_at=moment(stored.passed_on is not None),
        passed_on=stored.passed_on,
        exhausted_at=moment(stored.is_exhausted),
        excused_at=moment(stored.is_excused),
        withdrawn_at=moment(stored.is_withdrawn),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(many=st.lists(facts, min_size=1, max_size=40), today=days)
def test_sql_gives_the_state_that_the_rules_give(world: World, ground: Ground, many: list[Facts], today: date) -> None:
    with world.database.writer() as session:
        session.add_all(row_of(ground, stored, cycle) for cycle, stored in enumerate(many, start=1))
        session.flush()
        query = (
            select(state_column(literal(today, Date)), is_open())
            .where(Enrolment.assignment_id == ground.assignment, Enrolment.cycle > 0)
            .order_by(Enrolment.cycle)
        )
        found = [(State(state), bool(is_open_now)) for state, is_open_now in session.execute(query)]
        session.rollback()
    expected = [state_of(stored, today=today) for stored in many]
    assert found == [(state, state in OPEN) for state in expected]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2031, 3, 5, 7, 59, tzinfo=UTC), State.NOT_STARTED),
        (datetime(2031, 3, 5, 8, 0, tzinfo=UTC), State.OVERDUE),
    ],
)
def test_the_day_is_the_stores_own(world: World, ground: Ground, now: datetime, expected: State) -> None:
    with world.database.writer() as session:
        session.add(row_of(ground, Facts(due_on=TODAY), 1))
        session.flush()
        zones = session.scalars(select(Location.time_zone).distinct()).all()
        state = session.scalar(
            select(state_column(today_at(today_in(zones, now=now))))
            .join(Location, Location.id == Enrolment.location_id)
            .where(Enrolment.assignment_id == ground.assignment, Enrolment.cycle > 0)
        )
        session.rollback()
    assert state == expected
