"""What is assigned: how it stands, more time, excuses, withdrawal, slices; and what others see of it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.conftest import World
from tests.services.assigned import Branch, change, enrolments
from tests.web.assigning import IN_A_WEEK, assigned_by, teacher_at, with_trainer
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Assignment, AuditEvent, Enrolment, Location
from training_app.moment import now
from training_app.services import enrolling

LATER = (IN_A_WEEK + timedelta(days=5)).isoformat()
NAMES = re.compile(r'<span class="person__name">([^<]+)</span>')


def row_of(world: World, assignment: UUID, person: UUID) -> Enrolment:
    return enrolments(world, assignment)[person]


def deed(visitor: Visitor, row: Enrolment, name: str, **fields: str) -> int:
    return visitor.post(f"/enrolments/{row.id}/{name}", **fields).status_code


def actions(world: World, subject: UUID) -> list[str]:
    with world.database.reading() as session:
        return list(session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(subject))))


@pytest.fixture
def ground(world: World) -> tuple[Branch, Visitor, UUID]:
    """A branch, its trainer, and a check for all of it."""
    branch, trainer = with_trainer(world, attempts=2, scenarios=("friendly-regular",))
    return branch, trainer, assigned_by(trainer, branch)


def test_the_page_says_who_stands_how(world: World, ground: tuple[Branch, Visitor, UUID]) -> None:
    branch, trainer, assignment = ground
    change(world, row_of(world, assignment, branch.ann), passed_at=now(), passed_on=now().date())
    change(world, row_of(world, assignment, branch.ben), exhausted_at=now())
    change(world, row_of(world, assignment, branch.cem), due_on=now().date() - timedelta(days=3))
    page = trainer.get(f"/assignments/{assignment}").text
    assert "1 of 4 passed" in page
    assert re.findall(r'class="standing__part standing__part--([\w-]+)"', page) == [
        "passed",
        "not-started",
        "failed",
        "overdue",
    ]
    states = re.findall(r'class="state state--([\w-]+)"', page.split('id="people"')[1])
    assert states == ["overdue", "failed", "not-started", "passed"]
    assert len(NAMES.findall(trainer.get(f"/assignments/{assignment}?state=failed").text)) == 1
    assert len(NAMES.findall(trainer.get(f"/assignments/{assignment}?q=nobody-at-all").text)) == 0
    assert len(NAMES.findall(trainer.get(f"/assignments/{assignment}?page=7&state=none").text)) == 0


def test_more_time_moves_open_days_that_were_the_old_one(world: World, ground: tuple[Branch, Visitor, UUID]) -> None:
    branch, trainer, assignment = ground
    change(world, row_of(world, assignment, branch.ann), passed_at=now(), passed_on=now().date())
    change(world, row_of(world, assignment, branch.ben), due_on=IN_A_WEEK + timedelta(days=1))
    refused = trainer.post(f"/assignments/{assignment}/due", due_on=IN_A_WEEK.isoformat())
    assert (refused.status_code, "Choose a later day." in refused.text) == (422, True)
    assert trainer.post(f"/assignments/{assignment}/due", due_on=LATER).status_code == 303
    days = {person: row.due_on for person, row in enrolments(world, assignment).items()}
    assert days == {
        branch.ann: IN_A_WEEK,
        branch.ben: IN_A_WEEK + timedelta(days=1),
        branch.cem: IN_A_WEEK + timedelta(days=5),
        branch.dia: IN_A_WEEK + timedelta(days=5),
    }
    assert actions(world, assignment) == ["assign", "extend-assignment"]


def test_withdrawing_leaves_what_was_passed(world: World, ground: tuple[Branch, Visitor, UUID]) -> None:
    branch, trainer, assignment = ground
    change(world, row_of(world, assignment, branch.ann), passed_at=now(), passed_on=now().date())
    assert trainer.post(f"/assignments/{assignment}/withdrawal").status_code == 303
    withdrawn = {person: row.withdrawn_at is not None for person, row in enrolments(world, assignment).items()}
    assert withdrawn == {branch.ann: False, branch.ben: True, branch.cem: True, branch.dia: True}
    page = trainer.get(f"/assignments/{assignment}")
    assert (page.status_code, "1 of 1 passed" in page.text) == (200, True)
    assert trainer.post(f"/assignments/{assignment}/withdrawal").status_code == 409
    assert trainer.post(f"/assignments/{assignment}/due", due_on=LATER).status_code == 409


def test_one_person_is_excused_gets_time_attempts_or_is_let_off(
    world: World, ground: tuple[Branch, Visitor, UUID]
) -> None:
    branch, trainer, assignment = ground
    rows = enrolments(world, assignment)
    change(world, rows[branch.ben], exhausted_at=now())
    assert deed(trainer, rows[branch.ann], "excuse") == 303
    assert deed(trainer, rows[branch.ben], "attempts") == 303
    assert deed(trainer, rows[branch.cem], "due", due_on=LATER) == 303
    assert deed(trainer, rows[branch.dia], "withdrawal") == 303
    rows = enrolments(world, assignment)
    assert rows[branch.ann].excused_at is not None
    assert (rows[branch.ben].more_attempts, rows[branch.ben].exhausted_at) == (1, None)
    assert rows[branch.cem].due_on.isoformat() == LATER
    assert rows[branch.dia].withdrawn_at is not None
    done = {branch.ann: "excuse", branch.ben: "give-attempt", branch.cem: "extend-enrolment"}
    assert {person: actions(world, person) for person in done} == {who: [what] for who, what in done.items()}
    assert deed(trainer, rows[branch.ann], "due", due_on=LATER) == 409
    assert deed(trainer, rows[branch.dia], "excuse") == 409
    assert deed(trainer, rows[branch.cem], "due", due_on=IN_A_WEEK.isoformat()) == 422
    assert deed(trainer, rows[branch.cem], "due", due_on="soon") == 422


def test_practice_knows_no_attempts(world: World) -> None:
    branch, trainer = with_trainer(world)
    rows = enrolments(world, assigned_by(trainer, branch))
    assert deed(trainer, rows[branch.ann], "attempts") == 409


def test_a_deed_leads_back_to_where_it_was_asked_for(world: World, ground: tuple[Branch, Visitor, UUID]) -> None:
    branch, trainer, assignment = ground
    rows = enrolments(world, assignment)
    back = f"/assignments/{assignment}?state=not-started"
    path = f"/enrolments/{rows[branch.ann].id}/excuse"
    assert trainer.post(path, back=back).location == back
    path = f"/enrolments/{rows[branch.ben].id}/excuse"
    assert trainer.post(path, back="https://elsewhere.example/").location == f"/assignments/{assignment}"


def test_a_store_below_sees_its_own_people_and_changes_nothing_for_all(
    world: World, ground: tuple[Branch, Visitor, UUID]
) -> None:
    branch, _trainer, assignment = ground
    manager = Visitor(world.client(branch.manager))
    assert "Assigned from above" in manager.get("/assignments").text
    page = manager.get(f"/assignments/{assignment}").text
    assert "0 of 2 passed" in page
    assert "Withdraw it for everybody" not in page
    for path in ("withdrawal", "due", "enrolments"):
        assert manager.post(f"/assignments/{assignment}/{path}", due_on=LATER).status_code == 403
    rows = enrolments(world, assignment)
    assert deed(manager, rows[branch.ann], "excuse") == 303
    for name in ("excuse", "due", "withdrawal", "attempts"):
        assert deed(manager, rows[branch.cem], name, due_on=LATER) == 404


def test_another_store_sees_none_of_it(world: World, ground: tuple[Branch, Visitor, UUID]) -> None:
    branch, trainer, _assignment = ground
    at_first = assigned_by(trainer, branch, place=str(branch.first), module=str(branch.module))
    named = assigned_by(trainer, branch, target="people", person=str(branch.ann))
    other = Visitor(world.client(teacher_at(world, branch.second, Role.MANAGER)))
    for assignment in (at_first, named):
        assert other.get(f"/assignments/{assignment}").status_code == 404
        assert str(assignment) not in other.get("/assignments").text
        for path in ("withdrawal", "due", "enrolments"):
            assert other.post(f"/assignments/{assignment}/{path}", due_on=LATER).status_code == 404
    stranger = Visitor(world.client(world.cast.manager))
    assert stranger.get(f"/assignments/{at_first}").status_code == 404


def test_a_large_assignment_goes_on_by_slices(
    world: World, ground: tuple[Branch, Visitor, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, trainer, _assignment = ground
    trainer.post(f"/assignments/{_assignment}/withdrawal")
    monkeypatch.setitem(enrolling.enrol_place.__kwdefaults__, "most", 2)
    assignment = assigned_by(trainer, branch)
    assert len(enrolments(world, assignment)) == 2
    page = trainer.get(f"/assignments/{assignment}").text
    assert "2 of 4 people have it." in page
    path = f"/assignments/{assignment}/enrolments"
    assert trainer.post_json(path).json == {"done": 4, "total": 4}
    assert "On its way" not in trainer.get(f"/assignments/{assignment}").text
    assert trainer.post_json(path).json == {"done": 4, "total": 4}
    assert trainer.post(path).status_code == 303


def test_a_person_who_left_or_an_unknown_one_cannot_be_assigned_to(world: World) -> None:
    branch, trainer = with_trainer(world)
    with world.database.writing() as session:
        session.execute(update(Location).where(Location.id == branch.second).values(closed_at=now()))
    answer = trainer.post("/assignments", module=str(branch.module), target="place", place=str(branch.second))
    assert answer.status_code == 422
    with world.database.reading() as session:
        assert session.scalars(select(Assignment).where(Assignment.module_id == branch.module)).all() == []
