"""A store's people as the wall of tiles shows them, and as a tablet keeps them for when there is no network."""

import unicodedata
from typing import Any

from flask import current_app, url_for
from flask_wtf.csrf import generate_csrf

from config import Settings
from training_app.db import current_database, current_reader
from training_app.models import Person
from training_app.queries.devices import DeviceInForce
from training_app.queries.tiles import TilePerson, people_of_store
from training_app.services.sealing_keys import KeyPair, key_pairs, make_key_pairs
from training_app.web.sync.reach import scenarios_in_reach
from training_app.web.tiles.pages import Tile, TilesPage

HUES = 8
MANY = 20  # more than these are searched


def shows_demo() -> bool:
    """Whether people of the demo workspace have tiles: on this machine only, as their password is known to all."""
    settings: Settings = current_app.extensions["settings"]
    return settings.is_private


def tiles_page(tablet: DeviceInForce, *, wanted: str) -> TilesPage:
    """The wall of this tablet's store, or those on it whose name holds what is wanted."""
    people = people_of_store(current_reader(), location_id=tablet.location_id, with_demo=shows_demo())
    wanted = wanted.strip()
    return TilesPage(
        store=tablet.store,
        device=tablet.name,
        people=tuple(tile_of(person) for person in people if _plain(wanted) in _plain(person.name)),
        count=len(people),
        wanted=wanted,
        can_search=len(people) > MANY,
    )


def tile_of(person: TilePerson | Person) -> Tile:
    """One person's tile."""
    has_pin = person.has_pin if isinstance(person, TilePerson) else person.pin_hash is not None
    return Tile(
        id=str(person.id),
        name=person.name,
        initials=initials_of(person.name),
        hue=person.id.int % HUES,
        url=url_for("tiles.tile", person=person.id),
        is_new=not has_pin,
        due=person.due if isinstance(person, TilePerson) else 0,
    )


def initials_of(name: str) -> str:
    """The first letters of the first and the last word, in capitals."""
    words = ["".join(filter(str.isalnum, word)) for word in name.split()]
    letters = [word[0] for word in words if word] or ["?"]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def _plain(text: str) -> str:
    """Without accents and in one case, so that “Jose” finds “José”."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def roster_json(tablet: DeviceInForce) -> dict[str, Any]:
    """What the tablet keeps: itself, its people with their public keys, and what can be played in its store."""
    people = people_of_store(current_reader(), location_id=tablet.location_id, with_demo=shows_demo())
    pairs = _key_pairs(people)
    return {
        "device": {
            "id": str(tablet.id),
            "name": tablet.name,
            "store": tablet.store,
            "lock_after": tablet.lock_after,
        },
        "people": [
            {
                "id": str(person.id),
                "name": person.name,
                "initials": initials_of(person.name),
                "language": person.language,
                "has_pin": person.has_pin,
                "due": person.due,
                "public_key": pairs[person.id].public,
            }
            for person in people
        ],
        "scenarios": scenarios_in_reach(),
        "csrf_token": generate_csrf(),
    }


def _key_pairs(people: list[TilePerson]) -> dict[Any, KeyPair]:
    """The pairs of all of them; only the first who ask have to wait until they are made."""
    ids = [person.id for person in people]
    pairs = key_pairs(current_reader(), people=ids)
    if len(pairs) < len(ids):
        with current_database().writing() as session:
            pairs = make_key_pairs(session, people=ids)
    return pairs
