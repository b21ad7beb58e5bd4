"""Persons by what they sign in with, and where they belong."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from training_app.models import Location, Membership, Person


def person_by_account(session: Session, account: str) -> Person | None:
    """The person with this e-mail address (in any case) or staff number."""
    name = account.strip()
    return session.scalars(
        select(Person)
        .where(or_(Person.email == name.lower(), Person.staff_number == name))
        .order_by(Person.email.is_(None))
        .limit(1)
    ).first()


def home_of(session: Session, person_id: UUID) -> UUID | None:
    """Where this person belongs: the deepest of their locations."""
    query = select(Location.id).join(Membership, Membership.location_id == Location.id)
    query = query.where(Membership.person_id == person_id)
    return session.scalars(query.order_by(func.length(Location.path).desc(), Location.path.desc()).limit(1)).first()


def count_people(session: Session, *, demo: bool) -> int:
    """How many persons there are, of the demo workspace or real ones."""
    return session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(demo))) or 0


def has_words(words: str) -> list[ColumnElement[bool]]:
    """That the person's name, staff number or address holds each of these words."""
    return [_holds(word) for word in words.split()]


def _holds(word: str) -> ColumnElement[bool]:
    """Whether the person is found by this word. SQLite's `lower` knows ASCII alone, hence the three spellings."""
    spellings = {word, word.lower(), word.capitalize()}
    columns = (Person.name, Person.staff_number, Person.email)
    return or_(*(column.icontains(spelling, autoescape=True) for column in columns for spelling in spellings))
