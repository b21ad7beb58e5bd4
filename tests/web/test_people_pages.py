"""People: who sees whom, taking a PIN back, and printed invitations."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import World, make_location, make_person
from tests.people import new_employee, someone
from tests.web.tablets import location_named, new_device
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import AuditEvent, Location, Membership, Person, ResetLink, SignIn
from training_app.moment import new_id, new_token, now
from training_app.queries.managed import MOST_PEOPLE
from training_app.services.pins import take_pin_try
from training_app.services.signing_in import start_session
from training_app.web.finding import MOST_LISTED
from training_app.web.people.listing import SEARCHED_BEYOND
from training_app.web.qr import qr_svg

NEW = {"new": "a lantern by the stairs", "again": "a lantern by the stairs"}
LINK = re.compile(r'href="(/reset/[\w-]{43})"')
STORE = re.compile(r'name="store" value="([0-9a-f-]*)"( checked)?')
PIN_HASH = "no PIN fits this"


def names_on(page: str) -> list[str]:
    return re.findall(r'<span class="person__name">([^<]+)</span>', page)


def row_of(page: str, name: str) -> str:
    """One person's part of the page."""
    return next(part for part in page.split("<li>") if f">{name}</span>" in part)


def found_by(visitor: Visitor, words: str) -> list[str]:
    return names_on(visitor.get("/people", query_string={"q": words}).text)


def move_in(world: World, person: UUID, store: str, role: Role) -> None:
    """Give the person a role at another location too."""
    with world.database.writing() as session:
        session.add(Membership(person_id=person, location_id=location_named(world, store), role=role, joined_at=now()))


def audited(world: World, person: UUID) -> list[tuple[str, UUID | None]]:
    with world.database.reading() as session:
        query = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.subject == str(person))
        return [tuple(row) for row in session.execute(query.order_by(AuditEvent.at))]


def invite(visitor: Visitor, person: UUID, **fields: str) -> tuple[str, str]:
    """The page with the card, and the path of its link."""
    answer = visitor.post(f"/people/{person}/invitations", **fields)
    assert answer.status_code == 200
    found = LINK.search(answer.text)
    assert found
    assert str(qr_svg(f"http://127.0.0.1:8000{found.group(1)}")) in answer.text
    return answer.text, found.group(1)


def test_a_manager_sees_the_people_of_their_own_stores_alone(
    world: World, manager: Visitor, administrator: Visitor
) -> None:
    (_near, here), (_far, there) = someone(world), someone(world, "Far")
    assert found_by(manager, here) == [here]
    assert found_by(manager, there) == []
    assert found_by(administrator, here) == [here]
    assert found_by(administrator, there) == [there]
    assert "Administrator" not in names_on(manager.get("/people").text)


def test_a_role_that_leads_nothing_opens_no_other_store(world: World) -> None:
    leader, _name = someone(world, role=Role.MANAGER)
    move_in(world, leader, "Far", Role.TRAINER)
    (_near, here), (stranger, there) = someone(world), someone(world, "Far")
    visitor = Visitor(world.client(leader))
    assert found_by(visitor, here) == [here]
    assert found_by(visitor, there) == []
    assert visitor.post(f"/people/{stranger}/invitations").status_code == 404
    device = new_device(world, location_named(world, "Far"))
    assert visitor.get(f"/devices/{device}").status_code == 404


def test_people_are_found_by_parts_of_name_number_and_address_in_any_case(world: World, manager: Visitor) -> None:
    mark = new_id().hex
    name, number = f"Özge {mark}", f"7%{mark[-6:]}"
    person = new_employee(world, mark, staff_number=number)
    with world.database.writing() as session:
        session.get_one(Person, person).name = name
    for words in (f"özge {mark}", f"{mark[4:]} ZGE", number, f"{mark}@Regulars".upper(), f"  Öz   {mark} "):
        assert found_by(manager, words) == [name], words
    for words in (f"{mark} somebody", f"7_{mark[-6:]}", f"{mark}%"):
        assert found_by(manager, words) == [], words
    assert manager.get("/people", query_string={"q": "\0"}).status_code == 200
    assert "is called “nobody-at-all”" in manager.get("/people?q=nobody-at-all").text


def test_the_search_appears_beyond_twenty_and_a_long_list_has_pages(world: World) -> None:
    region, chain = f"Region {new_id()}", location_named(world, "Chain")
    with world.database.writing() as session:
        place = Location(id=new_id(), parent_id=chain, kind="region", name=region, time_zone="UTC")
        place.path = f"{chain}/{place.id}/"
        session.add(place)
        session.flush()
        leader = make_person(session, f"leader-{place.id}", at=place, role=Role.MANAGER)
        for number in range(SEARCHED_BEYOND - 1):
            make_person(session, f"one-{number}-{place.id}", at=place)
    visitor = Visitor(world.client(leader))
    assert 'role="search"' not in visitor.get("/people").text
    with world.database.writing() as session:
        at = session.scalars(select(Location).where(Location.name == region)).one()
        make_person(session, f"last-{at.id}", at=at)
    page = visitor.get("/people").text
    assert 'role="search"' in page
    assert "Page 1" not in page
    with world.database.writing() as session:
        at = session.scalars(select(Location).where(Location.name == region)).one()
        for number in range(MOST_PEOPLE - SEARCHED_BEYOND):
            make_person(session, f"two-{number}-{at.id}", at=at)
    page = visitor.get("/people").text
    assert len(names_on(page)) == MOST_PEOPLE
    assert "Page 1 of 2" in page
    rest = names_on(visitor.get("/people?page=2").text)
    assert len(rest) == 1
    assert not set(rest) & set(names_on(page))


def test_among_many_stores_the_one_to_filter_by_is_searched_for(world: World) -> None:
    with world.database.writing() as session:
        chain = session.get_one(Location, location_named(world, "Chain"))
        region = make_location(session, f"Region {new_id()}", kind="region", parent=chain)
        stores = [
            make_location(session, f"Shelf {one:02}", kind="store", parent=region).id for one in range(MOST_LISTED)
        ]
        leader = make_person(session, f"leader-{region.id}", at=region, role=Role.MANAGER)
        for number in range(SEARCHED_BEYOND):
            make_person(session, f"one-{number}-{region.id}", at=session.get_one(Location, stores[number % 2]))
    visitor = Visitor(world.client(leader))
    assert STORE.findall(visitor.get("/people").text) == [("", " checked")]
    assert STORE.findall(visitor.get("/people?place_words=shelf+17").text) == [("", " checked"), (str(stores[17]), "")]
    chosen = visitor.get(f"/people?store={stores[1]}").text
    assert STORE.findall(chosen) == [("", ""), (str(stores[1]), " checked")]
    assert len(names_on(chosen)) == SEARCHED_BEYOND // 2


def test_a_pin_is_taken_back_with_its_sessions_and_failures(world: World, manager: Visitor) -> None:
    person, name = someone(world, pin_hash=PIN_HASH)
    device = new_device(world, location_named(world, "Near"))
    own = Visitor(world.client(person))
    with world.database.writing() as session:
        start_session(session, person_id=person, token=new_token(), now=now(), device_id=device)
        for _try in range(3):
            wait = take_pin_try(session, person_id=person, device_id=device, now=now())
        assert wait
    assert "Has a PIN" in row_of(manager.get("/people").text, name)
    answer = manager.post(f"/people/{person}/pin-resets", q=name)
    assert (answer.status_code, answer.location) == (303, f"/people?q={name}")
    row = row_of(manager.get(answer.location).text, name)
    assert "No PIN yet" in row
    assert "pin-resets" not in row
    with world.database.writing() as session:
        assert session.get_one(Person, person).pin_hash is None
        assert session.scalars(select(SignIn).where(SignIn.device_id == device)).first() is None
        assert take_pin_try(session, person_id=person, device_id=device, now=now()) == 0
    assert own.get("/practice").status_code == 200
    assert audited(world, person) == [("reset-pin", world.cast.manager)]


@pytest.mark.parametrize(
    ("role", "elsewhere", "is_theirs"),
    [
        (Role.EMPLOYEE, None, True),
        (Role.TRAINER, None, True),
        (Role.MANAGER, None, False),
        (Role.ADMINISTRATOR, None, False),
        (Role.EMPLOYEE, ("Far", Role.EMPLOYEE), False),
        (Role.EMPLOYEE, ("Chain", Role.ADMINISTRATOR), False),
    ],
)
def test_a_manager_looks_after_those_below_them_alone(
    world: World, manager: Visitor, role: Role, elsewhere: tuple[str, Role] | None, is_theirs: bool
) -> None:
    person, name = someone(world, role=role, pin_hash=PIN_HASH)
    if elsewhere:
        move_in(world, person, *elsewhere)
    row = row_of(manager.get("/people", query_string={"q": name}).text, name)
    for deed, done in (("pin-resets", 303), ("invitations", 200)):
        assert (f"/people/{person}/{deed}" in row) is is_theirs
        assert manager.post(f"/people/{person}/{deed}").status_code == (done if is_theirs else 403)
    with world.database.reading() as session:
        assert (session.get_one(Person, person).pin_hash is None) is is_theirs
        assert bool(session.scalars(select(ResetLink).where(ResetLink.person_id == person)).all()) is is_theirs
    assert bool(audited(world, person)) is is_theirs


def test_whoever_leads_takes_their_own_pin_back_and_gets_no_invitation_from_themselves(world: World) -> None:
    person, name = someone(world, role=Role.MANAGER, pin_hash=PIN_HASH)
    visitor = Visitor(world.client(person))
    row = row_of(visitor.get("/people").text, name)
    assert "pin-resets" in row
    assert "invitations" not in row
    assert visitor.post(f"/people/{person}/invitations").status_code == 403
    assert visitor.post(f"/people/{person}/pin-resets").status_code == 303
    assert "No PIN yet" in row_of(visitor.get("/people").text, name)


def test_somebody_without_an_address_sets_a_password_with_the_printed_link(world: World, manager: Visitor) -> None:
    number = f"N{new_id().hex[-8:]}"
    person = new_employee(world, staff_number=number)
    with world.database.writing() as session:
        session.get_one(Person, person).email = None
    page, path = invite(manager, person)
    assert f"Staff number {number}" in page
    assert "Near" in page
    assert f"sign in as {number}" in page
    phone = Visitor(world.app.test_client())
    assert phone.post(path, **NEW).status_code == 303
    assert phone.post(path, **NEW).status_code == 404
    signed_in = Visitor(world.app.test_client()).post("/login", email=number, password=NEW["new"])
    assert signed_in.status_code == 303
    assert audited(world, person) == [("invite", world.cast.manager), ("set-password-by-link", person)]


def test_an_invitation_works_for_two_weeks_and_ends_the_one_before(world: World) -> None:
    person, _name = someone(world)
    with time_machine.travel(datetime(2031, 3, 1, 20, 0, tzinfo=UTC), tick=False) as clock:
        visitor = Visitor(world.client(world.cast.manager))
        _page, older = invite(visitor, person)
        page, path = invite(visitor, person)
        assert "until March 15, 2031" in page
        phone = Visitor(world.app.test_client())
        assert phone.get(older).status_code == 404
        clock.shift(timedelta(days=14, minutes=-1))
        assert phone.get(path).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert phone.get(path).status_code == 404


def test_the_card_speaks_the_language_of_whoever_gets_it(world: World, manager: Visitor) -> None:
    person, name = someone(world, language="de")
    page, _path = invite(manager, person)
    assert '<article class="invitation" lang="de"' in page
    assert f"Willkommen, {name}" in page
    assert f"<h1>Invitation for {name}</h1>" in page
    page, _path = invite(manager, person, language="es")
    assert f"Hola, {name}" in page
    page, _path = invite(manager, person, language="tlh")
    assert f"Willkommen, {name}" in page


def test_the_link_of_an_invitation_is_kept_nowhere(world: World, manager: Visitor) -> None:
    person, _name = someone(world)
    _page, path = invite(manager, person)
    token = path.rsplit("/", 1)[1]
    with world.database.reading() as session:
        kept = session.scalars(select(ResetLink).where(ResetLink.person_id == person)).one()
        assert kept.token_hash != token
        assert all(token not in subject for subject in session.scalars(select(AuditEvent.subject)))
