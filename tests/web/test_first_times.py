"""The first time at a tile: a language, a PIN of one's own, and then one plays."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.enrolled import AISLE, MUFFIN, REGULAR, friends_way, new_learner
from tests.people import new_employee
from tests.web.pins import PIN
from tests.web.tablets import location_named, tablet
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Person, Play
from training_app.services.passwords import verify_password


def person(world: World, person_id: UUID) -> Person:
    with world.database.reading() as session:
        return session.get_one(Person, person_id)


def test_a_newcomer_chooses_a_language_then_a_pin_and_plays_at_once(
    world: World, here: Visitor, newcomer: UUID
) -> None:
    asked = here.get(f"/tiles/{newcomer}")
    for language in ("en", "de", "es"):
        assert f'href="/tiles/{newcomer}?language={language}"' in asked.text
    form = here.get(f"/tiles/{newcomer}?language=de")
    assert '<html lang="de"' in form.text
    assert "Deine Leitung sieht, ob und wann du fertig bist" in form.text
    answer = here.post(f"/tiles/{newcomer}/first", language="de", pin=PIN, again=PIN)
    assert answer.status_code == 303
    assert re.fullmatch(r"/plays/[0-9a-f-]{36}", answer.location)
    page = here.get(answer.location)
    assert page.status_code == 200
    assert '<html lang="de"' in page.text
    assert "data-scene" in page.text
    kept = person(world, newcomer)
    assert kept.language == "de"
    assert verify_password(kept.pin_hash, PIN)
    with world.database.reading() as session:
        play = session.get_one(Play, UUID(answer.location.rsplit("/", 1)[1]))
        assert (play.language, play.location_id) == ("de", location_named(world, "Near"))
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(newcomer))).all()
    assert actions == ["choose-pin"]
    assert here.get_json("/session").json["person"]["id"] == str(newcomer)


def test_the_first_play_is_the_one_that_practice_leads_with(here: Visitor, newcomer: UUID) -> None:
    answer = here.post(f"/tiles/{newcomer}/first", language="en", pin=PIN, again=PIN)
    play = here.get_json(answer.location).json
    led = re.search(r'href="/scenarios/([a-z-]+)"', Visitor(here.client).get("/practice").text)
    assert led
    assert play["scenario"] == led.group(1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234 1234", "Digits in a row"),
        ("0000 0000", "Digits in a row"),
        ("1212 1212", "Repeated digits"),
        ("2004 2004", "A year"),
        ("2580 2580", "A line on the keypad"),
        ("4830 4831", "The two were not the same"),
        ("483 483", "A PIN has 4 to 6 digits"),
        ("4830271 4830271", "A PIN has 4 to 6 digits"),
        ("48a0 48a0", "A PIN has 4 to 6 digits"),
        (" ", "A PIN has 4 to 6 digits"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_with_the_reason(
    world: World, here: Visitor, newcomer: UUID, typed: str, words: str
) -> None:
    pin, again = typed.split(" ")
    answer = here.post(f"/tiles/{newcomer}/first", language="en", pin=pin, again=again)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{pin}"' not in answer.text or not pin
    assert person(world, newcomer).pin_hash is None
    assert here.get_json("/session").status_code == 401


def test_the_staff_number_is_no_pin(world: World, here: Visitor) -> None:
    someone = new_employee(world, staff_number=f"7302-{world.database.engine.dialect.name}")
    refused = here.post(f"/tiles/{someone}/first", language="es", pin="7302", again="7302")
    assert refused.status_code == 422
    assert "número de personal" in refused.text


def test_a_tile_is_claimed_once(world: World, here: Visitor, newcomer: UUID) -> None:
    here.post(f"/tiles/{newcomer}/first", language="de", pin=PIN, again=PIN)
    elsewhere = tablet(world)[0]
    answer = elsewhere.post(f"/tiles/{newcomer}/first", language="en", pin="927415", again="927415")
    assert (answer.status_code, answer.location) == (303, f"/tiles/{newcomer}")
    assert elsewhere.get_json("/session").status_code == 401
    kept = person(world, newcomer)
    assert verify_password(kept.pin_hash, PIN)
    assert kept.language == "de"
    assert 'name="again"' not in elsewhere.get(f"/tiles/{newcomer}?language=en").text


def test_whoever_has_played_before_goes_on_with_what_practice_leads_with(world: World, here: Visitor) -> None:
    finished = new_employee(world)
    Visitor(world.client(finished)).play("the-aisle", ["say-no", "louder"])
    answer = here.post(f"/tiles/{finished}/first", language="en", pin=PIN, again=PIN)
    assert here.get_json(answer.location).json["scenario"] != "the-aisle"
    midway = new_employee(world)
    play = Visitor(world.client(midway)).begin("friendly-regular")["id"]
    other = tablet(world)[0]
    begun = other.post(f"/tiles/{midway}/first", language="en", pin=PIN, again=PIN)
    assert begun.location != f"/plays/{play}"
    started = new_employee(world)
    play = Visitor(world.client(started)).play("the-aisle", ["say-no"])["id"]
    third = tablet(world)[0]
    assert third.post(f"/tiles/{started}/first", language="en", pin=PIN, again=PIN).location == f"/plays/{play}"


def test_what_is_due_to_practise_comes_first(world: World, here: Visitor) -> None:
    learner = new_learner(world)
    due = learner.enrol(REGULAR)
    answer = here.post(f"/tiles/{learner.person}/first", language="en", pin=PIN, again=PIN)
    play = here.get_json(answer.location).json
    assert (play["scenario"], play["mode"]) == (REGULAR, "practice")
    with world.database.reading() as session:
        assert session.get_one(Play, UUID(play["id"])).enrolment_id == due


def test_a_check_is_neither_begun_nor_played_freely_before(world: World, here: Visitor) -> None:
    learner = new_learner(world)
    learner.enrol(AISLE, MUFFIN, attempts=2)
    answer = here.post(f"/tiles/{learner.person}/first", language="en", pin=PIN, again=PIN)
    assert here.get_json(answer.location).json["scenario"] == REGULAR
    known = new_learner(world)
    known.play(REGULAR, friends_way(REGULAR))
    known.enrol(AISLE, MUFFIN, attempts=2)
    other = tablet(world)[0]
    assert other.post(f"/tiles/{known.person}/first", language="en", pin=PIN, again=PIN).location == "/practice"


def test_a_language_that_there_is_not_is_asked_for_again(here: Visitor, newcomer: UUID) -> None:
    assert "languages__one" in here.get(f"/tiles/{newcomer}?language=tlh").text
    assert here.post(f"/tiles/{newcomer}/first", language="tlh", pin=PIN, again=PIN).status_code == 422


def test_the_keypad_works_without_any_script_and_keeps_no_pin(world: World, here: Visitor, newcomer: UUID) -> None:
    here.post(f"/tiles/{newcomer}/first", language="en", pin=PIN, again=PIN)
    page = here.get(f"/tiles/{newcomer}")
    field = re.search(r'<input class="field__input pin__field"[^>]*>', page.text)
    assert field
    assert 'inputmode="numeric"' in field.group()
    assert 'autocomplete="off"' in field.group()
    assert "value=" not in field.group()
    wrong = here.post(f"/tiles/{newcomer}/pin", pin="9274")
    assert "9274" not in wrong.text


def test_a_forms_address_leads_back_to_the_tile(here: Visitor, newcomer: UUID) -> None:
    for form in ("pin", "first"):
        answer = here.get(f"/tiles/{newcomer}/{form}")
        assert (answer.status_code, answer.location) == (303, f"/tiles/{newcomer}")
