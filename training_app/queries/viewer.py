"""Who is signed in, and where they belong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from training_app.db import Transaction
from training_app.domain.permissions import Permission, Role, SignInKind, Standing, may
from training_app.models import Location, Membership, Person, SignIn
from training_app.models.types import table_of

DEFAULT_TIME_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Place:
    """A role at one location; `path` covers all that hangs below it."""

    location_id: UUID
    name: str
    path: str
    time_zone: str
    role: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person with their own settings and memberships, and how they signed in.

    `device_id` is the tablet of a session that a PIN opened.
    """

    id: UUID
    name: str
    email: str | None
    language: str | None
    theme: str
    coach: str
    think_first: bool
    haste: bool
    kind: SignInKind
    device_id: UUID | None
    places: tuple[Place, ...]
    refresher: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        """The roles the person has anywhere."""
        return frozenset(place.role for place in self.places)

    def may(self, permission: str) -> bool:
        """Whether they have this permission of the table somewhere, signed in as they are."""
        return may(self.roles, Permission(permission), kind=self.kind)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What they are where."""
        return tuple((place.path, place.role) for place in self.places)

    @property
    def home(self) -> Place | None:
        """Where a play of theirs counts: the deepest location they belong to."""
        return max(self.places, key=lambda place: (len(place.path), place.path), default=None)

    @property
    def time_zone(self) -> str:
        """The time zone in which times are shown to them."""
        return self.home.time_zone if self.home else DEFAULT_TIME_ZONE


# Built once and on the bare tables, because it is asked at every request.
_PERSON, _SIGN_IN, _MEMBERSHIP, _LOCATION = (table_of(model) for model in (Person, SignIn, Membership, Location))
_COLUMNS = tuple(
    _PERSON.c[name] for name in ("id", "name", "email", "language", "theme", "coach", "think_first", "haste")
)
_VIEWER = (
    select(
        *_COLUMNS,
        _PERSON.c.refresher,
        _SIGN_IN.c.kind,
        _SIGN_IN.c.device_id,
        _MEMBERSHIP.c.role,
        _LOCATION.c.id.label("location_id"),
        _LOCATION.c.name.label("location_name"),
        _LOCATION.c.path,
        _LOCATION.c.time_zone,
    )
    .select_from(_SIGN_IN.join(_PERSON).outerjoin(_MEMBERSHIP, _MEMBERSHIP.c.person_id == _PERSON.c.id))
    .outerjoin(_LOCATION, _LOCATION.c.id == _MEMBERSHIP.c.location_id)
    .where(
        _SIGN_IN.c.token_hash == bindparam("token_hash"),
        _SIGN_IN.c.expires_at > bindparam("now"),
        _PERSON.c.left_at.is_(None),
    )
)


def viewer_of_sign_in(transaction: Transaction, *, token_hash: str, now: datetime) -> Viewer | None:
    """The person of an unexpired sign-in, in one query; None if there is no such sign-in, or once they left."""
    rows = transaction.execute(_VIEWER, {"token_hash": token_hash, "now": now}).all()
    if not rows:
        return None
    places = tuple(
        Place(row.location_id, row.location_name, row.path, row.time_zone, Role(row.role))
        for row in rows
        if row.role is not None
    )
    person: tuple[Any, ...] = tuple(rows[0])[: len(_COLUMNS)]
    return Viewer(*(*person, SignInKind(rows[0].kind), rows[0].device_id, places, rows[0].refresher))
