"""Signing in below the web: the delay is looked at again under the lock, and failures are forgotten in time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.conftest import World, make_person
from training_app.domain.errors import TooManyTries
from training_app.models import SignIn, SignInFailure
from training_app.moment import new_id, new_token
from training_app.services.signing_in import admit, record_failure, seconds_to_wait

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


def fail(world: World, account: str, address: str, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        with world.database.writing() as session:
            record_failure(session, account=account, address=address, now=now)


def enter(world: World, person: UUID, account: str, address: str, now: datetime = NOW) -> None:
    with world.database.writing() as session:
        admit(session, person_id=person, account=account, address=address, token=new_token(), now=now)


def sessions_of(world: World, person: UUID) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SignIn).where(SignIn.person_id == person)) or 0


def test_failures_that_came_in_meanwhile_hold_the_right_password_back(world: World) -> None:
    account, address = str(new_id()), str(new_id())
    with world.database.writing() as session:
        person = make_person(session, f"newcomer-{account}")
        assert seconds_to_wait(session, account=account, address=address, now=NOW) == 0
    fail(world, account, address, 5)
    with pytest.raises(TooManyTries) as refused:
        enter(world, person, account, address)
    assert refused.value.seconds == 1
    assert sessions_of(world, person) == 0
    enter(world, person, account, address, NOW + timedelta(seconds=1))
    assert sessions_of(world, person) == 1


def test_a_success_forgives_the_account_and_not_the_address(world: World) -> None:
    account, address = str(new_id()), str(new_id())
    fail(world, str(new_id()), address, 8)
    fail(world, account, address, 4)
    enter(world, world.cast.trainer, account, address)
    with world.database.reading() as session:
        assert seconds_to_wait(session, account=account, address=address, now=NOW) == 0
        assert seconds_to_wait(session, account=account, address=str(new_id()), now=NOW) == 0
    fail(world, str(new_id()), address, 21)
    with world.database.reading() as session:
        assert seconds_to_wait(session, account=str(new_id()), address=address, now=NOW) == 0
    fail(world, str(new_id()), address, 1)
    with world.database.reading() as session:
        assert seconds_to_wait(session, account=str(new_id()), address=address, now=NOW) == 1


def test_a_store_in_which_everybody_mistypes_once_is_not_held_up(world: World) -> None:
    address = str(new_id())
    for _ in range(40):
        person = str(new_id())
        fail(world, person, address, 1)
        enter(world, world.cast.trainer, person, address)


def test_an_account_of_ones_own_forgives_no_guesses_at_others(world: World) -> None:
    address = str(new_id())
    for _ in range(9):
        fail(world, str(new_id()), address, 3)
        enter(world, world.cast.trainer, str(new_id()), address)
    fail(world, str(new_id()), address, 3)
    with pytest.raises(TooManyTries):
        enter(world, world.cast.trainer, str(new_id()), address)


def test_failures_of_long_ago_are_deleted(world: World) -> None:
    account, address = str(new_id()), str(new_id())
    long_ago = NOW - timedelta(days=400)
    fail(world, account, address, 6, long_ago)
    fail(world, str(new_id()), str(new_id()), 1, long_ago + timedelta(hours=13))
    with world.database.reading() as session:
        old = select(func.count()).select_from(SignInFailure).where(SignInFailure.last_at == long_ago)
        assert session.scalar(old) == 0


def test_sessions_that_have_ended_are_deleted_at_the_next_sign_in(world: World) -> None:
    person = world.cast.trainer
    enter(world, person, str(new_id()), str(new_id()), NOW)
    later = NOW + timedelta(days=15)
    enter(world, person, str(new_id()), str(new_id()), later)
    with world.database.reading() as session:
        ended = select(func.count()).select_from(SignIn).where(SignIn.person_id == person, SignIn.expires_at <= later)
        assert session.scalar(ended) == 0


def test_no_name_and_no_address_is_kept_in_clear(world: World) -> None:
    fail(world, "ada@regulars.test", "198.51.100.77", 1)
    with world.database.reading() as session:
        keys = session.scalars(select(SignInFailure.key_hash)).all()
    assert keys
    assert all(len(key) == 64 for key in keys)
