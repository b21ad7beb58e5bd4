"""The record of changes: who reads it, in which words, filtered and by pages."""

import re
from uuid import UUID

from config import ROOT
from tests.conftest import World, make_location, make_person
from tests.people import someone
from tests.web.tablets import location_named
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Location, Person
from training_app.moment import new_id, now
from training_app.services.accounts import record_change
from training_app.web.audit.sentences import SENTENCES
from training_app.web.audit.views import MOST

NAMED = re.compile(r'(?:action(?:: str)? ?=|record\(\s*session,|_record\(\s*session, \w+,) ?"([a-z]+(?:-[a-z]+)*)"')


def record(world: World, actor: UUID | None, action: str, subject: object, **details: object) -> None:
    with world.database.writing() as session:
        record_change(
            session, event_id=new_id(), action=action, subject=str(subject), actor_id=actor, now=now(), details=details
        )


def lines_of(visitor: Visitor, **filters: str) -> list[str]:
    page = visitor.get("/audit", query_string=filters).text
    words = re.findall(r'<p class="audit__words">(.*?)</p>', page, re.DOTALL)
    return [re.sub(r"\s*<[^>]+>\s*", " ", one).strip() for one in words]


def test_changes_are_told_in_words_with_the_names_of_now(world: World, administrator: Visitor) -> None:
    (actor, who), (person, what) = someone(world, role=Role.MANAGER), someone(world)
    near = location_named(world, "Near")
    record(world, actor, "move-person", person, location=str(near), role="trainer")
    assert lines_of(administrator, q=what) == [
        f"{who} changed the store or role of “{what}”. place: “Near” · role: Trainer"
    ]
    with world.database.writing() as session:
        session.get_one(Person, person).name = renamed = f"New {new_id().hex}"
    assert renamed in lines_of(administrator, q=renamed)[0]


def test_what_has_no_sentence_and_what_is_gone_is_shown_as_it_is(world: World, administrator: Visitor) -> None:
    actor, who = someone(world)
    gone = new_id()
    record(world, actor, "polish-the-shelf", gone)
    assert lines_of(administrator, q=who) == [f"{who}: polish-the-shelf “{gone}”"]


def test_whoever_was_erased_has_no_name_here(world: World, administrator: Visitor) -> None:
    (actor, who), (person, what) = someone(world), someone(world)
    record(world, actor, "leave", person)
    with world.database.writing() as session:
        session.get_one(Person, person).erased_at = now()
    assert lines_of(administrator, q=who) == [f"{who} wrote down that “somebody who was erased” has left."]
    assert what not in administrator.get("/audit").text


def test_filters_choose_by_person_and_action(world: World, administrator: Visitor) -> None:
    (actor, who), (person, what) = someone(world), someone(world)
    record(world, actor, "leave", person)
    record(world, actor, "return", person)
    record(world, person, "choose-pin", person)
    assert len(lines_of(administrator, q=who)) == 2
    assert len(lines_of(administrator, q=what)) == 3
    assert lines_of(administrator, q=what.lower(), action="leave") == [f"{who} wrote down that “{what}” has left."]
    assert lines_of(administrator, q="nobody-at-all-is-called-so") == []


def test_pages_go_on_where_the_one_before_ended(world: World, administrator: Visitor) -> None:
    actor, who = someone(world)
    for number in range(MOST + 2):
        record(world, actor, "leave", new_id(), counted=number)
    first = administrator.get("/audit", query_string={"q": who}).text
    older = re.search(r'href="(/audit\?[^"]*before=[^"]*)"', first)
    assert older
    second = administrator.get(older.group(1).replace("&amp;", "&")).text
    numbers = [re.findall(r"counted: (\d+)", page) for page in (first, second)]
    assert [len(page) for page in numbers] == [MOST, 2]
    assert [int(number) for page in numbers for number in page] == [*range(MOST + 1, -1, -1)]
    assert "before=" not in second
    assert administrator.get("/audit?before=yesterday,x").status_code == 200


def test_an_administrator_of_a_region_reads_what_its_people_did(world: World) -> None:
    (far, who), mark = someone(world, "Far"), new_id().hex
    with world.database.writing() as session:
        chain = session.get_one(Location, location_named(world, "Chain"))
        region = make_location(session, f"Region {mark}", kind="region", parent=chain)
        leader = make_person(session, f"leader-{mark}", at=region, role=Role.ADMINISTRATOR)
        own = make_person(session, f"own-{mark}", at=region)
    record(world, far, "choose-pin", far)
    record(world, own, "choose-pin", own)
    visitor = Visitor(world.client(leader))
    assert lines_of(visitor) == [f"Own-{mark.title()} chose a PIN."]
    assert lines_of(visitor, q=who) == []


def test_every_action_that_is_recorded_has_its_sentence() -> None:
    files = [*(ROOT / "training_app" / "services").rglob("*.py"), *(ROOT / "training_app" / "web").rglob("*.py")]
    files += (ROOT / "training_app" / "cli").rglob("*.py")
    named = {action for file in files for action in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert {"leave", "add-module", "assign", "invite"} <= named
    assert named - set(SENTENCES) == set()
