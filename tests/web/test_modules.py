"""Modules on screen: making, ordering, changing, copying and archiving them."""

import html
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import World
from tests.modules import new_enrolment, new_module
from tests.people import new_person
from tests.web.tablets import location_named
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import AuditEvent, Location, Module
from training_app.moment import new_id
from training_app.queries.modules import items_of
from training_app.web.modules.ordering import moved

FIELDS = {
    "mode": "practice",
    "pass_mark": "85",
    "attempts": "2",
    "coach": "slip",
    "scenarios": "friendly-regular the-aisle",
}
CHECK = FIELDS | {"mode": "check", "attempts": "3", "scenarios": "pushy-muffin-seller"}


@pytest.fixture
def near(world: World) -> str:
    return str(location_named(world, "Near"))


def some_title() -> str:
    return f"First shift {new_id()}"


def module_called(world: World, title: str) -> Module:
    with world.database.reading() as session:
        return next(module for module in session.scalars(select(Module)) if title in module.titles.values())


def scenarios_of(world: World, module: Module) -> tuple[str, ...]:
    with world.database.reading() as session:
        return items_of(session, [module.id])[module.id]


def made(world: World, name: str = "Near", **values) -> UUID:
    with world.database.writing() as session:
        location_id = session.scalars(select(Location.id).where(Location.name == name)).one()
        return new_module(session, location_id=location_id, **values).id


def assign(world: World, module_id: UUID) -> None:
    near = location_named(world, "Near")
    with world.database.writing() as session:
        new_enrolment(session, session.get_one(Module, module_id), person_id=world.cast.owner, location_id=near)


def card_of(page: str, title: str) -> str:
    """A module's part of the list, its tags gone."""
    found = next(part for part in page.split("<article")[1:] if f">{title}</h2>" in part)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found.split("</article>")[0])))


def order_on(page: str) -> list[str]:
    """The scenarios that a form holds, in order."""
    chosen = page.split("data-chosen>")[1].split("</ol>", maxsplit=1)[0]
    order = re.findall(r'data-scenario="([^"]+)"', chosen)
    field = re.search(r'name="scenarios" value="([^"]*)"', page)
    assert field
    assert field.group(1).split() == order
    return order


def folded_on(page: str) -> str:
    """What lies in the archive."""
    return page.partition("In the archive (")[2]


def alerts_on(page: str) -> list[str]:
    found = re.findall(r'class="field__error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in found]


def test_a_trainer_makes_a_module_and_finds_it_in_the_list(world: World, trainer: Visitor, near: str) -> None:
    title = some_title()
    answer = trainer.post("/modules", **FIELDS, title_en=title, text_en="Two people.", location=near, think_first="y")
    assert (answer.status_code, answer.location) == (303, "/modules")
    module = module_called(world, title)
    assert (module.titles, module.texts) == ({"en": title}, {"en": "Two people."})
    assert (module.mode, module.pass_mark, module.attempts, module.coach) == ("practice", 0.85, None, "slip")
    assert (module.think_first, str(module.location_id)) == (True, near)
    assert scenarios_of(world, module) == ("friendly-regular", "the-aisle")
    page = trainer.get("/modules").text
    card = card_of(page, title)
    assert all(words in card for words in ("Practice", "Pass mark 85%", "6 minutes", "Not assigned yet · Near"))
    assert card.index("See you tomorrow") < card.index("The aisle")
    assert f'href="/assignments/new?module={module.id}"' in page


def test_a_check_keeps_its_attempts_and_its_coach_speaks_at_the_end(world: World, trainer: Visitor, near: str) -> None:
    title = some_title()
    trainer.post("/modules", **CHECK, title_de=title, location=near)
    module = module_called(world, title)
    assert (module.mode, module.attempts, module.coach, module.titles) == ("check", 3, "end", {"de": title})
    card = card_of(trainer.get("/modules").text, title)
    assert "3 attempts" in card
    assert "In Deutsch: there is no title in your language yet." in card


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_en": " "}, "Give the module a title."),
        ({"title_en": "x" * 121}, "Use at most 120 characters."),
        ({"text_de": "x" * 601}, "Use at most 600 characters."),
        ({"pass_mark": "0"}, "Write a whole number from 1 to 100."),
        ({"pass_mark": "101"}, "Write a whole number from 1 to 100."),
        ({"pass_mark": "80.5"}, "Write a whole number from 1 to 100."),
        ({"pass_mark": ""}, "Write a whole number from 1 to 100."),
        ({"mode": "exam"}, "Choose one of these."),
        ({"coach": "never"}, "Choose one of these."),
        ({"scenarios": ""}, "Add one role-play at least."),
        ({"scenarios": "no-such-scenario"}, "Add one role-play at least."),
        ({"scenarios": "the-aisle the-aisle"}, "A role-play stands in it twice."),
        ({"scenarios": "the-aisle " * 31}, "A module holds at most 30 role-plays."),
        (CHECK | {"attempts": ""}, "Write a whole number from 1 to 10."),
        (CHECK | {"attempts": "11"}, "Write a whole number from 1 to 10."),
        ({"mode": "check"}, "“The aisle” is played from the other side and has no score. Take it out of the check."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(
    world: World, trainer: Visitor, near: str, changes: dict[str, str], words: str
) -> None:
    title = some_title()
    answer = trainer.post("/modules", **FIELDS | {"title_en": title, "location": near} | changes)
    assert answer.status_code == 422
    assert alerts_on(answer.text) == [words]
    with pytest.raises(StopIteration):
        module_called(world, title)


def test_a_form_that_came_back_keeps_what_was_written(trainer: Visitor, near: str) -> None:
    fields = CHECK | {"title_en": "", "text_es": "Una prueba.", "attempts": "7", "location": near, "think_first": "y"}
    page = trainer.post("/modules", **fields).text
    assert order_on(page) == ["pushy-muffin-seller"]
    for part in (r'value="check" checked', r'name="attempts"[^>]*value="7"', r">\s*Una prueba.</textarea>"):
        assert re.search(part, page), part


@pytest.mark.parametrize(
    ("deed", "order"),
    [
        ("up the-aisle", ["the-aisle", "friendly-regular"]),
        ("down friendly-regular", ["the-aisle", "friendly-regular"]),
        ("remove friendly-regular", ["the-aisle"]),
        ("add pushy-muffin-seller", ["friendly-regular", "the-aisle", "pushy-muffin-seller"]),
    ],
)
def test_without_a_script_each_button_moves_one_role_play_and_saves_nothing(
    world: World, trainer: Visitor, deed: str, order: list[str]
) -> None:
    module_id = made(world)
    page = trainer.post(f"/modules/{module_id}", **FIELDS, title_en="Not kept", deed=deed)
    assert page.status_code == 200
    assert order_on(page.text) == order
    assert 'value="Not kept"' in page.text
    assert page.text.count(" autofocus") == 1
    with world.database.reading() as session:
        module = session.get_one(Module, module_id)
        assert module.titles == {"en": "First shift"}
    assert scenarios_of(world, module) == ("the-aisle", "friendly-regular")
    assert order_on(trainer.post("/modules", **FIELDS, deed=deed).text) == order


@pytest.mark.parametrize(
    ("deed", "order"),
    [
        ("up a", "abc"),
        ("up c", "acb"),
        ("down a", "bac"),
        ("down c", "abc"),
        ("remove b", "ac"),
        ("add d", "abcd"),
        ("add a", "abc"),
        ("up d", "abc"),
        ("turn b", "abc"),
        ("", "abc"),
    ],
)
def test_a_step_moves_one_place_and_no_further(deed: str, order: str) -> None:
    assert "".join(moved("abc", deed)) == order


def test_a_module_is_changed_in_all_but_what_was_assigned(world: World, trainer: Visitor) -> None:
    module_id = made(world, scenarios=("pushy-muffin-seller",), attempts=2, coach="end")
    assign(world, module_id)
    page = trainer.get(f"/modules/{module_id}").text
    assert "It is a check with 2 attempts. It was assigned, so that stays." in page
    assert 'name="mode"' not in page
    title = some_title()
    fields = FIELDS | {"title_en": title, "scenarios": "pushy-muffin-seller friendly-regular", "attempts": "9"}
    assert trainer.post(f"/modules/{module_id}", **fields).status_code == 303
    module = module_called(world, title)
    assert (module.id, module.mode, module.attempts, module.pass_mark) == (module_id, "check", 2, 0.85)
    assert scenarios_of(world, module) == ("pushy-muffin-seller", "friendly-regular")
    refused = trainer.post(f"/modules/{module_id}", **fields | {"scenarios": "the-aisle"})
    assert (refused.status_code, len(alerts_on(refused.text))) == (422, 1)


def test_a_copy_belongs_to_ones_own_place_and_can_be_played_another_way(world: World, trainer: Visitor) -> None:
    title = some_title()
    module_id = made(world, "Chain", titles={"en": title, "de": title}, scenarios=("friendly-regular",))
    assign(world, module_id)
    answer = trainer.post(f"/modules/{module_id}/copies")
    copy_id = UUID(answer.location.split("/")[-1])
    with world.database.reading() as session:
        copy = session.get_one(Module, copy_id)
        assert copy.titles == {"en": f"{title} (copy)", "de": f"{title} (Kopie)"}
        assert session.get_one(Location, copy.location_id).name == "Near"
    page = trainer.get(answer.location).text
    assert "This is the copy. Nobody has it yet." in html.unescape(page)
    assert 'name="mode"' in page
    fields = CHECK | {"scenarios": "friendly-regular", "title_en": title}
    assert trainer.post(answer.location, **fields).status_code == 303


def test_a_title_of_full_length_can_be_copied(world: World, trainer: Visitor) -> None:
    module_id = made(world, titles={"en": "x" * 120})
    answer = trainer.post(f"/modules/{module_id}/copies")
    assert answer.status_code == 303
    with world.database.reading() as session:
        title = session.get_one(Module, UUID(answer.location.split("/")[-1])).titles["en"]
    assert title == "x" * 113 + " (copy)"


def test_an_archived_module_is_folded_away_until_it_is_restored(world: World, trainer: Visitor) -> None:
    title = some_title()
    module_id = made(world, titles={"en": title})
    said = {"archive": "is in the archive. Whoever has it goes on with it.", "restore": "can be assigned again."}
    for deed, is_folded in (("archive", True), ("restore", False)):
        assert trainer.post(f"/modules/{module_id}/{deed}").location == "/modules"
        page = trainer.get("/modules").text
        assert f"“{title}” {said[deed]}" in html.unescape(page)
        assert is_folded == (title in folded_on(page))
        assert (f"/assignments/new?module={module_id}" in page) != is_folded
    with world.database.reading() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == str(module_id))).all()
    assert sorted(actions) == ["archive-module", "restore-module"]


def test_what_belongs_above_can_be_used_and_copied_but_not_changed(world: World, trainer: Visitor) -> None:
    title = some_title()
    module_id = made(world, "Chain", titles={"en": title})
    card = card_of(trainer.get("/modules").text, title)
    assert "Assign" in card
    assert "Duplicate" in card
    assert "Change" not in card
    manager = Visitor(world.client(world.cast.administrator))
    assert "Change" in card_of(manager.get("/modules").text, title)
    assert trainer.get(f"/modules/{module_id}").status_code == 403


def test_another_stores_module_is_nowhere_to_be_seen(world: World, trainer: Visitor) -> None:
    title = some_title()
    made(world, "Far", titles={"en": title})
    assert title not in trainer.get("/modules").text
    assert title in Visitor(world.client(world.cast.administrator)).get("/modules").text


def test_the_form_begins_with_the_viewers_language(world: World) -> None:
    german = world.client(new_person(world, role=Role.MANAGER))
    page = german.get("/modules/new", headers={"Accept-Language": "de"}).text
    assert [page.index(f'name="title_{language}"') for language in ("de", "en", "es")] == sorted(
        page.index(f'name="title_{language}"') for language in ("de", "en", "es")
    )
    assert "Ein neues Modul" in page
