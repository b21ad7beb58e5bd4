"""Proving by a password who one is, with the growing delay after failures.

A password is verified before the writing transaction begins: it takes long, and others would wait.
"""

from uuid import UUID

from flask import current_app, request

from config import Settings
from training_app.db import current_reader, current_session
from training_app.domain.errors import DomainError, TooManyTries
from training_app.models import Person
from training_app.moment import new_token, now
from training_app.queries.people import person_by_account
from training_app.services.passwords import verify_password
from training_app.services.signing_in import admit, record_failure, seconds_to_wait, sign_out


class WrongPassword(DomainError):
    """The account and the password do not fit each other; which of the two is not said."""

    def __init__(self) -> None:
        super().__init__("wrong-password", "E-mail address, staff number or password is wrong.")


def sign_in(account: str, password: str, *, instead_of: str | None) -> str:
    """The token of a new session, which ends the browser's earlier one. Raises WrongPassword or TooManyTries.

    Failures count for the person, however they were named, else for the name that nobody has.
    """
    person = person_by_account(current_reader(), account)
    is_let_in = person is not None and may_enter(person)
    key = str(person.id) if person else account
    _verify(key, person.password_hash if person and is_let_in else None, password)
    if person is None:
        raise WrongPassword
    session = current_session()
    token = new_token()
    admit(session, person_id=person.id, account=key, address=_address(), token=token, now=now())
    if instead_of:
        sign_out(session, token=instead_of)
    session.commit()
    return token


def verify_own(person_id: UUID, password: str) -> None:
    """Raises WrongPassword unless it is this signed-in person's password; TooManyTries as at sign-in."""
    person = current_reader().get_one(Person, person_id)
    _verify(str(person_id), person.password_hash, password)


def begin_anew(person_id: UUID) -> str:
    """The token of a new session of a person who has just proved who they are. The caller commits."""
    token = new_token()
    admit(current_session(), person_id=person_id, account=str(person_id), address=_address(), token=token, now=now())
    return token


def _verify(account: str, password_hash: str | None, password: str) -> None:
    seconds = seconds_to_wait(current_reader(), account=account, address=_address(), now=now())
    if seconds:
        raise TooManyTries(seconds=seconds)
    if verify_password(password_hash, password):
        return
    session = current_session()
    record_failure(session, account=account, address=_address(), now=now())
    session.commit()
    raise WrongPassword


def may_enter(person: Person) -> bool:
    """Not who has left; and demo accounts, whose password everybody knows, exist on this machine only."""
    settings: Settings = current_app.extensions["settings"]
    return person.left_at is None and (settings.is_private or not person.is_demo)


def _address() -> str:
    return request.remote_addr or ""
