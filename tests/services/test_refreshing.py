"""Answers in the refresher on both databases: the rows, and two taps at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from tests.conftest import World
from tests.people import new_employee
from training_app.domain.scenario import Grade
from training_app.models import RefresherMoment
from training_app.services.refreshing import answer_moment

NOON = datetime(2031, 3, 4, 20, 0, tzinfo=UTC)
TODAY = date(2031, 3, 4)
MOMENT = ("friendly-regular", "door")


@pytest.fixture
def person(world: World) -> UUID:
    return new_employee(world)


def say(world: World, person: UUID, grade: Grade, *, after: int = 0) -> tuple[int, int]:
    """The step, and after how many days from the beginning the moment comes back, once that was said."""
    days = timedelta(days=after)
    with world.database.writing() as session:
        answer_moment(
            session,
            person_id=person,
            scenario_id=MOMENT[0],
            scene=MOMENT[1],
            grade=grade,
            today=TODAY + days,
            now=NOON + days,
        )
    with world.database.reading() as session:
        kept = session.get_one(RefresherMoment, (person, *MOMENT))
        return kept.step, (kept.due_on - TODAY).days


def test_a_moment_climbs_its_ladder(world: World, person: UUID) -> None:
    assert say(world, person, Grade.FRIEND) == (0, 1)
    assert say(world, person, Grade.FRIEND, after=1) == (1, 4)
    assert say(world, person, Grade.FRIEND, after=6) == (2, 16)
    assert say(world, person, Grade.FAIR, after=16) == (2, 26)
    assert say(world, person, Grade.PREY, after=30) == (0, 31)


def test_what_is_not_due_changes_nothing(world: World, person: UUID) -> None:
    assert say(world, person, Grade.FRIEND) == (0, 1)
    assert say(world, person, Grade.PREY, after=1) == (0, 2)
    assert say(world, person, Grade.FRIEND, after=2) == (1, 5)
    assert say(world, person, Grade.PREY, after=2) == (1, 5)
    assert say(world, person, Grade.FRIEND, after=4) == (1, 5)


def test_two_taps_at_once_are_one(world: World, person: UUID) -> None:
    for after, expected in ((0, (0, 1)), (1, (1, 4))):
        together = Barrier(4)

        def tap(after: int = after, together: Barrier = together) -> tuple[int, int]:
            together.wait()
            return say(world, person, Grade.FRIEND, after=after)

        with ThreadPoolExecutor(4) as hands:
            said = [hands.submit(tap) for _tap in range(4)]
        assert [one.result() for one in said] == [expected] * 4
