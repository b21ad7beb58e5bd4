"""The pages about who sees what are sound in every language, also with what was typed wrongly."""

from uuid import UUID

import pytest
from sqlalchemy import update

from config import LANGUAGES
from tests.conftest import World, make_location, make_person
from tests.people import new_employee
from tests.teams import new_chain
from tests.web.test_pages import assert_sound
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Play
from training_app.moment import new_id, now


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_about_who_sees_what_is_sound(world: World, language: str) -> None:
    with world.database.writing() as session:
        chain = new_chain(session, f"Chain of pages {new_id()}")
        store = make_location(session, "Corner", kind="store", parent=chain)
        administrator = make_person(session, f"pages-{new_id()}", at=chain, role=Role.ADMINISTRATOR, language=language)
        person = make_person(session, f"pages-{new_id()}", at=store)
    visitor = Visitor(world.client(administrator))
    for address in ("/workspace", f"/people/{person}/erasure", f"/people/{person}"):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert_sound(answer, language)
    wrong = {"managers_see": "everything", "keep_months": "soon"}
    for answer in (visitor.post("/workspace", **wrong), visitor.post(f"/people/{person}/erasure", confirm="<b>")):
        assert answer.status_code == 422
        assert_sound(answer, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_of_a_play_is_a_sound_page(world: World, language: str) -> None:
    visitor = Visitor(world.client(new_employee(world, language=language)))
    play = visitor.play("the-aisle", ["say-no", "louder"])["id"]
    visitor.post(f"/plays/{play}/sentence", own="I look up.")
    visitor.post(f"/plays/{play}/sentence/sharing")
    for address in (f"/plays/{play}/debrief", "/progress"):
        assert_sound(visitor.get(address), language)
    with world.database.writing() as session:
        session.execute(update(Play).where(Play.id == UUID(play)).values(reduced_at=now()))
    assert_sound(visitor.get(f"/plays/{play}/debrief"), language)
