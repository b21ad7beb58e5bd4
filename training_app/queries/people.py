"""Persons by what they sign in with."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training_app.models import Person


def person_by_account(session: Session, account: str) -> Person | None:
    """The person with this e-mail address (in any case) or staff number."""
    name = account.strip()
    return session.scalars(
        select(Person)
        .where(or_(Person.email == name.lower(), Person.staff_number == name))
        .order_by(Person.email.is_(None))
        .limit(1)
    ).first()


def count_people(session: Session, *, demo: bool) -> int:
    """How many persons there are, of the demo workspace or real ones."""
    return session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(demo))) or 0
