"""A person is added, changed, moved, leaves and comes back; who left gets in by no way."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.modules import location_id_of, new_assignment, new_module
from tests.people import new_person
from tests.web.tablets import location_named, new_device, tablet, with_pin
from tests.web.visitor import JSON, Visitor
from training_app.domain.permissions import Role
from training_app.models import AuditEvent, Enrolment, Location, Membership, Person, Play, ReportMark, SignIn
from training_app.moment import new_id, new_token, now
from training_app.services.accounts import keep_reset_link
from training_app.services.passwords import hash_password

PASSWORD = "a lantern by the stairs"


def kept(world: World, person: UUID) -> Person:
    with world.database.reading() as session:
        return session.get_one(Person, person)


def places_of(world: World, person: UUID) -> dict[str, str]:
    """The names of the places where somebody belongs, each with the role there."""
    query = select(Location.name, Membership.role).join(Membership, Membership.location_id == Location.id)
    with world.database.reading() as session:
        return dict(map(tuple, session.execute(query.where(Membership.person_id == person))))


def recorded(world: World, person: UUID) -> list[tuple[str, UUID | None]]:
    with world.database.reading() as session:
        query = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.subject == str(person))
        return [tuple(row) for row in session.execute(query.order_by(AuditEvent.at, AuditEvent.id))]


def newcomers_module(world: World, *, days: int) -> UUID:
    """A module that whoever joins the far store has to do."""
    with world.database.writing() as session:
        far = location_id_of(session, "Far")
        module = new_module(session, location_id=far)
        new_assignment(session, module, location_id=far, due_on=now().date(), newcomer_days=days, spread_at=now())
        return module.id


def enrolments_of(world: World, person: UUID, module: UUID) -> list[Enrolment]:
    with world.database.reading() as session:
        query = select(Enrolment).where(Enrolment.person_id == person, Enrolment.module_id == module)
        return list(session.scalars(query))


def mark_of(world: World, store: str) -> int:
    with world.database.reading() as session:
        return (
            session.scalar(select(ReportMark.number).where(ReportMark.location_id == location_named(world, store))) or 0
        )


def test_a_person_is_added_to_a_store_and_has_a_tile_there_at_once(world: World, manager: Visitor) -> None:
    number, near = f"N{new_id().hex[-8:]}", str(location_named(world, "Near"))
    before = mark_of(world, "Near")
    answer = manager.post("/people", name="  Lena   Roth ", staff_number=number, location=near, role="employee")
    assert answer.status_code == 303
    person = UUID(answer.location.rsplit("/", 1)[1])
    assert (kept(world, person).name, kept(world, person).staff_number) == ("Lena Roth", number)
    assert places_of(world, person) == {"Near": "employee"}
    assert recorded(world, person) == [("add-person", world.cast.manager)]
    assert mark_of(world, "Near") > before
    browser, _device = tablet(world)
    assert f"/tiles/{person}" in browser.get("/tiles").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Write a name."),
        ({"staff_number": "", "email": ""}, "people sign in with one of them"),
        ({"staff_number": "a@b"}, "A staff number has no @"),
        ({"email": "nobody"}, "This is not an e-mail address."),
        ({"email": "OWNER@regulars.test"}, "Somebody else has this address."),
    ],
)
def test_what_cannot_be_written_down_is_said_at_its_field(
    world: World, manager: Visitor, fields: dict[str, str], words: str
) -> None:
    near = str(location_named(world, "Near"))
    good = {"name": "Lena", "staff_number": "N-1", "email": "", "location": near, "role": "employee"}
    answer = manager.post("/people", **(good | fields))
    assert answer.status_code == 422
    assert words in answer.text


def test_nobody_gives_a_role_of_their_own_rank_or_at_a_place_that_is_not_theirs(world: World, manager: Visitor) -> None:
    near, far = (str(location_named(world, name)) for name in ("Near", "Far"))
    person = new_person(world)
    for role in ("manager", "administrator"):
        assert manager.post("/people", name="X", staff_number="X-1", location=near, role=role).status_code == 403
        assert manager.post(f"/people/{person}/moves", location=near, role=role).status_code == 403
    assert manager.post("/people", name="X", staff_number="X-1", location=far, role="employee").status_code == 404
    assert manager.post(f"/people/{person}/moves", location=far, role="employee").status_code == 404
    assert places_of(world, person) == {"Near": "employee"}


def test_details_change_and_only_which_of_them_is_on_record(world: World, manager: Visitor) -> None:
    person = new_person(world, language="es")
    number = f"N{new_id().hex[-8:]}"
    answer = manager.post(
        f"/people/{person}", name="Ana Ruiz", staff_number=number, email=kept(world, person).email or "", language=""
    )
    assert answer.status_code == 303
    changed = kept(world, person)
    assert (changed.name, changed.staff_number, changed.language) == ("Ana Ruiz", number, None)
    with world.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.subject == str(person))).one()
    assert event.details == {"fields": ["name", "staff_number", "language"]}


def test_with_another_address_the_links_to_the_old_one_end(world: World, manager: Visitor) -> None:
    person, token = new_person(world), new_token()
    with world.database.writing() as session:
        keep_reset_link(session, person_id=person, token=token, valid_for=timedelta(hours=1), now=now())
    phone = Visitor(world.app.test_client())
    assert phone.get(f"/reset/{token}").status_code == 200
    manager.post(f"/people/{person}", name="Ana", email=f"other-{new_id().hex}@regulars.test")
    assert phone.get(f"/reset/{token}").status_code == 404


def test_whoever_moves_takes_along_what_is_due_and_leaves_what_was_played(world: World, administrator: Visitor) -> None:
    module, person = newcomers_module(world, days=5), new_person(world, pin_hash="none fits")
    play = Visitor(world.client(person)).begin("the-aisle")["id"]
    browser, device = tablet(world)
    on_tablet = with_pin(world, browser, device, person)
    assert on_tablet.get("/practice").status_code == 200
    far, near = location_named(world, "Far"), location_named(world, "Near")
    marks = mark_of(world, "Near"), mark_of(world, "Far")
    assert administrator.post(f"/people/{person}/moves", location=str(far), role="employee").status_code == 303
    assert places_of(world, person) == {"Far": "employee"}
    (enrolment,) = enrolments_of(world, person, module)
    assert enrolment.location_id == far
    assert on_tablet.get("/practice", headers=JSON).status_code == 401
    administrator.post(f"/people/{person}/moves", location=str(near), role="trainer")
    assert [one.location_id for one in enrolments_of(world, person, module)] == [near]
    assert all(now > before for now, before in zip((mark_of(world, "Near"), mark_of(world, "Far")), marks, strict=True))
    with world.database.reading() as session:
        assert session.get_one(Play, UUID(play)).location_id == near
    assert [action for action, _actor in recorded(world, person)] == ["move-person", "move-person"]


def test_who_leaves_gets_in_by_no_way_and_their_record_stays(world: World, manager: Visitor) -> None:
    person, token = new_person(world, password_hash=hash_password(PASSWORD), pin_hash="none fits"), new_token()
    own = Visitor(world.client(person))
    play = own.begin("the-aisle")["id"]
    with world.database.writing() as session:
        keep_reset_link(session, person_id=person, token=token, valid_for=timedelta(hours=1), now=now())
    browser, _device = tablet(world)
    assert f"/tiles/{person}" in browser.get("/tiles").text
    assert manager.post(f"/people/{person}/leaving").status_code == 303
    assert own.get("/practice", headers=JSON).status_code == 401
    assert own.post_json("/sync", plays=[]).status_code == 401
    assert f"/tiles/{person}" not in browser.get("/tiles").text
    assert browser.get(f"/tiles/{person}").status_code == 404
    stranger = Visitor(world.app.test_client())
    assert stranger.post("/login", email=kept(world, person).email or "", password=PASSWORD).status_code == 401
    assert stranger.get(f"/reset/{token}").status_code == 404
    assert manager.post(f"/people/{person}/invitations").status_code == 403
    assert kept(world, person).pin_hash is None
    with world.database.reading() as session:
        assert session.get_one(Play, UUID(play)).person_id == person
        assert session.scalars(select(SignIn).where(SignIn.person_id == person)).all() == []
    page = manager.get("/people", query_string={"q": kept(world, person).name}).text
    assert "Have left (1)" in page
    assert f'href="/people/{person}"' in page


def test_a_session_that_began_while_they_left_is_worth_nothing(world: World, manager: Visitor) -> None:
    person = new_person(world)
    manager.post(f"/people/{person}/leaving")
    assert Visitor(world.client(person)).get("/practice", headers=JSON).status_code == 401


def test_who_comes_back_signs_in_as_before_and_sends_what_waited(world: World, manager: Visitor) -> None:
    person = new_person(world, password_hash=hash_password(PASSWORD))
    started = now().isoformat()
    manager.post(f"/people/{person}/leaving")
    assert manager.post(f"/people/{person}/return").status_code == 303
    own = Visitor(world.app.test_client())
    assert own.post("/login", email=kept(world, person).email or "", password=PASSWORD).status_code == 303
    own.tokens.clear()
    waited = {
        "play": str(new_id()),
        "scenario": "the-aisle",
        "version": 1,
        "language": "en",
        "started": started,
        "choices": [{"number": 1, "choice": "say-no", "at": started}],
    }
    answer = own.post_json("/sync", plays=[waited])
    assert answer.json["plays"][0]["status"] == "accepted"
    assert [action for action, _actor in recorded(world, person)] == ["leave", "return"]


def test_filters_choose_by_store_and_role(world: World, administrator: Visitor) -> None:
    trainer, employee = new_person(world, "Far", role=Role.TRAINER), new_person(world, "Far")
    far = location_named(world, "Far")
    page = administrator.get(f"/people?store={far}&role=trainer").text
    assert f"/people/{trainer}/" in page
    assert f"/people/{employee}/" not in page
    assert "Near</h2>" not in page
    assert administrator.get("/people?store=nowhere&role=king&page=x").status_code == 200


def test_a_tablet_of_a_moved_persons_old_store_knows_them_no_more(world: World, administrator: Visitor) -> None:
    person = new_person(world)
    new_device(world, location_named(world, "Near"))
    browser, _device = tablet(world)
    administrator.post(f"/people/{person}/moves", location=str(location_named(world, "Far")), role="employee")
    assert browser.get(f"/tiles/{person}").status_code == 404
