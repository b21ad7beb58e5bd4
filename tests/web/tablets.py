"""Tablets of the test's stores, as the services make them."""

from uuid import UUID

from sqlalchemy import select

from tests.conftest import World
from training_app.models import Location
from training_app.moment import new_code, new_id, new_token, now
from training_app.services.devices import make_pairing, pair_device


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
