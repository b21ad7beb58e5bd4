"""PINs and sealing keys as services keep them: tries counted before they are looked at, one pair of keys a person."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from tests.conftest import World, make_person
from training_app.domain.errors import Conflict, Invalid, TooManyTries
from training_app.models import AuditEvent, Device, Location, Person, SealingKey, SignIn
from training_app.moment import new_id, new_token
from training_app.services.passwords import verify_password
from training_app.services.pins import admit_by_pin, choose_first_pin, hash_new_pin, reset_pin, take_pin_try
from training_app.services.sealing_keys import key_pairs, make_key_pairs, new_key_pair, private_jwk
from training_app.services.signing_in import start_session
from training_app.services.tokens import token_hash

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
_names = (f"pin-person-{number}" for number in itertools.count(1))


@pytest.fixture
def person(world: World) -> UUID:
    """Somebody of the near store whom no other test knows."""
    return new_person(world)


@pytest.fixture
def device(world: World) -> UUID:
    """A tablet of the near store."""
    return new_device(world)


def new_person(world: World, **values) -> UUID:
    with world.database.writing() as session:
        return make_person(session, f"{next(_names)}-{new_id()}", **values)


def new_device(world: World) -> UUID:
    device_id = new_id()
    with world.database.writing() as session:
        store = session.scalars(select(Location.id).where(Location.name == "Near")).one()
        session.add(
            Device(
                id=device_id,
                location_id=store,
                name="Tablet",
                token_hash=token_hash(new_token()),
                created_at=NOW,
                seen_at=NOW,
            )
        )
    return device_id


def take(world: World, person: UUID, device: UUID, now: datetime = NOW) -> int:
    with world.database.writing() as session:
        return take_pin_try(session, person_id=person, device_id=device, now=now)


def enter(world: World, person: UUID, device: UUID, now: datetime = NOW) -> str:
    token = new_token()
    with world.database.writing() as session:
        admit_by_pin(session, person_id=person, device_id=device, token=token, now=now)
    return token


def test_three_tries_are_free_and_then_one_waits(world: World, person: UUID, device: UUID) -> None:
    assert [take(world, person, device) for _ in range(3)] == [0, 0, 30]
    now = NOW
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        with pytest.raises(TooManyTries) as refused:
            take(world, person, device, now + timedelta(seconds=seconds - 1))
        assert refused.value.seconds == 1
        now += timedelta(seconds=seconds)
        assert take(world, person, device, now) == min(2 * seconds, 900)


def test_the_wait_is_the_persons_on_every_tablet(world: World, person: UUID, device: UUID) -> None:
    for _ in range(3):
        take(world, person, device)
    with pytest.raises(TooManyTries):
        take(world, person, new_device(world))
    assert take(world, new_person(world), device) == 0


def test_a_tablet_waits_after_ten_wrong_pins_whosever_they_are(world: World, device: UUID) -> None:
    for _ in range(5):
        victim = new_person(world)
        assert take(world, victim, device) == 0
        take(world, victim, device)
    with pytest.raises(TooManyTries) as refused:
        take(world, new_person(world), device)
    assert refused.value.seconds == 30


def test_tries_side_by_side_are_counted_before_they_are_looked_at(world: World, person: UUID, device: UUID) -> None:
    def guess(_number: int) -> bool:
        try:
            take(world, person, device)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(guess, range(40)))
    assert taken.count(True) == 3


def test_the_right_pin_takes_the_persons_tries_back_and_no_others(world: World, person: UUID, device: UUID) -> None:
    victims = [new_person(world) for _ in range(4)]
    for victim in victims:
        take(world, victim, device)
        take(world, victim, device)
    for _ in range(4):
        take(world, person, device)
        enter(world, person, device)
    assert take(world, person, device) == 0
    enter(world, person, device)
    take(world, new_person(world), device)
    assert take(world, new_person(world), device) == 30


def test_a_busy_store_in_which_everybody_mistypes_once_is_not_held_up(world: World, device: UUID) -> None:
    for _ in range(15):
        person = new_person(world)
        take(world, person, device)
        take(world, person, device)
        enter(world, person, device)


def test_tries_of_yesterday_are_forgotten(world: World, person: UUID, device: UUID) -> None:
    for _ in range(3):
        take(world, person, device)
    tomorrow = NOW + timedelta(hours=13)
    assert [take(world, person, device, tomorrow) for _ in range(3)] == [0, 0, 30]


def test_a_pin_session_belongs_to_its_tablet_and_ends_within_a_shift(world: World, person: UUID, device: UUID) -> None:
    token = enter(world, person, device)
    with world.database.reading() as session:
        sign_in = session.get_one(SignIn, token_hash(token))
    assert (sign_in.kind, sign_in.device_id, sign_in.expires_at) == ("pin", device, NOW + timedelta(hours=12))


def test_an_obvious_pin_is_refused_with_its_reason() -> None:
    with pytest.raises(Invalid) as refused:
        hash_new_pin("1234", staff_number=None)
    assert refused.value.code == "pin-in-a-row"
    with pytest.raises(Invalid) as refused:
        hash_new_pin("4830", staff_number="4830")
    assert refused.value.code == "pin-is-the-staff-number"


def test_a_pin_is_kept_as_argon2id() -> None:
    pin_hash = hash_new_pin("4830", staff_number=None)
    assert pin_hash.startswith("$argon2id$")
    assert verify_password(pin_hash, "4830")
    assert not verify_password(pin_hash, "4831")


def choose(world: World, person: UUID, pin_hash: str) -> None:
    with world.database.writing() as session:
        choose_first_pin(
            session,
            person=session.get_one(Person, person, with_for_update=True),
            pin_hash=pin_hash,
            language="de",
            event_id=new_id(),
            now=NOW,
        )


def test_of_two_who_claim_one_tile_one_gets_it(world: World, person: UUID) -> None:
    def claim(number: int) -> bool:
        try:
            choose(world, person, f"hash {number}")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(claim, range(8))).count(True) == 1
    with world.database.reading() as session:
        assert session.get_one(Person, person).language == "de"
        changes = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(person))).all()
    assert changes == ["choose-pin"]


def test_taking_a_pin_back_ends_its_sessions_and_its_wait(world: World, person: UUID, device: UUID) -> None:
    choose(world, person, "a hash")
    enter(world, person, device)
    with world.database.writing() as session:
        start_session(session, person_id=person, token=new_token(), now=NOW)
    for _ in range(3):
        take(world, person, device)
    with world.database.writing() as session:
        reset_pin(
            session,
            person=session.get_one(Person, person),
            actor_id=world.cast.manager,
            event_id=new_id(),
            now=NOW,
        )
    with world.database.reading() as session:
        assert session.get_one(Person, person).pin_hash is None
        kinds = session.scalars(select(SignIn.kind).where(SignIn.person_id == person)).all()
    assert kinds == ["password"]
    assert take(world, person, device) == 0


def test_every_person_gets_one_pair_of_keys_however_many_ask_at_once(world: World) -> None:
    people = [new_person(world) for _ in range(4)]

    def ask(_number: int):
        with world.database.writing() as session:
            return make_key_pairs(session, people=people)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert set(answers[0]) == set(people)
    with world.database.reading() as session:
        assert key_pairs(session, people=people) == answers[0]
        count = session.scalar(select(func.count()).where(SealingKey.person_id.in_(people)))
    assert count == 4


def test_the_pair_fits_together_and_browsers_can_read_it() -> None:
    pair = new_key_pair()
    key = ec.derive_private_key(int(pair.private, 16), ec.SECP256R1())
    point = key.public_key().public_numbers()
    assert pair.public == f"04{point.x:064x}{point.y:064x}"
    jwk = private_jwk(pair)
    assert (jwk["kty"], jwk["crv"], len(jwk["x"]), len(jwk["y"]), len(jwk["d"])) == ("EC", "P-256", 43, 43, 43)
