"""People with a PIN, who enter by it as a form and as JSON."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import World
from tests.people import new_employee
from tests.web.visitor import Visitor
from training_app.models import SignIn
from training_app.services.passwords import hash_secret

PIN, OTHER_PIN = "4830", "927415"


def person_with_pin(world: World, pin: str = PIN, **values) -> UUID:
    return new_employee(world, pin_hash=hash_secret(pin), **values)


def by_form(visitor: Visitor, person: UUID, pin: str) -> TestResponse:
    return entered(visitor, visitor.post(f"/tiles/{person}/pin", pin=pin))


def by_json(visitor: Visitor, person: UUID, pin: str) -> TestResponse:
    return entered(visitor, visitor.post_json(f"/tiles/{person}/pin", pin=pin))


def entered(visitor: Visitor, answer: TestResponse) -> TestResponse:
    """The answer; with a new session the token of the old one is worth nothing."""
    if answer.status_code < 400:
        visitor.tokens.clear()
    return answer


Enter = Callable[[Visitor, UUID, str], TestResponse]
WAYS = pytest.mark.parametrize("enter", [by_form, by_json])


def is_in(visitor: Visitor, person: UUID) -> bool:
    known = visitor.get_json("/session")
    return known.status_code == 200 and known.json["person"]["id"] == str(person)


def sign_ins(world: World, person: UUID) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).where(SignIn.person_id == person)) or 0
