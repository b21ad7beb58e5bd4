"""Tablets of the test's stores, as the services make them."""

from uuid import UUID

from sqlalchemy import select

from tests.conftest import World
from tests.web.visitor import Visitor
from training_app.models import Device, Location
from training_app.moment import new_code, new_id, new_token, now
from training_app.services.devices import make_pairing, pair_device
from training_app.services.signing_in import start_session
from training_app.services.tokens import token_hash
from training_app.web.tablet import DEVICE_COOKIE, TOUCHED_COOKIE, mark_of


def location_named(world: World, name: str) -> UUID:
    """The chain or one of its stores."""
    with world.database.reading() as session:
        return session.scalars(select(Location.id).where(Location.name == name)).one()


def new_code_for(world: World, location_id: UUID, *, name: str = "Till") -> str:
    """A code that the administrator made for a tablet of this store."""
    code = new_code()
    with world.database.writing() as session:
        make_pairing(
            session,
            code=code,
            location_id=location_id,
            name=name,
            actor_id=world.cast.administrator,
            event_id=new_id(),
            now=now(),
        )
    return code


def new_device(world: World, location_id: UUID, *, name: str = "Till", token: str | None = None) -> UUID:
    """A tablet of this store, which knows itself by the token."""
    code = new_code_for(world, location_id, name=name)
    with world.database.writing() as session:
        return pair_device(session, code=code, device_id=new_id(), token=token or new_token(), now=now()).id


def tablet(world: World, store: str = "Near", *, token: str | None = None) -> tuple[Visitor, UUID]:
    """A browser that is a tablet of the store, and the tablet's id; nobody is signed in."""
    token = token or new_token()
    device_id = new_device(world, location_named(world, store), token=token)
    client = world.app.test_client()
    client.set_cookie(DEVICE_COOKIE, token)
    return Visitor(client), device_id


def with_pin(world: World, visitor: Visitor, device_id: UUID | None, person: UUID) -> Visitor:
    """The same browser, in which this person has entered their PIN; without a device it was their password."""
    token = new_token()
    with world.database.writing() as session:
        start_session(session, person_id=person, token=token, now=now(), device_id=device_id)
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    visitor.client.set_cookie(TOUCHED_COOKIE, mark_of(token))
    visitor.tokens.clear()
    return visitor


def device_of(world: World, visitor: Visitor) -> Device:
    """The tablet that this browser is."""
    cookie = visitor.client.get_cookie("regulars-device")
    assert cookie
    with world.database.reading() as session:
        return session.scalars(select(Device).where(Device.token_hash == token_hash(cookie.value))).one()
