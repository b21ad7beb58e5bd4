"""Somebody of the demo's store to whom something was assigned, put past the server into its database."""

import itertools
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import create_engine, or_, select, update
from sqlalchemy.orm import Session

from tests.conftest import make_person
from tests.modules import location_id_of, new_enrolment, new_module
from tests.serving import DEMO_PASSWORD, Server
from training_app.models import Enrolment, EnrolmentPass, Location, Person
from training_app.moment import now
from training_app.services.passwords import hash_password

STORE = "Ontario"
_names = (f"learner{number}" for number in itertools.count(1))


@dataclass(frozen=True)
class Assigned:
    """One person, and what is stored of them."""

    url: str
    person: UUID
    account: str

    def enrol(self, *scenarios: str, attempts: int | None = None, **values) -> UUID:
        """Enrols them in a module of their own; with attempts it is a check."""
        titles = {"en": "First shift", "de": "Die erste Schicht"}
        with Session(create_engine(self.url)) as session:
            store = location_id_of(session, STORE)
            module = new_module(session, location_id=store, scenarios=scenarios, attempts=attempts, titles=titles)
            enrolment = new_enrolment(session, module, person_id=self.person, location_id=store, **values).id
            session.commit()
        return enrolment

    def change(self, enrolment: UUID, **values) -> None:
        with Session(create_engine(self.url)) as session:
            own = session.get_one(Enrolment, enrolment)
            for name, value in values.items():
                setattr(own, name, value)
            session.commit()

    def passed(self, enrolment: UUID) -> set[str]:
        """The scenarios that are passed under it."""
        with Session(create_engine(self.url)) as session:
            query = select(EnrolmentPass.scenario_id).where(EnrolmentPass.enrolment_id == enrolment)
            return set(session.scalars(query))


def somebody_new(server: Server) -> Assigned:
    """A person of their own, who signs in with the demo's password."""
    url = database_of(server)
    name = next(_names)
    with Session(create_engine(url)) as session:
        store = session.scalars(select(Location).where(Location.name == STORE)).one()
        person = make_person(session, name, at=store, password_hash=hash_password(DEMO_PASSWORD), is_demo=True)
        session.commit()
    return Assigned(url, person, f"{name}@regulars.test")


def database_of(server: Server) -> str:
    """The address of the SQLite database of a browser test's server."""
    return f"sqlite:///{server.folder / 'regulars.sqlite3'}"


def take_back(url: str, *accounts: str) -> None:
    """Withdraws what the demo has assigned to these people; without any, to everybody."""
    engine = create_engine(url)
    named = select(Person.id).where(or_(Person.email.in_(accounts), Person.staff_number.in_(accounts)))
    query = update(Enrolment).values(withdrawn_at=now())
    with Session(engine) as session:
        session.execute(query.where(Enrolment.person_id.in_(named)) if accounts else query)
        session.commit()
    engine.dispose()
