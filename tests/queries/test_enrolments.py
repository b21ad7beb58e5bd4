"""One's own enrolments: what is open by SQL is open by the rule, and what comes next in a module."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import World
from tests.modules import location_id_of, new_enrolment, new_module
from training_app.domain.errors import NotFound
from training_app.models import Enrolment
from training_app.queries.enrolments import enrolments_of, is_open, own_enrolment

TODAY = datetime(2031, 3, 6, 20, tzinfo=UTC)
SCENARIOS = ("the-aisle", "friendly-regular", "pushy-muffin-seller")
days = st.dates(date(2031, 3, 4), date(2031, 3, 8))
moments = st.none() | st.just(TODAY)


@pytest.fixture(scope="module")
def enrolment(world: World) -> Iterator[UUID]:
    """One of the owner's, of three scenarios."""
    with world.database.writing() as session:
        near = location_id_of(session, "Near")
        module = new_module(session, location_id=near, scenarios=SCENARIOS)
        made = new_enrolment(session, module, person_id=world.cast.owner, location_id=near).id
    yield made
    with world.database.writing() as session:
        session.get_one(Enrolment, made).withdrawn_at = TODAY


def set_facts(session: Session, enrolment: UUID, **facts: datetime | date | None) -> None:
    own = session.get_one(Enrolment, enrolment)
    for name, value in facts.items():
        setattr(own, name, value)


@given(
    facts=st.fixed_dictionaries(
        {"due_on": days, "passed_on": st.none() | days}
        | dict.fromkeys(("started_at", "exhausted_at", "excused_at", "withdrawn_at"), moments)
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_open_by_sql_is_open_by_the_rule(
    world: World, enrolment: UUID, facts: dict[str, datetime | date | None]
) -> None:
    with world.database.writing() as session:
        set_facts(session, enrolment, **facts, passed_at=TODAY if facts["passed_on"] else None)
    with world.database.reading() as session:
        found = enrolments_of(session, person_id=world.cast.owner, now=TODAY)
        by_rule = {own.id for own in found if own.is_open and own.id == enrolment}
        by_sql = set(session.scalars(select(Enrolment.id).where(Enrolment.id == enrolment, is_open())))
    assert by_rule == by_sql


def test_the_next_scenario_is_the_one_after_and_then_what_is_left(world: World, enrolment: UUID) -> None:
    with world.database.writing() as session:
        set_facts(session, enrolment, passed_on=None, passed_at=None, withdrawn_at=None)
        own = own_enrolment(session, enrolment, person_id=world.cast.owner, now=TODAY)
    assert [own.next_after(scenario) for scenario in SCENARIOS] == [*SCENARIOS[1:], SCENARIOS[0]]


def test_somebody_elses_is_not_found(world: World, enrolment: UUID) -> None:
    with world.database.writing() as session:
        set_facts(session, enrolment, withdrawn_at=None)
    with world.database.reading() as session, pytest.raises(NotFound):
        own_enrolment(session, enrolment, person_id=world.cast.colleague, now=TODAY)
