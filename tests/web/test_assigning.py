"""Assigning: the form, the preview, and who may do so where."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from tests.conftest import World, make_location, make_person
from tests.services.assigned import NOW, TODAY, change, enrolments
from tests.web.assigning import IN_A_WEEK, assigned_by, assignments_of, fields, teacher_at, with_trainer
from tests.web.visitor import Visitor
from training_app.models import AuditEvent, Enrolment, Location, Module, Person
from training_app.moment import new_id, now
from training_app.web.assign.previewing import MOST_NAMES
from training_app.web.finding import FIRST_SHOWN, MOST_LISTED

PEOPLE = re.compile(r'name="person" value="([0-9a-f-]{36})"( checked)?')
PLACE = re.compile(r'name="place" value="([0-9a-f-]{36})"( checked)?')


def test_what_is_assigned_stands_in_the_list_with_how_far_it_is(world: World) -> None:
    branch, trainer = with_trainer(world, titles={"en": "Second shift"})
    assert "Nothing is assigned yet" in trainer.get("/assignments").text
    assignment = assigned_by(trainer, branch)
    rows = enrolments(world, assignment)
    assert set(rows) == {branch.ann, branch.ben, branch.cem, branch.dia}
    change(world, rows[branch.ann], passed_at=NOW, passed_on=NOW.date())
    page = trainer.get("/assignments").text
    assert "Second shift" in page
    assert "1 of 4 passed" in page


def test_the_preview_says_whom_it_reaches_and_writes_nothing(world: World) -> None:
    branch, trainer = with_trainer(world)
    assigned_by(trainer, branch, place=str(branch.first))
    before = assignments_of(world, branch.module)
    page = trainer.post("/assignments/previews", **fields(branch, repeat_days="30", note="Take your time."))
    assert page.status_code == 200
    assert "2 of 4 people get it." in page.text
    assert "2 people have this module to do already" in page.text
    assert "Assign it to 2 people" in page.text
    assert "has 14 days" in page.text
    assert "every 30 days" in page.text
    assert "Take your time." in page.text
    assert [one.id for one in assignments_of(world, branch.module)] == [one.id for one in before]
    with world.database.reading() as session:
        names = session.scalars(select(Location.name).where(Location.id.in_([branch.first, branch.second])))
        assert all(name in page.text for name in names)


def test_the_preview_says_who_has_passed_the_module_before(world: World) -> None:
    branch, trainer = with_trainer(world)
    first = enrolments(world, assigned_by(trainer, branch))
    change(world, first[branch.ann], passed_at=NOW, passed_on=NOW.date())
    change(world, first[branch.cem], passed_at=NOW, passed_on=NOW.date())
    with world.database.writing() as session:
        session.execute(update(Person).where(Person.id == branch.ben).values(left_at=NOW))
    page = trainer.post("/assignments/previews", **fields(branch)).text
    assert "2 of 3 people get it." in page
    assert "1 person has this module to do already and goes on with that." in page
    assert "2 people have passed this module before and do it once more." in page
    assert "Assign it to 2 people" in page
    assert len(re.findall(r"· passed it before</span>", page)) == 2
    assert len(re.findall(r"· has it already</span>", page)) == 1
    assert "1 has it already · 1 passed it before" in page
    again = enrolments(world, assigned_by(trainer, branch))
    assert set(again) == {branch.ann, branch.cem}


@pytest.mark.parametrize("fields_of_button", [{}, {"do": "find"}])
def test_who_left_while_the_form_was_open_is_taken_out_with_a_word(
    world: World, fields_of_button: dict[str, str]
) -> None:
    branch, trainer = with_trainer(world)
    with world.database.writing() as session:
        session.execute(update(Person).where(Person.id == branch.ann).values(left_at=NOW, name="Ann Gone"))
    named = fields(branch, target="people", **fields_of_button) | {"person": [str(branch.ann), str(branch.cem)]}
    page = trainer.post("/assignments/previews", **named)
    assert "Ann Gone left meanwhile." in page.text
    assert str(branch.ann) not in page.text
    assert (str(branch.cem), " checked") in PEOPLE.findall(page.text)


def test_many_people_are_counted_by_store_and_searched_by_name(world: World) -> None:
    branch, trainer = with_trainer(world)
    with world.database.writing() as session:
        store = session.get_one(Location, branch.first)
        for number in range(MOST_NAMES):
            make_person(session, f"crowd-{number}-{new_id().hex}", at=store)
    page = trainer.post("/assignments/previews", **fields(branch)).text
    assert "This reaches 54 people." in page
    assert "Crowd-7" not in page
    assert "Crowd-7-" in trainer.post("/assignments/previews", **fields(branch, words="crowd-7")).text


def test_named_people_get_it_alone(world: World) -> None:
    branch, trainer = with_trainer(world)
    assignment = assigned_by(trainer, branch, target="people", person=str(branch.manager))
    assert set(enrolments(world, assignment)) == {branch.manager}
    (made,) = assignments_of(world, branch.module)
    assert (made.target, made.newcomer_days, made.location_id) == ("people", None, branch.region)


def test_people_are_found_by_name_and_stay_chosen(world: World) -> None:
    branch, trainer = with_trainer(world)
    asked = fields(branch, target="people", person=str(branch.ann), do="find", words="no such name")
    page = trainer.post("/assignments/previews", **asked)
    assert page.status_code == 200
    assert PEOPLE.findall(page.text) == [(str(branch.ann), " checked")]
    everybody = PEOPLE.findall(trainer.get("/assignments/new").text)
    assert {str(branch.ann), str(branch.cem), str(branch.manager)} < {person for person, _checked in everybody}
    assert str(world.cast.owner) not in {person for person, _checked in everybody}


def test_a_form_can_be_gone_back_to_with_all_that_was_chosen(world: World) -> None:
    branch, trainer = with_trainer(world)
    page = trainer.post("/assignments/previews", **fields(branch, do="change", note="For you", newcomer_days="")).text
    assert "For you" in page
    assert re.search(r'id="newcomer_days"[^>]* value=""', page)
    assert re.search(rf'value="{branch.region}" checked', page)


def test_a_link_brings_the_module_along(world: World) -> None:
    branch, _trainer = with_trainer(world)
    with time_machine.travel(NOW, tick=False):
        trainer = Visitor(world.client(teacher_at(world, branch.region)))
        page = trainer.get(f"/assignments/new?module={branch.module}").text
    assert f'value="{branch.module}" checked' in page or f'selected value="{branch.module}"' in page
    assert re.search(rf'id="due_on"[^>]* value="{TODAY + timedelta(days=7)}"', page)
    assert re.search(r'id="newcomer_days"[^>]* value="14"', page)


def test_a_double_tap_assigns_once(world: World) -> None:
    branch, trainer = with_trainer(world)
    same = str(new_id())
    assert assigned_by(trainer, branch, assignment=same) == assigned_by(trainer, branch, assignment=same)
    assert len(assignments_of(world, branch.module)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": "2024-02-30"}, "Choose a day."),
        ({"due_on": "2024-02-28"}, "over already"),
        ({"newcomer_days": "0"}, "A number from 1 to 365"),
        ({"repeat_days": "six"}, "A number from 7 to 730"),
        ({"note": "a" * 501}, "at most 500 characters"),
        ({"target": "people"}, "at least one person"),
        ({"module": ""}, "Choose one of these"),
        ({"place": ""}, "Choose one of these"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, changes: dict[str, str], words: str) -> None:
    branch, trainer = with_trainer(world)
    for path in ("/assignments/previews", "/assignments"):
        answer = trainer.post(path, **fields(branch, **changes))
        assert answer.status_code == 422
        assert words in answer.text
    assert assignments_of(world, branch.module) == []


def test_places_people_and_modules_elsewhere_are_not_found(world: World) -> None:
    branch, trainer = with_trainer(world)
    other, _visitor = with_trainer(world)
    with world.database.reading() as session:
        chain = session.scalars(select(Location.id).where(Location.name == "Chain")).one()
    for changes in (
        {"place": str(other.first)},
        {"place": str(chain)},
        {"place": "elsewhere"},
        {"target": "people", "person": str(other.ann)},
        {"target": "people", "person": "somebody"},
        {"module": str(other.module)},
        {"module": str(new_id())},
    ):
        for path in ("/assignments/previews", "/assignments"):
            assert trainer.post(path, **fields(branch, **changes)).status_code == 404, changes
    assert trainer.get(f"/assignments/new?person={other.ann}").status_code == 404


def test_an_archived_module_is_not_assigned_anew(world: World) -> None:
    branch, trainer = with_trainer(world)
    with world.database.writing() as session:
        session.get_one(Module, branch.module).archived_at = now()
    assert trainer.post("/assignments", **fields(branch)).status_code == 409


def test_a_manager_of_one_store_assigns_there_alone(world: World) -> None:
    branch, _trainer = with_trainer(world)
    manager = Visitor(world.client(branch.manager))
    assert manager.post("/assignments", **fields(branch)).status_code == 404
    assignment = assigned_by(manager, branch, place=str(branch.first))
    assert set(enrolments(world, assignment)) == {branch.ann, branch.ben}


def test_who_assigned_what_is_on_record(world: World) -> None:
    branch, trainer = with_trainer(world)
    assignment = assigned_by(trainer, branch, note="A secret")
    with world.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.subject == str(assignment))).one()
    assert event.action == "assign"
    assert event.details["location"] == str(branch.region)
    assert event.details["due_on"] == IN_A_WEEK.isoformat()
    assert "A secret" not in str(event.details)


def test_an_employee_joins_nothing_of_it(world: World) -> None:
    branch, _trainer = with_trainer(world)
    employee = Visitor(world.client(branch.ann))
    for path in ("/assignments", "/assignments/new"):
        assert employee.get(path).status_code == 403
    assert employee.post("/assignments", **fields(branch)).status_code == 403
    with world.database.reading() as session:
        assert session.scalars(select(Enrolment).where(Enrolment.module_id == branch.module)).all() == []


def test_a_place_among_many_is_searched_for_and_stays_chosen(world: World) -> None:
    branch, _trainer = with_trainer(world)
    with world.database.writing() as session:
        region = session.get_one(Location, branch.region)
        for number in range(MOST_LISTED):
            make_location(session, f"Shelf {number:02}", kind="store", parent=region)
    trainer = Visitor(world.client(teacher_at(world, branch.region)))
    page = trainer.get("/assignments/new").text
    assert PLACE.findall(page)[0] == (str(branch.region), " checked")
    assert len(PLACE.findall(page)) == FIRST_SHOWN + 1
    assert "There are more." in page
    wanted = {"do": "find", "place": str(branch.first), "place_words": "shelf 17"}
    found = trainer.post("/assignments/previews", **fields(branch) | wanted).text
    assert [chosen for _place, chosen in PLACE.findall(found)] == [" checked", ""]
    assert "Shelf 17" in found
