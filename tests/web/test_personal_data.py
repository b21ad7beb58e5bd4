"""Everything that is kept about one person, as one file; and erasing them, of whom nothing but counts is left."""

import json
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import Text, cast, func, insert, select

from tests.conftest import World, make_location, make_person
from tests.web.visitor import Visitor
from training_app.db import Base
from training_app.domain.permissions import Role
from training_app.models import (
    Assignment,
    AuditEvent,
    Enrolment,
    EnrolmentPass,
    Location,
    Mail,
    Module,
    Person,
    Play,
    PlayCount,
    RefresherMoment,
    Reminder,
    RosterUpload,
    SealingKey,
)
from training_app.models.types import table_of
from training_app.moment import new_id, now
from training_app.services.accounts import keep_reset_link, record_change
from training_app.services.letters import queue_letter

LOG = ["say-no", "louder"]
# What others did stays, with an id in place of a name.
MAY_STAY = {
    ("audit_event", "actor_id"),
    ("assignment", "assigned_by"),
    ("reminder", "given_by"),
    ("pairing", "created_by"),
    ("roster_upload", "uploaded_by"),
}
# Where people stand by name.
SHOWN = ("/people", "/team", "/team.csv", "/team/huddle", "/assignments", "/audit")


@dataclass(frozen=True)
class Kept:
    """Somebody of whom much is kept; `mark` is in each text that is about them, and in no other."""

    id: UUID
    mark: str

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Name, staff number, address and the sentence that they kept."""
        mark = self.mark
        return f"Björk {mark}", f"BU-{mark}", f"bjoerk-{mark}@example.test", f"I look up, {mark}."


@pytest.fixture
def person(world: World) -> Kept:
    """Somebody with something in every table that is about people."""
    with world.database.writing() as session:
        chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
        store = make_location(session, f"Store of {new_id()}", kind="store", parent=chain)
        kept = Kept(
            make_person(session, f"kept-{new_id()}", at=store, pin_hash="argon", password_hash="h"), new_id().hex
        )
        own = session.get_one(Person, kept.id)
        own.name, own.staff_number, own.email, _sentence = kept.texts
        store_id = store.id
    visitor = Visitor(world.client(kept.id))
    played = visitor.play("the-aisle", LOG)
    visitor.post(f"/plays/{played['id']}/sentence", own=kept.texts[3])
    visitor.post(f"/plays/{played['id']}/rewinds", number="2")
    visitor.play("the-aisle", LOG[:1])
    with world.database.writing() as session:
        leave_traces(session, kept, UUID(played["id"]), store_id)
    return kept


def leave_traces(session, kept: Kept, play: UUID, store: UUID) -> None:
    """What is kept beside what was played."""
    person, (name, number, address, _sentence) = kept.id, kept.texts
    moment, ids = now(), {one: new_id() for one in ("module", "assignment", "enrolment", "mail")}
    module = {"mode": "practice", "pass_mark": 0.75, "titles": {"en": "First"}, "texts": {}, "created_at": moment}
    session.execute(insert(Module).values(id=ids["module"], location_id=store, **module))
    assigned = {"module_id": ids["module"], "location_id": store, "assigned_at": moment, "due_on": moment.date()}
    session.execute(
        insert(Assignment).values(
            id=ids["assignment"],
            target="place",
            audience="everyone",
            assigned_by=person,
            **assigned,
        )
    )
    passed = {"passed_at": moment, "passed_on": moment.date(), "person_id": person}
    session.execute(
        insert(Enrolment).values(id=ids["enrolment"], assignment_id=ids["assignment"], **assigned, **passed)
    )
    credit = {"enrolment_id": ids["enrolment"], "scenario_id": "the-aisle", "play_id": play}
    session.execute(insert(EnrolmentPass).values(**credit, passed_at=moment, score=1.0))
    session.execute(
        insert(Mail).values(
            id=ids["mail"],
            kind="reset",
            person_id=person,
            address=address,
            language="de",
            subject=f"Hallo {name}",
            body="{link}",
            link="https://regulars.test/reset/very-secret",
            queued_at=moment,
            next_at=moment,
        )
    )
    session.execute(insert(Reminder).values(person_id=person, day=moment.date(), mail_id=ids["mail"]))
    queue_letter(
        session,
        letter_id=new_id(),
        kind="summary",
        person=session.get_one(Person, make_person(session, f"reader-{new_id()}")),
        language="en",
        subject=f"Praise {name}",
        body=f"Late: Ana Ruiz, {name}.",
        link=None,
        now=moment,
    )
    session.execute(
        insert(RefresherMoment).values(
            person_id=person, scenario_id="the-aisle", scene="start", step=0, due_on=moment.date(), answered_at=moment
        )
    )
    if session.get(SealingKey, person) is None:
        session.add(SealingKey(person_id=person, private="1" * 64, public="2" * 130))
    keep_reset_link(session, person_id=person, token=str(person), valid_for=moment - moment, now=moment)
    rows = [{"name": name, "staff_number": number, "email": address}]
    read = {"name": "people.csv", "rows": rows, "total": 1, "reading": {}}
    session.add(RosterUpload(id=new_id(), uploaded_by=person, uploaded_at=moment, **read))
    for subject in (str(person), "someone else"):
        record_change(
            session,
            event_id=new_id(),
            action="change-person",
            subject=subject,
            actor_id=person,
            now=moment,
            details={"before": {"name": name}, "after": {"name": f"{name} B."}},
        )


def test_a_person_takes_away_everything_that_is_kept_of_them(world: World, person: Kept) -> None:
    name, number, address, sentence = person.texts
    answer = Visitor(world.client(person.id)).get("/settings/data.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename=regulars-{person.id}.json"
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.json
    own = kept["person"]
    assert (own["name"], own["staff_number"], own["email"], own["has_pin"]) == (name, number, address, True)
    finished = next(play for play in kept["plays"] if play["sentence"])
    assert finished["sentence"][0]["text"] == sentence
    assert [choice["choice"] for choice in finished["choices"]] == LOG
    assert sorted(play["mode"] for play in kept["plays"]) == ["practice", "practice", "rewind"]
    assert kept["enrolments"][0]["passes"][0]["scenario_id"] == "the-aisle"
    assert kept["letters"][0]["subject"] == f"Hallo {name}"
    assert all(kept[subject] for subject in ("places", "refresher", "reminders", "sign_ins", "record_of_changes"))
    for secret in ("very-secret", "argon", "1" * 64):
        assert secret not in answer.text


def test_an_administrator_takes_the_same_and_it_is_on_record(
    world: World, person: Kept, administrator: Visitor
) -> None:
    own = Visitor(world.client(person.id)).get("/settings/data.json").json
    theirs = administrator.get(f"/people/{person.id}/data.json").json
    assert theirs["plays"] == own["plays"]
    with world.database.reading() as session:
        query = select(AuditEvent.actor_id).where(
            AuditEvent.action == "export-data", AuditEvent.subject == str(person.id)
        )
        assert sorted(session.scalars(query)) == sorted([person.id, world.cast.administrator])


def test_nothing_goes_without_the_name_written_out(world: World, person: Kept, administrator: Visitor) -> None:
    refused = administrator.post(f"/people/{person.id}/erasure", confirm="Bjork")
    assert refused.status_code == 422
    assert "Write the name as it stands above." in refused.text
    with world.database.reading() as session:
        assert session.get_one(Person, person.id).name == person.texts[0]


def test_of_an_erased_person_nothing_but_counts_is_left(world: World, person: Kept, administrator: Visitor) -> None:
    with world.database.reading() as session:
        store = session.scalars(select(Play.location_id).where(Play.person_id == person.id)).first()
    browser = Visitor(world.client(person.id))
    assert administrator.post(f"/people/{person.id}/erasure", confirm=f" {person.texts[0].upper()} ").status_code == 303
    assert browser.get("/practice").status_code == 303
    assert administrator.get(f"/people/{person.id}/data.json").status_code == 404
    administrator.get("/people")  # says once, by name, that it is done
    pages = {path: administrator.get(path).text for path in SHOWN}
    assert [path for path, page in pages.items() if person.mark in page] == []
    assert " erased a person for good." in pages["/audit"]
    with world.database.reading() as session:
        assert referring(session, person.id) <= MAY_STAY
        assert columns_with(session, *person.texts) == []
        letter = session.scalars(select(Mail).where(Mail.subject == "Praise —")).one()
        assert letter.body == "Late: Ana Ruiz, —."
        left = session.get_one(Person, person.id)
        assert (left.name, left.email, left.staff_number, left.password_hash) == ("—", None, None, None)
        assert left.erased_at is not None
        count = session.scalars(select(PlayCount).where(PlayCount.location_id == store)).one()
        assert (count.scenario_id, count.plays, count.finished) == ("the-aisle", 2, 1)
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "erase-person").where(AuditEvent.subject == str(person.id))
        ).one()
        assert (event.actor_id, event.details) == (world.cast.administrator, None)


def referring(session, person: UUID) -> set[tuple[str, str]]:
    """Each column that still names this person."""
    tables = Base.metadata.sorted_tables
    keys = [key for table in tables for key in table.foreign_keys if key.column.table is table_of(Person)]
    rows = ((key.parent, select(func.count()).where(key.parent == person)) for key in keys)
    return {(column.table.name, column.name) for column, query in rows if session.scalar(query)}


def columns_with(session, *texts: str) -> list[tuple[str, str, str]]:
    """Every column of every table that holds one of these texts, as it is or inside of JSON."""
    return [
        (table.name, column.name, wanted)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for wanted in texts
        for spelling in {wanted, json.dumps(wanted)[1:-1]}
        if session.scalar(select(func.count()).where(cast(column, Text).contains(spelling, autoescape=True)))
    ]


def test_neither_a_manager_nor_an_equal_erases_anybody(world: World, person: Kept) -> None:
    with world.database.writing() as session:
        chain = session.scalars(select(Location).where(Location.name == "Chain")).one()
        equal = make_person(session, f"equal-{new_id()}", at=chain, role=Role.ADMINISTRATOR)
    manager = Visitor(world.client(world.cast.manager))
    assert manager.post(f"/people/{person.id}/erasure", confirm=person.texts[0]).status_code == 403
    other = Visitor(world.client(world.cast.administrator))
    assert other.post(f"/people/{equal}/erasure", confirm="Equal").status_code == 403
