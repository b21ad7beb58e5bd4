"""Who may use and change which module, on both databases."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from tests.conftest import World, make_person
from tests.modules import location_id_of, new_enrolment, new_module
from training_app.domain.errors import Forbidden, NotFound
from training_app.domain.permissions import Role
from training_app.models import EnrolmentCount, Location
from training_app.moment import new_id, new_token, now
from training_app.queries.modules import (
    ModuleStanding,
    is_assigned,
    items_of,
    module_for_change,
    module_for_use,
    modules_for_use,
    standings,
    teaching_places,
    title_in,
)
from training_app.queries.viewer import Viewer, viewer_of_sign_in
from training_app.services.signing_in import start_session
from training_app.services.tokens import token_hash


def viewer_of(world: World, person: UUID) -> Viewer:
    token = new_token()
    with world.database.writing() as session:
        start_session(session, person_id=person, token=token, now=now())
        viewer = viewer_of_sign_in(session, token_hash=token_hash(token), now=now())
    assert viewer is not None
    return viewer


@pytest.fixture(scope="module")
def made(world: World) -> dict[str, UUID]:
    """One module at each place of the cast."""
    with world.database.writing() as session:
        return {
            name: new_module(session, location_id=location_id_of(session, name)).id for name in ("Chain", "Near", "Far")
        }


def seen(world: World, person: UUID, made: dict[str, UUID], **options) -> set[str]:
    with world.database.reading() as session:
        found = {module.id for module in modules_for_use(session, viewer_of(world, person), **options)}
    return {name for name, module_id in made.items() if module_id in found}


def test_modules_are_used_at_above_and_below_ones_own_place(world: World, made: dict[str, UUID]) -> None:
    assert seen(world, world.cast.trainer, made) == {"Chain", "Near"}
    assert seen(world, world.cast.manager, made) == {"Chain", "Near"}
    assert seen(world, world.cast.administrator, made) == {"Chain", "Near", "Far"}
    for nobody in (world.cast.owner, world.cast.stranger, world.cast.without_role):
        assert seen(world, nobody, made) == set()


def may_change(world: World, person: UUID, module_id: UUID) -> bool:
    with world.database.reading() as session:
        try:
            return module_for_change(session, module_id, viewer_of(world, person)).id == module_id
        except Forbidden:
            return False


def test_modules_are_changed_at_and_below_ones_own_place_alone(world: World, made: dict[str, UUID]) -> None:
    assert may_change(world, world.cast.trainer, made["Near"])
    assert not may_change(world, world.cast.trainer, made["Chain"])
    assert all(may_change(world, world.cast.administrator, module_id) for module_id in made.values())


def test_what_is_elsewhere_or_unknown_is_not_found_alike(world: World, made: dict[str, UUID]) -> None:
    viewer = viewer_of(world, world.cast.trainer)
    with world.database.reading() as session:
        for module_id in (made["Far"], new_id()):
            with pytest.raises(NotFound):
                module_for_use(session, module_id, viewer)
            with pytest.raises(NotFound):
                module_for_change(session, module_id, viewer)


def test_an_archived_module_is_used_by_its_address_and_listed_where_it_is_asked_for(world: World) -> None:
    with world.database.writing() as session:
        location_id = location_id_of(session, "Near")
        module_id = new_module(session, location_id=location_id, archived_at=now()).id
    made = {"archived": module_id}
    assert seen(world, world.cast.trainer, made) == set()
    assert seen(world, world.cast.trainer, made, include_archived=True) == {"archived"}
    with world.database.reading() as session:
        assert module_for_use(session, module_id, viewer_of(world, world.cast.trainer)).id == module_id


def test_only_where_one_teaches_counts(world: World) -> None:
    with world.database.writing() as session:
        near, chain = (session.get_one(Location, location_id_of(session, name)) for name in ("Near", "Chain"))
        person = make_person(session, "teaches-here", at=near, role=Role.TRAINER)
        other = make_person(session, "works-here", at=chain)
    assert [place.name for place in teaching_places(viewer_of(world, person))] == ["Near"]
    assert teaching_places(viewer_of(world, other)) == ()
    assert [place.name for place in teaching_places(viewer_of(world, world.cast.administrator))] == ["Chain"]


@pytest.mark.parametrize("scenarios", [("the-aisle", "friendly-regular"), ("friendly-regular", "the-aisle")])
def test_the_scenarios_come_in_the_modules_order(world: World, scenarios: Sequence[str]) -> None:
    with world.database.writing() as session:
        place = location_id_of(session, "Near")
        module, empty = (new_module(session, location_id=place, scenarios=own) for own in (scenarios, ()))
        assert items_of(session, [module.id, empty.id]) == {module.id: tuple(scenarios), empty.id: ()}
        assert items_of(session, []) == {}


def test_a_title_falls_back_to_the_first_language_that_it_has(world: World) -> None:
    with world.database.writing() as session:
        titles = {"de": "Erste Schicht", "es": "Primer turno"}
        module_id = new_module(session, location_id=location_id_of(session, "Near"), titles=titles).id
    with world.database.reading() as session:
        module = module_for_use(session, module_id, viewer_of(world, world.cast.trainer))
        assert [title_in(module, language) for language in ("en", "de", "es")] == [
            "Erste Schicht",
            "Erste Schicht",
            "Primer turno",
        ]


def test_whoever_teaches_sees_the_numbers_of_their_own_places(world: World) -> None:
    viewers = [viewer_of(world, person) for person in (world.cast.trainer, world.cast.administrator)]
    with world.database.writing() as session:
        chain, near, far = (location_id_of(session, name) for name in ("Chain", "Near", "Far"))
        module = new_module(session, location_id=chain)
        untouched = new_module(session, location_id=chain)
        for location_id, passed in ((near, 1), (far, 4)):
            session.add(
                EnrolmentCount(
                    location_id=location_id,
                    module_id=module.id,
                    due_on=now().date(),
                    assigned=passed + 6,
                    passed=passed,
                    late=1,
                    excused=1,
                    failed=1,
                    started=2,
                )
            )
        session.flush()
        asked = [module.id, untouched.id]
        own, everywhere = (standings(session, asked, viewer) for viewer in viewers)
    assert own == dict(zip(asked, (ModuleStanding(to_do=3, passed=2), ModuleStanding()), strict=True))
    assert everywhere[asked[0]] == ModuleStanding(to_do=6, passed=7)


def test_a_module_is_assigned_from_its_first_assignment_on(world: World) -> None:
    with world.database.writing() as session:
        near = location_id_of(session, "Near")
        module = new_module(session, location_id=near)
        assert not is_assigned(session, module.id)
        new_enrolment(session, module, person_id=world.cast.owner, location_id=near)
        assert is_assigned(session, module.id)
