"""A roster's columns and what may stand in them, in the languages in which stores write them."""

import unicodedata
from dataclasses import dataclass

from training_app.domain.permissions import Role

COLUMNS = ("staff_number", "name", "email", "role", "store", "language")
NEEDED = ("staff_number", "name", "role", "store")
HEADINGS: dict[str, tuple[str, ...]] = {
    "staff_number": (
        "staff number, staff no, number, employee number, employee no, employee id, id",
        "personalnummer, personal nr, personalnr, mitarbeiternummer, mitarbeiter nr, nummer",
        "número de empleado, número empleado, n de empleado, número de personal, número, legajo",
    ),
    "name": ("name, full name", "vollständiger name, vor und nachname", "nombre, nombre completo, nombre y apellidos"),
    "email": (
        "email, e mail, mail, email address, e mail address",
        "e mail adresse, mailadresse, e mailadresse",
        "correo, correo electrónico, dirección de correo",
    ),
    "role": ("role, job, position", "rolle, funktion, stelle", "rol, función, puesto, cargo"),
    "store": ("store, shop, branch, location", "filiale, laden, markt, geschäft, standort", "tienda, sucursal, local"),
    "language": ("language", "sprache", "idioma, lengua"),
}
ROLES: dict[Role, tuple[str, ...]] = {
    Role.EMPLOYEE: (
        "employee, staff",
        "mitarbeiter, mitarbeiterin, mitarbeiter in, mitarbeit",
        "empleado, empleada, empleado a, personal",
    ),
    Role.TRAINER: (
        "trainer",
        "trainerin, trainer in, ausbilder, ausbilderin, training",
        "formador, formadora, entrenador, formación",
    ),
    Role.MANAGER: (
        "manager, store manager",
        "filialleiter, filialleiterin, filialleitung, marktleiter, marktleiterin, marktleitung, leitung",
        "encargado, encargada, gerente, gerencia, jefe de tienda, jefa de tienda",
    ),
    Role.ADMINISTRATOR: (
        "administrator, admin",
        "administratorin, verwaltung",
        "administrador, administradora, administración",
    ),
}
LANGUAGES: dict[str, tuple[str, ...]] = {
    "en": ("en, english", "englisch", "inglés"),
    "de": ("de, german", "deutsch", "alemán"),
    "es": ("es, spanish", "spanisch", "español, castellano"),
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row as it was read, with its number in the file. `has_more` says that it has more cells than headings."""

    number: int
    staff_number: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    store: str = ""
    language: str = ""
    has_more: bool = False


def plain(text: str) -> str:
    """The text for comparing: without accents, marks and capitals, words apart by one blank."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in apart if not unicodedata.combining(sign))
    return " ".join(letters.split())


def column_named(heading: str) -> str | None:
    """Which column a heading means; None for one that is left out."""
    return _COLUMN_OF.get(plain(heading))


def role_named(text: str) -> Role | None:
    """Which role a word means; None for another word."""
    return _ROLE_OF.get(plain(text))


def language_named(text: str) -> str | None:
    """Which of our languages a word means; None for another word."""
    return _LANGUAGE_OF.get(plain(text))


def _spelt(words: tuple[str, ...]) -> list[str]:
    return [plain(word) for line in words for word in line.split(",")]


_COLUMN_OF = {word: column for column, words in HEADINGS.items() for word in _spelt(words)}
_COLUMN_OF |= {plain(column): column for column in COLUMNS}
_ROLE_OF = {word: role for role, words in ROLES.items() for word in _spelt(words)}
_LANGUAGE_OF = {word: language for language, words in LANGUAGES.items() for word in _spelt(words)}
