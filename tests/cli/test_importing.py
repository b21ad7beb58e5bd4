"""`flask people import`: a roster from a file, all or nothing or its good rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.conftest import DATABASES, make_location, make_person, settings_for
from training_app import create_app
from training_app.db import Database
from training_app.domain.permissions import Role
from training_app.migrations import upgrade
from training_app.models import AuditEvent, Location, Membership, Person
from training_app.moment import now

HEAD = "staff_number,name,email,role,store,language\n"


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> Iterator[Flask]:
    """The application over a chain with two stores and nobody in them."""
    app = create_app(settings_for(make_database_url(request.param)))
    database = database_of(app)
    upgrade(database)
    with database.writing() as session:
        chain = make_location(session, "Chain", kind="chain")
        region = make_location(session, "North", kind="region", parent=chain)
        for name in ("Upland", "Ontario"):
            make_location(session, name, kind="store", parent=region)
    yield app
    database.dispose()


def database_of(app: Flask) -> Database:
    return app.extensions["database"]


def import_file(app: Flask, folder: Path, text: str | bytes, *options: str, name: str = "people.csv") -> Result:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return app.test_cli_runner().invoke(args=["people", "import", str(file), *options])


def people_of(app: Flask) -> dict[str, tuple[str, str | None, str, str]]:
    """By staff number: name, address, store and role of everybody."""
    query = select(Person.staff_number, Person.name, Person.email, Location.name, Membership.role)
    query = query.join(Membership, Membership.person_id == Person.id)
    with database_of(app).reading() as session:
        rows = session.execute(query.join(Location, Location.id == Membership.location_id))
        return {number: (name, email, store, role) for number, name, email, store, role in rows}


def actions(app: Flask) -> list[str]:
    with database_of(app).reading() as session:
        return sorted(session.scalars(select(AuditEvent.action)))


def test_a_roster_becomes_people_and_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    text = HEAD + "1,Lena Roth,Lena@Example.org,Employee,Upland,de\n2,Ben Okoye,,manager,ontario,\n"
    result = import_file(app, tmp_path, text)
    assert result.exit_code == 0, result.output
    assert "2 new, 0 changed, 0 unchanged, 0 bad" in result.output
    assert people_of(app) == {
        "1": ("Lena Roth", "lena@example.org", "Upland", "employee"),
        "2": ("Ben Okoye", None, "Ontario", "manager"),
    }
    assert actions(app) == ["add-person", "add-person", "import-roster"]
    with database_of(app).reading() as session:
        assert session.scalars(select(Person.password_hash).where(Person.password_hash.is_not(None))).all() == []
        assert set(session.scalars(select(Person.language))) == {"de", None}
    again = import_file(app, tmp_path, text)
    assert "0 new, 0 changed, 2 unchanged, 0 bad" in again.output
    assert actions(app).count("add-person") == 2


def test_one_bad_row_stops_all_of_it_and_every_bad_row_is_named(app: Flask, tmp_path: Path) -> None:
    text = (
        HEAD + "1,Lena,,employee,Upland,\n2,,,king,Nowhere,\n1,Twin,,employee,Upland,\n4,Ok,a@b@c,employee,Upland,tlh\n"
    )
    result = import_file(app, tmp_path, text)
    assert result.exit_code == 1
    assert people_of(app) == {}
    assert actions(app) == []
    lines = [line for line in result.stderr.splitlines() if "people.csv:" in line and "rows" not in line]
    assert [line.rsplit("people.csv:", 1)[1].split(":")[0] for line in lines] == ["2", "3", "4", "5"]
    for words in ("row 4 has the same", "the name is missing", "“king” is no role", "no store called “Nowhere”", "tlh"):
        assert words in result.stderr, words


def test_the_good_rows_are_taken_alone_where_that_is_wanted(app: Flask, tmp_path: Path) -> None:
    result = import_file(app, tmp_path, HEAD + "1,Lena,,employee,Upland,\n2,Ben,,king,Upland,\n", "--partial")
    assert result.exit_code == 0, result.output
    assert "1 new" in result.stdout
    assert "people.csv:3:" in result.stderr
    assert set(people_of(app)) == {"1"}


@pytest.mark.parametrize(("role", "status"), [("employee", 0), ("king", 1)])
def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path, role: str, status: int) -> None:
    result = import_file(
        app, tmp_path, HEAD + f"1,Lena,,{role},Upland,\n", "--dry-run", "--partial" if status else "--dry-run"
    )
    assert result.exit_code == 0
    result = import_file(app, tmp_path, HEAD + f"1,Lena,,{role},Upland,\n", "--dry-run")
    assert result.exit_code == status
    assert people_of(app) == {}
    assert actions(app) == []


def test_somebody_moves_by_their_number_and_comes_back_and_nobody_is_removed(app: Flask, tmp_path: Path) -> None:
    import_file(app, tmp_path, HEAD + "1,Lena,,employee,Upland,\n2,Ben,,employee,Upland,\n")
    with database_of(app).writing() as session:
        session.scalars(select(Person).where(Person.staff_number == "1")).one().left_at = now()
    result = import_file(app, tmp_path, HEAD + "1,Lena Roth,,trainer,Ontario,\n")
    assert "0 new, 1 changed" in result.output
    assert people_of(app)["1"] == ("Lena Roth", None, "Ontario", "trainer")
    assert people_of(app)["2"] == ("Ben", None, "Upland", "employee")
    assert {"change-person", "move-person"} <= set(actions(app))
    with database_of(app).reading() as session:
        assert session.scalars(select(Person.left_at).where(Person.left_at.is_not(None))).all() == []


def test_an_address_of_somebody_else_is_not_taken_away(app: Flask, tmp_path: Path) -> None:
    with database_of(app).writing() as session:
        store = session.scalars(select(Location).where(Location.name == "Upland")).one()
        make_person(session, "ada", at=store, role=Role.MANAGER)
    result = import_file(app, tmp_path, HEAD + "1,Lena,ada@regulars.test,employee,Upland,\n")
    assert result.exit_code == 1
    assert "somebody else has the address" in result.stderr


def test_excel_is_read_too(app: Flask, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Personal")
    for row in (["Personalnummer", "Name", "Rolle", "Filiale"], [1001, "Jörg Öz", "Mitarbeiter:in", "Upland"]):
        sheet.append(row)
    book.save(tmp_path / "made.xlsx")
    result = import_file(app, tmp_path, (tmp_path / "made.xlsx").read_bytes(), name="people.xlsx")
    assert result.exit_code == 0, result.output
    assert people_of(app) == {"1001": ("Jörg Öz", None, "Upland", "employee")}
    assert "Personal" in result.stderr


@pytest.mark.parametrize("text", [b"", b"name,role\nLena,employee\n", b"PK\x03\x04no book", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_roster_is_refused_in_one_line(app: Flask, tmp_path: Path, text: bytes) -> None:
    result = import_file(app, tmp_path, text)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1


def test_ten_thousand_rows_are_taken_in(app: Flask, tmp_path: Path) -> None:
    rows = "".join(f"N{n},Person {n},,employee,{('Upland', 'Ontario')[n % 2]},\n" for n in range(10_000))
    result = import_file(app, tmp_path, HEAD + rows)
    assert "10000 new" in result.output
    with database_of(app).reading() as session:
        assert session.scalar(select(func.count()).select_from(Membership)) == 10_000
