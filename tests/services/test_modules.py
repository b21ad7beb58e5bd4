"""Making, changing, copying and archiving modules, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.modules import location_id_of, new_enrolment
from training_app.domain.errors import Conflict, DomainError, Invalid
from training_app.domain.modules import BuiltInModule, ModuleContent
from training_app.models import AuditEvent, Enrolment, EnrolmentPass, Module, ReportMark
from training_app.moment import new_id, now
from training_app.queries.modules import items_of
from training_app.queries.versions import latest_version
from training_app.services.modules import (
    archive_module,
    change_module,
    copy_module,
    create_module,
    load_built_in,
    module_content,
    restore_module,
)
from training_app.services.playing import begin_play

PRACTICE = ModuleContent(
    titles={"en": "First shift", "de": "Erste Schicht"},
    texts={"en": "Two people whom you meet on your first evening."},
    mode="practice",
    pass_mark=0.8,
    attempts=None,
    coach="slip",
    think_first=False,
    scenarios=("the-aisle", "friendly-regular"),
)
CHECK = replace(PRACTICE, mode="check", attempts=2, coach="end", scenarios=("pushy-muffin-seller",))


def create(world: World, content: ModuleContent) -> UUID:
    module_id = new_id()
    with world.database.writing() as session:
        create_module(
            session,
            module_id=module_id,
            location_id=location_id_of(session, "Near"),
            content=content,
            actor_id=world.cast.trainer,
            event_id=new_id(),
            now=now(),
        )
    return module_id


def change(world: World, module_id: UUID, content: ModuleContent) -> None:
    with world.database.writing() as session:
        change_module(
            session,
            module=session.get_one(Module, module_id),
            content=content,
            actor_id=world.cast.trainer,
            event_id=new_id(),
            now=now(),
        )


def kept(world: World, module_id: UUID) -> ModuleContent:
    with world.database.reading() as session:
        return module_content(session, session.get_one(Module, module_id))


def actions_on(world: World, module_id: UUID) -> list[tuple[str, UUID | None]]:
    query = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.subject == str(module_id))
    with world.database.reading() as session:
        return [(action, actor) for action, actor in session.execute(query.order_by(AuditEvent.at, AuditEvent.id))]


def assign(world: World, module_id: UUID) -> None:
    with world.database.writing() as session:
        near = location_id_of(session, "Near")
        new_enrolment(session, session.get_one(Module, module_id), person_id=world.cast.owner, location_id=near)


@pytest.mark.parametrize("content", [PRACTICE, CHECK], ids=["practice", "check"])
def test_a_module_is_kept_as_it_was_made(world: World, content: ModuleContent) -> None:
    module_id = create(world, content)
    assert kept(world, module_id) == content
    assert actions_on(world, module_id) == [("add-module", world.cast.trainer)]


def test_everything_of_a_module_nobody_has_can_be_changed_its_order_too(world: World) -> None:
    module_id = create(world, PRACTICE)
    wanted = replace(CHECK, titles={"es": "Primer turno"}, scenarios=("friendly-regular", "pushy-muffin-seller"))
    change(world, module_id, wanted)
    assert kept(world, module_id) == wanted
    turned = replace(wanted, scenarios=("pushy-muffin-seller", "friendly-regular"))
    change(world, module_id, turned)
    assert kept(world, module_id) == turned
    assert [action for action, _actor in actions_on(world, module_id)] == ["add-module", *["change-module"] * 2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace(PRACTICE, titles={}), "no-title"),
        (replace(PRACTICE, titles={"en": "x" * 121}), "bad-title"),
        (replace(PRACTICE, titles={"en": "two\nlines"}), "bad-title"),
        (replace(PRACTICE, texts={"en": "x" * 601}), "bad-text"),
        (replace(PRACTICE, mode="exam"), "bad-mode"),
        (replace(PRACTICE, attempts=3), "bad-attempts"),
        (replace(CHECK, attempts=None), "bad-attempts"),
        (replace(CHECK, attempts=0), "bad-attempts"),
        (replace(CHECK, attempts=11), "bad-attempts"),
        (replace(PRACTICE, pass_mark=0.0), "bad-mark"),
        (replace(PRACTICE, pass_mark=1.01), "bad-mark"),
        (replace(PRACTICE, coach="never"), "bad-coach"),
        (replace(CHECK, coach="slip"), "bad-coach"),
        (replace(PRACTICE, scenarios=()), "no-scenario"),
        (replace(PRACTICE, scenarios=[f"scenario-{number}" for number in range(31)]), "too-many-scenarios"),
        (replace(PRACTICE, scenarios=("the-aisle", "the-aisle")), "twice"),
        (replace(PRACTICE, scenarios=("no-such-scenario",)), "unknown-scenario"),
        (replace(CHECK, scenarios=("the-aisle",)), "not-graded"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_module_is_refused_and_changes_nothing(world: World, content: ModuleContent, code: str) -> None:
    module_id = create(world, PRACTICE)
    with pytest.raises(Invalid) as refused:
        create(world, content)
    assert refused.value.code == code
    with pytest.raises(Invalid):
        change(world, module_id, content)
    assert kept(world, module_id) == PRACTICE


@pytest.mark.parametrize("other", [replace(CHECK, attempts=3), replace(CHECK, mode="practice", attempts=None)])
def test_once_assigned_its_mode_and_attempts_stay_and_all_else_can_change(world: World, other: ModuleContent) -> None:
    module_id = create(world, CHECK)
    assign(world, module_id)
    with pytest.raises(Conflict) as refused:
        change(world, module_id, other)
    assert refused.value.code == "assigned"
    wanted = replace(CHECK, pass_mark=0.9, think_first=True, scenarios=("friendly-regular",), titles={"en": "Now"})
    change(world, module_id, wanted)
    assert kept(world, module_id) == wanted


def begun_play(world: World) -> UUID:
    play_id = new_id()
    with world.database.writing() as session:
        begin_play(
            session,
            play_id=play_id,
            person_id=world.cast.owner,
            location_id=location_id_of(session, "Near"),
            version=latest_version(session, "the-aisle"),
            language="en",
            now=now(),
        )
    return play_id


def mark_of(world: World) -> int:
    with world.database.reading() as session:
        mark = session.get(ReportMark, location_id_of(session, "Near"))
        return mark.number if mark else 0


def test_what_was_changed_is_on_record_and_nothing_is_when_nothing_changed(world: World) -> None:
    module_id = create(world, PRACTICE)
    change(world, module_id, PRACTICE)
    turned = ("friendly-regular", "the-aisle")
    wanted = replace(PRACTICE, pass_mark=0.9, scenarios=turned, think_first=True, titles={"en": "First shift"})
    change(world, module_id, wanted)
    with world.database.reading() as session:
        query = select(AuditEvent.details).where(AuditEvent.subject == str(module_id), AuditEvent.details.is_not(None))
        assert session.scalars(query).all() == [
            {
                "pass_mark": "80% → 90%",
                "think_first": "false → true",
                "scenarios": "the-aisle, friendly-regular → friendly-regular, the-aisle",
                "titles": "en: First shift, de: Erste Schicht → en: First shift",
            }
        ]


def test_whoever_has_passed_all_that_is_left_of_a_module_has_passed_it(world: World) -> None:
    module_id = create(world, PRACTICE)
    then = datetime(2031, 3, 4, 7, 30, tzinfo=UTC)  # still the day before in the store
    play_id = begun_play(world)
    with world.database.writing() as session:
        module, near = session.get_one(Module, module_id), location_id_of(session, "Near")
        passed, open_one = (
            new_enrolment(session, module, person_id=person, location_id=near)
            for person in (world.cast.owner, world.cast.colleague)
        )
        kept_pass = EnrolmentPass(enrolment_id=passed.id, scenario_id="the-aisle", play_id=play_id, passed_at=then)
        session.add(kept_pass)
        ids = (passed.id, open_one.id)
    marks = [mark_of(world)]
    change(world, module_id, replace(PRACTICE, scenarios=("the-aisle",)))
    marks.append(mark_of(world))
    with world.database.reading() as session:
        found = [session.get_one(Enrolment, enrolment_id) for enrolment_id in ids]
        assert [(one.passed_at, one.passed_on) for one in found] == [(then, date(2031, 3, 3)), (None, None)]
    change(world, module_id, PRACTICE)
    marks.append(mark_of(world))
    with world.database.reading() as session:
        assert session.get_one(Enrolment, ids[0]).passed_at == then
    assert sorted(set(marks)) == marks


def test_a_copy_is_a_module_of_its_own_that_can_become_a_check(world: World) -> None:
    module_id, copy_id = create(world, replace(PRACTICE, scenarios=("friendly-regular",))), new_id()
    assign(world, module_id)
    with world.database.writing() as session:
        copy = copy_module(
            session,
            module=session.get_one(Module, module_id),
            copy_id=copy_id,
            location_id=location_id_of(session, "Far"),
            titles={"en": "First shift, again"},
            actor_id=world.cast.trainer,
            event_id=new_id(),
            now=now(),
        )
        assert copy.location_id == location_id_of(session, "Far")
    wanted = replace(kept(world, copy_id), mode="check", attempts=1, coach="end")
    change(world, copy_id, wanted)
    assert kept(world, copy_id) == wanted
    assert kept(world, module_id).mode == "practice"
    assert [action for action, _actor in actions_on(world, copy_id)] == ["copy-module", "change-module"]


def test_archiving_and_restoring_are_on_record_once_however_often_they_are_asked_for(world: World) -> None:
    module_id = create(world, PRACTICE)
    for deed in (archive_module, archive_module, restore_module, restore_module):
        with world.database.writing() as session:
            module = session.get_one(Module, module_id)
            deed(session, module=module, actor_id=world.cast.trainer, event_id=new_id(), now=now())
            is_archived = module.archived_at is not None
        assert is_archived == (deed is archive_module)
    assert [action for action, _actor in actions_on(world, module_id)] == [
        "add-module",
        "archive-module",
        "restore-module",
    ]


def load(world: World, *modules: BuiltInModule) -> list[str]:
    with world.database.writing() as session:
        chain = location_id_of(session, "Chain")
        return load_built_in(session, modules=modules, chain_id=chain, new_id=new_id, now=now())


def test_built_in_modules_are_added_once_and_stay_as_they_were_changed(world: World) -> None:
    first, second = (BuiltInModule(f"key-{new_id()}", content) for content in (PRACTICE, CHECK))
    assert load(world, first) == [first.key]
    with world.database.reading() as session:
        module = session.scalars(select(Module).where(Module.key == first.key)).one()
        assert (module.location_id, module.archived_at) == (location_id_of(session, "Chain"), None)
        module_id = module.id
    assert kept(world, module_id) == PRACTICE
    changed = replace(PRACTICE, pass_mark=0.9, scenarios=("friendly-regular",))
    change(world, module_id, changed)
    assert load(world, first, second) == [second.key]
    assert load(world, first, second) == []
    assert kept(world, module_id) == changed


def test_built_in_modules_hold_what_others_may_hold(world: World) -> None:
    with pytest.raises(DomainError):
        load(world, BuiltInModule("broken", replace(CHECK, scenarios=("the-aisle",))))
    with world.database.reading() as session:
        broken = session.scalars(select(Module.id).where(Module.key == "broken")).all()
        assert items_of(session, broken) == {}
