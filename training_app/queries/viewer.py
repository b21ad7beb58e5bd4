"""Who is signed in, and where they belong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from training_app.domain.permissions import Role
from training_app.models import Location, Membership, Person, SignIn

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
    """The signed-in person with their own settings and memberships."""

    id: UUID
    name: str
    email: str | None
    language: str | None
    theme: str
    coach: str
    think_first: bool
    haste: bool
    places: tuple[Place, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles the person has anywhere."""
        return frozenset(place.role for place in self.places)

    @property
    def home(self) -> Place | None:
        """Where a play of theirs counts: the deepest location they belong to."""
        return max(self.places, key=lambda place: (len(place.path), place.path), default=None)

    @property
    def time_zone(self) -> str:
        """The time zone in which times are shown to them."""
        return self.home.time_zone if self.home else DEFAULT_TIME_ZONE


_COLUMNS = (
    Person.id,
    Person.name,
    Person.email,
    Person.language,
    Person.theme,
    Person.coach,
    Person.think_first,
    Person.haste,
)
# Built once: this is asked at every request.
_VIEWER = (
    select(
        *_COLUMNS,
        Membership.role,
        Location.id.label("location_id"),
        Location.name.label("location_name"),
        Location.path,
        Location.time_zone,
    )
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Location, Location.id == Membership.location_id)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.expires_at > bindparam("now"))
)


def viewer_of_sign_in(session: Session, *, token_hash: str, now: datetime) -> Viewer | None:
    """The person of an unexpired sign-in, in one query; None if there is no such sign-in."""
    rows = session.execute(_VIEWER, {"token_hash": token_hash, "now": now}).all()
    if not rows:
        return None
    places = tuple(
        Place(row.location_id, row.location_name, row.path, row.time_zone, Role(row.role))
        for row in rows
        if row.role is not None
    )
    person: tuple[Any, ...] = tuple(rows[0])[: len(_COLUMNS)]
    return Viewer(*(*person, places))
