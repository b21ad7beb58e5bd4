"""Adding a person, changing their details, moving them to another place, and their leaving and coming back.

What they did before stays where it was: a move takes along what they still have to do, and nothing that they played.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training_app.domain.errors import Conflict, Invalid
from training_app.domain.permissions import Role, SignInKind
from training_app.domain.personal_details import is_address, is_name, is_staff_number, one_line
from training_app.models import Enrolment, Membership, Person, ResetLink, SignIn
from training_app.queries.people import home_of
from training_app.services.changes import Change
from training_app.services.signing_in import sign_out_everywhere

FIELDS = ("name", "email", "staff_number", "language")


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is written down of a person. They sign in with the address or the staff number; one of them is there."""

    name: str
    email: str | None
    staff_number: str | None
    language: str | None


def checked_details(details: PersonDetails) -> PersonDetails:
    """The details as they are kept. Raises Invalid `bad-name`, `bad-number`, `bad-address` or `no-account`."""
    kept = PersonDetails(
        name=one_line(details.name),
        email=one_line(details.email or "").lower() or None,
        staff_number=one_line(details.staff_number or "") or None,
        language=details.language or None,
    )
    if not is_name(kept.name):
        raise Invalid("bad-name", "A name has 1 to 120 signs.")
    if kept.staff_number is not None and not is_staff_number(kept.staff_number):
        raise Invalid("bad-number", "A staff number has 1 to 40 signs and no @.")
    if kept.email is not None and not is_address(kept.email):
        raise Invalid("bad-address", f"“{kept.email}” is not an e-mail address.")
    if kept.staff_number is None and kept.email is None:
        raise Invalid("no-account", "A person signs in with a staff number or an e-mail address: one is needed.")
    return kept


def add_person(
    session: Session,
    *,
    person_id: UUID,
    details: PersonDetails,
    location_id: UUID,
    role: Role,
    is_demo: bool,
    change: Change,
) -> Person:
    """A new person with one role at one place; they have neither password nor PIN yet.

    Raises Invalid as `checked_details` does, Conflict `number-taken` or `address-taken`.
    """
    kept = checked_details(details)
    _refuse_taken(session, kept, person_id)
    person = Person(
        id=person_id,
        name=kept.name,
        email=kept.email,
        staff_number=kept.staff_number,
        language=kept.language,
        is_demo=is_demo,
        created_at=change.now,
    )
    session.add(person)
    _keep(session)
    session.add(Membership(person_id=person_id, location_id=location_id, role=role, joined_at=change.now))
    session.flush()
    change.record(session, "add-person", person_id, {"location": str(location_id), "role": role.value})
    return person


def change_person(session: Session, *, person: Person, details: PersonDetails, change: Change) -> None:
    """Write other details down; what changed is on record, not how it was called. Raises as `add_person` does.

    With another address the links that went to the old one end.
    """
    kept = checked_details(details)
    _refuse_taken(session, kept, person.id)
    fields = [name for name in FIELDS if getattr(person, name) != getattr(kept, name)]
    if not fields:
        return
    for name in fields:
        setattr(person, name, getattr(kept, name))
    _keep(session)
    if "email" in fields:
        session.execute(delete(ResetLink).where(ResetLink.person_id == person.id, ResetLink.used_at.is_(None)))
    change.record(session, "change-person", person.id, {"fields": fields})


def _refuse_taken(session: Session, details: PersonDetails, person_id: UUID) -> None:
    for column, value, code, message in (
        (Person.staff_number, details.staff_number, "number-taken", "Somebody else has this staff number."),
        (Person.email, details.email, "address-taken", "Somebody else has this e-mail address."),
    ):
        if value is None:
            continue
        if session.scalars(select(Person.id).where(column == value, Person.id != person_id)).first() is not None:
            raise Conflict(code, message)


def _keep(session: Session) -> None:
    """Write what is new. Two who take the same number at once are told apart by the database alone."""
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("taken", "Somebody else has taken this staff number or address just now.") from error


def move_person(
    session: Session, *, person: Person, left: UUID, location_id: UUID, role: Role, change: Change
) -> frozenset[UUID]:
    """Give the person this role at this place in place of theirs at `left`, which may be the same; gives those places.

    Their enrolments follow them to where they belong now; their plays stay. With another place a session that a PIN
    opened ends.
    """
    if left == location_id:
        session.get_one(Membership, (person.id, left)).role = role
    else:
        ends = (left, location_id)
        session.execute(delete(Membership).where(Membership.person_id == person.id, Membership.location_id.in_(ends)))
        session.add(Membership(person_id=person.id, location_id=location_id, role=role, joined_at=change.now))
        _end_pin_sessions(session, person)
    session.flush()
    home = home_of(session, person.id) or location_id
    session.execute(update(Enrolment).where(Enrolment.person_id == person.id).values(location_id=home))
    details = {"from": str(left), "location": str(location_id), "role": role.value}
    change.record(session, "move-person", person.id, details)
    return frozenset({left, location_id, home})


def let_leave(session: Session, *, person: Person, change: Change) -> None:
    """The person works here no more: sessions, PIN and open links end now, and what they did stays.

    Leaving again changes nothing.
    """
    if person.left_at is not None:
        return
    person.left_at = change.now
    person.pin_hash = None
    sign_out_everywhere(session, person_id=person.id)
    session.execute(delete(ResetLink).where(ResetLink.person_id == person.id))
    change.record(session, "leave", person.id)


def let_return(session: Session, *, person: Person, change: Change) -> None:
    """The person is back where they were, with the password that they had; their tile asks for a new PIN."""
    if person.left_at is None:
        return
    person.left_at = None
    sign_out_everywhere(session, person_id=person.id)
    change.record(session, "return", person.id)


def _end_pin_sessions(session: Session, person: Person) -> None:
    session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.kind == SignInKind.PIN))
