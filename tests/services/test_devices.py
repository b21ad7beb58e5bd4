"""Connecting a tablet by a code, its reports, and revoking it, on both databases."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.conftest import World
from training_app.domain.errors import Conflict, Invalid, NotFound, TooManyTries
from training_app.domain.pairing import ALPHABET, grouped
from training_app.models import AuditEvent, Device, Location, Pairing, SignIn
from training_app.moment import new_code, new_id, new_token
from training_app.queries.devices import device_by_token
from training_app.services.devices import (
    hold_back_guessing,
    make_pairing,
    pair_device,
    record_forgotten,
    record_state,
    record_wrong_code,
)
from training_app.services.looking_after import revoke_device
from training_app.services.tokens import token_hash

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)


def near(world: World) -> UUID:
    with world.database.reading() as session:
        return session.scalars(select(Location.id).where(Location.name == "Near")).one()


def make_code(world: World, now: datetime = NOW) -> str:
    code = new_code()
    with world.database.writing() as session:
        make_pairing(
            session,
            code=code,
            location_id=near(world),
            name="  Till 1 ",
            actor_id=world.cast.manager,
            event_id=new_id(),
            now=now,
        )
    return code


def pair(world: World, code: str, now: datetime = NOW, token: str | None = None) -> UUID:
    device_id = new_id()
    with world.database.writing() as session:
        pair_device(session, code=code, device_id=device_id, token=token or new_token(), now=now)
    return device_id


def device(world: World, device_id: UUID) -> Device:
    with world.database.reading() as session:
        return session.get_one(Device, device_id)


def test_a_code_makes_one_tablet_of_its_store(world: World) -> None:
    code, token = make_code(world), new_token()
    device_id = pair(world, code, token=token)
    with world.database.reading() as session:
        found = device_by_token(session, token_hash=token_hash(token))
        assert device_by_token(session, token_hash=token) is None
        assert session.scalars(select(AuditEvent.actor_id).where(AuditEvent.subject == str(device_id))).one() == (
            world.cast.manager
        )
    assert found is not None
    assert (found.id, found.name, found.store) == (device_id, "Till 1", "Near")
    assert (found.location_id, found.time_zone) == (near(world), "America/Los_Angeles")
    assert (found.lock_after, found.revoked_at) == (180, None)
    with pytest.raises(NotFound):
        pair(world, code)


@pytest.mark.parametrize("typed", [str.lower, grouped, lambda code: f" {code[:4]}-{code[4:]}\n"])
def test_a_code_fits_however_it_is_typed(world: World, typed) -> None:
    assert pair(world, typed(make_code(world)))


def test_a_code_is_past_its_time_after_ten_minutes(world: World) -> None:
    assert pair(world, make_code(world), NOW + timedelta(minutes=9, seconds=59))
    with pytest.raises(NotFound) as late:
        pair(world, make_code(world), NOW + timedelta(minutes=10))
    with pytest.raises(NotFound) as wrong:
        pair(world, "BCDFGHJK")
    assert late.value.message == wrong.value.message


def test_codes_past_their_time_are_forgotten_and_none_is_kept_in_clear(world: World) -> None:
    old = make_code(world, NOW - timedelta(days=2))
    make_code(world)
    with world.database.reading() as session:
        kept = session.scalars(select(Pairing.code_hash)).all()
        assert session.scalar(select(func.count()).where(Pairing.expires_at <= NOW)) == 0
    assert old not in "".join(kept)
    assert all(len(one) == 64 for one in kept)


def test_codes_are_eight_letters_of_an_alphabet_without_look_alikes() -> None:
    assert len(ALPHABET) >= 20
    assert not set(ALPHABET) & set("0O1IAEU")
    codes = {new_code() for _code in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(ALPHABET)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "two\nlines"])
def test_a_tablet_needs_a_name_that_can_be_read(world: World, name: str) -> None:
    with pytest.raises(Invalid), world.database.writing() as session:
        make_pairing(
            session,
            code=new_code(),
            location_id=near(world),
            name=name,
            actor_id=world.cast.manager,
            event_id=new_id(),
            now=NOW,
        )


def test_guessing_codes_is_slowed_down_by_address(world: World) -> None:
    address = str(new_id())
    for _guess in range(10):
        with world.database.writing() as session:
            hold_back_guessing(session, address=address, now=NOW)
            record_wrong_code(session, address=address, now=NOW)
    with pytest.raises(TooManyTries) as refused, world.database.writing() as session:
        hold_back_guessing(session, address=address, now=NOW)
    assert refused.value.seconds == 1
    with world.database.writing() as session:
        hold_back_guessing(session, address=str(new_id()), now=NOW)
        hold_back_guessing(session, address=address, now=NOW + timedelta(seconds=1))


def test_what_a_tablet_reports_is_kept_and_its_clock_cannot_be_before_or_ahead(world: World) -> None:
    device_id = pair(world, make_code(world))
    later = NOW + timedelta(hours=3)
    for said, kept in (
        (NOW + timedelta(hours=1), NOW + timedelta(hours=1)),
        (datetime(2019, 1, 1, tzinfo=UTC), NOW),
        (datetime(2035, 1, 1, tzinfo=UTC), later),
    ):
        with world.database.writing() as session:
            record_state(session, device_id=device_id, unsent=3, unsent_since=said, offline="ready", now=later)
        found = device(world, device_id)
        assert (found.unsent, found.unsent_since, found.offline, found.seen_at) == (3, kept, "ready", later)
    with world.database.writing() as session:
        record_state(session, device_id=device_id, unsent=0, unsent_since=NOW, offline="full", now=later)
    assert (device(world, device_id).unsent, device(world, device_id).unsent_since) == (0, None)


@pytest.mark.parametrize(("unsent", "offline"), [(-1, "ready"), (10**9, "ready"), (1, "perhaps")])
def test_a_report_that_cannot_be_read_changes_nothing(world: World, unsent: int, offline: str) -> None:
    device_id = pair(world, make_code(world))
    with pytest.raises(Invalid), world.database.writing() as session:
        record_state(session, device_id=device_id, unsent=unsent, unsent_since=NOW, offline=offline, now=NOW)


def test_revoking_ends_its_pin_sessions_and_what_it_lost_is_counted_once(world: World) -> None:
    device_id, other_id = pair(world, make_code(world)), pair(world, make_code(world))
    with pytest.raises(Conflict), world.database.writing() as session:
        record_forgotten(session, device_id=device_id, unsent=2, now=NOW)
    with world.database.writing() as session:
        for at in (device_id, other_id):
            session.add(
                SignIn(
                    token_hash=token_hash(new_token()),
                    person_id=world.cast.owner,
                    started_at=NOW,
                    expires_at=NOW + timedelta(days=1),
                    kind="pin",
                    device_id=at,
                )
            )
    for _twice in range(2):
        with world.database.writing() as session:
            revoke_device(
                session,
                device=session.get_one(Device, device_id),
                actor_id=world.cast.manager,
                event_id=new_id(),
                now=NOW,
            )
    with world.database.reading() as session:
        open_at = select(SignIn.device_id).where(SignIn.device_id.in_([device_id, other_id]))
        assert session.scalars(open_at).all() == [other_id]
        revoked = select(func.count()).where(AuditEvent.action == "revoke-device")
        assert session.scalar(revoked.where(AuditEvent.subject == str(device_id))) == 1
    for unsent in (2, 0):
        with world.database.writing() as session:
            record_forgotten(session, device_id=device_id, unsent=unsent, now=NOW)
    assert (device(world, device_id).lost, device(world, device_id).forgotten_at) == (2, NOW)
