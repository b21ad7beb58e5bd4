"""A roster is read however a spreadsheet wrote it, and what is none is refused."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from training_app.content.roster_file import MOST_ROWS, RosterFile, read_roster
from training_app.domain.errors import Invalid
from training_app.domain.permissions import Role
from training_app.domain.roster import RosterRow, column_named, language_named, role_named

HEAD = "staff_number,name,email,role,store,language"
ROW = '0012,"Öz, Jörg",,employee,Upland,'
READ = RosterRow(2, staff_number="0012", name="Öz, Jörg", role="employee", store="Upland")


def workbook(*rows: tuple[object, ...], before: str | None = None) -> bytes:
    """An Excel file with these rows, after a sheet of another kind if that is wanted."""
    book = Workbook()
    sheet = book.active
    if before is not None:
        sheet.title = before
        sheet.append(["Nothing", "of", "interest"])
        sheet = book.create_sheet("Staff")
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8 with BOM"), ("cp1252", "windows-1252"), ("utf-16", "utf-16")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_delimiter_are_noticed_and_said(delimiter: str, encoding: str, said: str, end: str) -> None:
    text = end.join([HEAD.replace(",", delimiter), ROW.replace(",", delimiter).replace("Öz" + delimiter, "Öz,"), ""])
    read = read_roster(text.encode(encoding))
    assert read == RosterFile((READ,), encoding=said, delimiter=delimiter)


@pytest.mark.parametrize(
    "head",
    [
        "Staff Number,NAME,role ,Store",
        "Personal-Nr.,Name,Rolle,Filiale",
        "Número de empleado,Nombre,Puesto,Tienda",
    ],
)
def test_headings_are_known_in_three_languages_in_any_order_and_others_are_left_out(head: str) -> None:
    number, name, role, store = head.split(",")
    read = read_roster(f"{store},Shoe size,{role},{number},{name}\nUpland,44,employee,7,Lena\n".encode())
    assert read.rows == (RosterRow(2, staff_number="7", name="Lena", role="employee", store="Upland"),)


def test_rows_keep_their_line_also_after_empty_ones_and_breaks_in_a_cell() -> None:
    text = HEAD + '\n\n1,"Le\nna",,employee,Upland,\n,,,,,\n2,Ben,,employee,Upland,\n'
    assert [(row.number, row.staff_number) for row in read_roster(text.encode()).rows] == [(4, "1"), (6, "2")]


def test_a_row_with_more_cells_than_headings_is_marked() -> None:
    (row,) = read_roster(f"{HEAD}\n1,Roth, Lena,employee,Upland,de,more\n".encode()).rows
    assert row.has_more


def test_a_workbook_is_read_from_the_sheet_that_has_the_headings() -> None:
    head = ("Staff number", "Name", "Role", "Store", "Since")
    content = workbook(head, (1001, "Lena", "employee", "Upland", date(2031, 1, 2)), before="Notes")
    read = read_roster(content)
    assert read == RosterFile((RosterRow(2, "1001", "Lena", "", "employee", "Upland"),), sheet="Staff")


def test_a_formula_is_never_read() -> None:
    content = workbook(("Staff number", "Name", "Role", "Store"), (1, '=HYPERLINK("http://x")', "employee", "Upland"))
    assert read_roster(content).rows[0].name == ""


def entity_bomb() -> bytes:
    """A workbook whose sheet is a bomb of entities."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("Staff number",)))) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
            new.writestr(part.filename, content)
    return stream.getvalue()


def zip_bomb() -> bytes:
    """A workbook that is small and unpacks to a great deal."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 120_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-headings"),
        (b"name,role\nLena,employee\n", "no-headings"),
        (HEAD.encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "bad-csv"),
        (b"\xd0\xcf\x11\xe0old", "old-excel"),
        (b"PK\x03\x04nothing", "bad-excel"),
        (entity_bomb(), "bad-excel"),
        (zip_bomb(), "too-large"),
        (workbook(("Shoe size",), (44,)), "no-headings"),
        (b"x" * 5_000_001, "too-large"),
        ((HEAD + "\n" + "1,a,,b,c,\n" * (MOST_ROWS + 1)).encode(), "too-many-rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_roster_is_refused_by_its_content(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_roster(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("EMPLOYEE", Role.EMPLOYEE),
        ("Mitarbeiter:in", Role.EMPLOYEE),
        ("Formación", Role.TRAINER),
        ("Leitung", Role.MANAGER),
        ("Filialleiterin", Role.MANAGER),
        ("administración", Role.ADMINISTRATOR),
        ("king", None),
        ("", None),
    ],
)
def test_roles_are_known_in_three_languages(word: str, role: Role | None) -> None:
    assert role_named(word) == role


def test_no_word_means_two_things() -> None:
    assert column_named("Nummer") == "staff_number"
    assert column_named("shoe size") is None
    assert [language_named(word) for word in ("DE", "Español", "inglés", "tlh", "")] == ["de", "es", "en", None, None]
