"""Bringing a whole list of people: looked at first, then taken in slice by slice."""

from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.conftest import World, make_location, make_person
from tests.web.tablets import location_named
from tests.web.visitor import JSON, Visitor
from training_app.domain.permissions import Role
from training_app.models import AuditEvent, Location, Membership, Person, RosterUpload
from training_app.moment import new_id
from training_app.services.roster import SLICE

HEAD = "staff_number;name;role;store;email\r\n"


@pytest.fixture
def leader(world: World) -> Visitor:
    """A manager of a region of their own with two stores, whom no other test knows."""
    mark = new_id().hex
    with world.database.writing() as session:
        chain = session.get_one(Location, location_named(world, "Chain"))
        region = make_location(session, f"Region {mark}", kind="region", parent=chain)
        for name in ("Quay", "Hill"):
            make_location(session, f"{name} {mark}", kind="store", parent=region)
        person = make_person(session, f"leader-{mark}", at=region, role=Role.MANAGER)
    visitor = Visitor(world.client(person))
    visitor.mark = mark
    return visitor


def send(visitor: Visitor, text: str | bytes, name: str = "people.csv") -> TestResponse:
    content = text if isinstance(text, bytes) else text.replace("%", visitor.mark).encode()
    fields = {"csrf_token": visitor.token, "file": FileStorage(BytesIO(content), name)}
    boundary, body = encode_multipart(fields)
    return visitor.client.post("/people/rosters", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def numbers_of(world: World, mark: str) -> dict[str, str]:
    """The staff numbers with this mark, each with the name of the store."""
    with world.database.reading() as session:
        query = select(Person.staff_number, Location.name).join(Membership, Membership.person_id == Person.id)
        query = query.join(Location, Location.id == Membership.location_id)
        return dict(map(tuple, session.execute(query.where(Person.staff_number.endswith(mark)))))


def test_a_list_is_looked_at_before_anything_is_written(world: World, leader: Visitor) -> None:
    answer = send(leader, HEAD + "1-%;Lena;employee;Quay %;\r\n2-%;Ben;trainer;Hill %;\r\n")
    assert answer.status_code == 303
    page = leader.get(answer.location).text
    assert "Bring in 2 people" in page
    assert "parted by semicolons" in page
    assert numbers_of(world, leader.mark) == {}
    done = leader.post(f"{answer.location}/slices")
    assert (done.status_code, done.location) == (303, answer.location)
    assert numbers_of(world, leader.mark) == {
        f"1-{leader.mark}": f"Quay {leader.mark}",
        f"2-{leader.mark}": f"Hill {leader.mark}",
    }
    page = leader.get(answer.location).text
    assert "What became of it" in page
    assert "Bring in" not in page.replace("Bring another file", "")
    leader.post(f"{answer.location}/slices")
    with world.database.reading() as session:
        upload = UUID(answer.location.rsplit("/", 1)[1])
        assert len(session.scalars(select(AuditEvent).where(AuditEvent.subject == str(upload))).all()) == 1
        assert session.get_one(RosterUpload, upload).rows == []


def test_bad_rows_are_named_and_stop_it_until_the_good_ones_are_wanted_alone(world: World, leader: Visitor) -> None:
    rows = (
        "1-%;Lena;employee;Quay %;",
        "2-%;Ben;king;Hill %;",
        "3-%;Ann;employee;Near;",
        "4-%;Cy;administrator;Hill %;",
    )
    text = HEAD + "\r\n".join(rows)
    path = send(leader, text).location
    page = leader.get(path).text
    for words in ("“king” is no role", "You have no store called “Near”", "You cannot give the role “administrator”"):
        assert words in page, words
    assert "Bring in the 1 good row only" in page
    refused = leader.post(f"{path}/slices", headers=JSON)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "bad-rows")
    assert numbers_of(world, leader.mark) == {}
    assert leader.post(f"{path}/slices", good_rows_only="1").status_code == 303
    assert set(numbers_of(world, leader.mark)) == {f"1-{leader.mark}"}
    file = leader.get(f"{path}/bad-rows.csv")
    assert file.data.startswith(b"\xef\xbb\xbf")
    lines = file.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "king" in lines[1]
    assert send(leader, file.data).status_code == 303


def test_the_number_of_somebody_elsewhere_is_refused_and_so_is_whoever_is_not_below(
    world: World, leader: Visitor
) -> None:
    mark = leader.mark
    with world.database.writing() as session:
        far = session.get_one(Location, location_named(world, "Far"))
        make_person(session, f"far-{mark}", at=far, staff_number=f"8-{mark}")
    text = HEAD + "8-%;Stolen;employee;Quay %;\r\n"
    page = leader.get(send(leader, text).location).text
    assert "Somebody at a place that is not yours" in page
    assert numbers_of(world, mark) == {f"8-{mark}": "Far"}


def test_a_large_list_goes_on_where_it_stopped(world: World, leader: Visitor) -> None:
    count = 2 * SLICE + 1
    path = send(leader, HEAD + "".join(f"{n}-%;P {n};employee;Quay %;\r\n" for n in range(count))).location
    first = leader.post(f"{path}/slices", headers=JSON)
    assert first.json == {"done": SLICE, "total": count}
    assert len(numbers_of(world, leader.mark)) == SLICE
    page = leader.get(path).text
    assert 'data-module="spreading"' in page
    assert f"{SLICE} of {count} rows are done" in page
    assert leader.post(f"{path}/slices", headers=JSON).json["done"] == 2 * SLICE
    assert leader.post(f"{path}/slices", headers=JSON).json["done"] == count
    assert len(numbers_of(world, leader.mark)) == count


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first line has to name the columns"),
        (b"\x89PNG\r\n\x1a\n\0\0", "neither a CSV file nor"),
        (b"PK\x03\x04", "This workbook cannot be read"),
        (b"a" * 5_000_001, "too large"),
    ],
)
def test_what_is_no_list_is_refused_with_what_helps(leader: Visitor, content: bytes, words: str) -> None:
    answer = send(leader, content)
    assert answer.status_code == 422
    assert words in answer.text


def test_only_this_route_takes_more_than_a_megabyte(world: World, leader: Visitor) -> None:
    rows = "".join(f"{n}-%;{'x' * 100};employee;Quay %;\r\n" for n in range(12_000))
    assert len(rows) > 1_000_000
    assert send(leader, HEAD + rows).status_code == 303
    assert leader.post("/people", name="x" * 1_100_000).status_code == 413
    assert send(leader, b"x" * 5_200_000).status_code == 413


def test_a_list_is_seen_by_whoever_brought_it_alone(world: World, leader: Visitor) -> None:
    path = send(leader, HEAD + "1-%;Lena;employee;Quay %;\r\n").location
    administrator = Visitor(world.client(world.cast.administrator))
    assert administrator.get(path).status_code == 404
    assert administrator.get(f"{path}/bad-rows.csv").status_code == 404
    assert administrator.post(f"{path}/slices").status_code == 404
    assert numbers_of(world, leader.mark) == {}
