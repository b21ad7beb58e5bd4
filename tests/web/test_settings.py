"""A person's own settings, and the language of those who have none."""

import re

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.people import new_employee
from tests.web.visitor import Visitor
from training_app.models import Person

STANDARD = {"language": "en", "theme": "auto", "coach": "slip"}
BOX = re.compile(r'(<input[^>]* name="(think_first|haste|refresher|reminders|weekly_summary)"[^>]*>)')
CHECKED = re.compile(r'name="(\w+)" value="(\w+)" checked')


def boxes_in(page: str) -> dict[str, bool]:
    return {name: "checked" in box for box, name in BOX.findall(page)}


def language_of(answer) -> str:
    found = re.search(r'<html lang="(\w+)"', answer.text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_language_is_kept_and_holds_on_every_page(employee: Visitor, language: str) -> None:
    answer = employee.post("/settings", **STANDARD | {"language": language})
    assert (answer.status_code, answer.location) == (303, "/settings")
    other = {"Accept-Language": "es" if language == "de" else "de"}
    for path in ("/settings", "/practice", "/progress", "/scenarios/the-aisle", "/no-such-page"):
        assert language_of(employee.get(path, headers=other)) == language
    assert employee.get_json("/session").json["person"]["language"] == language


def test_the_answer_is_in_the_language_just_chosen(employee: Visitor) -> None:
    employee.post("/settings", **STANDARD | {"language": "de"})
    assert "Gespeichert" in employee.get("/settings").text


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_light_or_dark_is_kept(employee: Visitor, theme: str) -> None:
    employee.post("/settings", **STANDARD | {"theme": theme})
    for path in ("/settings", "/practice", "/scenarios/the-aisle"):
        assert f'data-theme="{theme}"' in employee.get(path).text


def test_the_form_shows_what_is_kept(employee: Visitor) -> None:
    employee.post("/settings", language="es", theme="dark", coach="end", think_first="y")
    shown = employee.get("/settings").text
    assert dict(CHECKED.findall(shown)) == {"language": "es", "theme": "dark", "coach": "end"}
    assert boxes_in(shown) == {"think_first": True, "haste": False, "refresher": False, "reminders": True}


def test_whoever_has_chosen_no_language_finds_the_browsers_in_the_form(world: World) -> None:
    visitor = Visitor(world.client(new_employee(world)))
    shown = visitor.get("/settings", headers={"Accept-Language": "de-AT, en;q=0.5"})
    assert language_of(shown) == "de"
    assert dict(CHECKED.findall(shown.text))["language"] == "de"


@pytest.mark.parametrize(
    "wrong", [{"language": "tlh"}, {"language": "EN"}, {"theme": "blue"}, {"coach": ""}, {"theme": "auto\0"}]
)
def test_a_setting_that_does_not_exist_is_refused(employee: Visitor, wrong: dict[str, str]) -> None:
    employee.post("/settings", **STANDARD | {"theme": "dark"})
    assert employee.post("/settings", **STANDARD | wrong).status_code == 422
    assert 'data-theme="dark"' in employee.get("/settings").text


def test_settings_are_ones_own(world: World, employee: Visitor) -> None:
    employee.post("/settings", **STANDARD | {"language": "de", "theme": "dark"})
    colleague = Visitor(world.client(new_employee(world)))
    assert language_of(colleague.get("/practice")) == "en"
    assert 'data-theme="auto"' in colleague.get("/practice").text


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("de", "de"),
        ("de-CH, de;q=0.9, en;q=0.8", "de"),
        ("es-MX", "es"),
        ("fr, es;q=0.4", "es"),
        ("en-GB, de;q=0.9", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=0, es;q=0.1", "es"),
        ("not a language;;q=x", "en"),
    ],
)
def test_a_visitor_reads_the_browsers_language(world: World, accept: str, language: str) -> None:
    answer = world.client().get("/login", headers={"Accept-Language": accept})
    assert language_of(answer) == language


def test_the_coach_waits_for_the_end_where_one_wants_it_so(employee: Visitor) -> None:
    play = employee.begin("friendly-regular")
    choice = play["options"][0]
    employee.post(f"/plays/{play['id']}/choices", number="1", choice=choice)
    assert '<details class="slip"' in employee.get(f"/plays/{play['id']}").text
    employee.post("/settings", **STANDARD | {"coach": "end"})
    assert '<details class="slip"' not in employee.get(f"/plays/{play['id']}").text


def test_think_first_hides_the_replies_behind_one_tap(employee: Visitor) -> None:
    play = employee.begin("friendly-regular")["id"]
    assert "<details" not in employee.get(f"/plays/{play}").text.split("data-scene")[1]
    employee.post("/settings", **STANDARD | {"think_first": "y"})
    assert '<details class="think' in employee.get(f"/plays/{play}").text


def test_haste_can_be_switched_off(employee: Visitor) -> None:
    play = employee.play("the-aisle", ["say-no"])["id"]
    assert 'data-hurry="10"' in employee.get(f"/plays/{play}").text
    employee.post("/settings", **STANDARD)
    assert "data-hurry" not in employee.get(f"/plays/{play}").text


def test_reminders_by_mail_can_be_switched_off_and_the_rest_stays(world: World, employee: Visitor) -> None:
    employee.post("/settings", **STANDARD | {"refresher": "y"})
    assert employee.post("/settings/letters").location == "/settings"
    assert boxes_in(employee.get("/settings").text)["reminders"] is False
    employee.post("/settings", **STANDARD | {"refresher": "y"})
    shown = boxes_in(employee.get("/settings").text)
    assert (shown["refresher"], shown["reminders"]) == (True, False)
    employee.post("/settings/letters", reminders="y")
    assert boxes_in(employee.get("/settings").text)["reminders"] is True


def test_the_week_in_a_letter_is_for_those_who_lead_a_store(world: World, employee: Visitor) -> None:
    manager = Visitor(world.client(world.cast.manager))
    assert boxes_in(manager.get("/settings").text)["weekly_summary"] is False
    manager.post("/settings/letters", reminders="y", weekly_summary="y")
    assert boxes_in(manager.get("/settings").text)["weekly_summary"] is True
    manager.post("/settings/letters", reminders="y")
    employee.post("/settings/letters", reminders="y", weekly_summary="y")
    with world.database.reading() as session:
        wanting = session.scalars(select(Person.id).where(Person.weekly_summary)).all()
    assert wanting == []


def test_whoever_has_no_address_is_not_asked_about_letters(world: World) -> None:
    person = new_employee(world)
    with world.database.writing() as session:
        row = session.get_one(Person, person)
        row.staff_number, row.email = str(person)[-12:], None
    assert "reminders" not in boxes_in(Visitor(world.client(person)).get("/settings").text)
