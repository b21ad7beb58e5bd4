"""What a roster would change: each row beside the person who has its staff number, by rules alone.

A blank address or language in a roster takes nothing away, and a language that somebody has chosen stays theirs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from training_app.domain.permissions import Role, Standing, is_below
from training_app.domain.personal_details import is_address, is_name, is_staff_number, one_line
from training_app.domain.roster import RosterRow, language_named, plain, role_named

EVERYWHERE: tuple[Standing, ...] = (("", Role.ADMINISTRATOR),)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a roster can name, with the path of all above it."""

    id: UUID
    path: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose roster it is: what they are where, and the open places that they lead, by how these are written."""

    standings: tuple[Standing, ...]
    places: Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be taken; `value` is what stands there, or the number of another row."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A place of somebody's with their role there."""

    place: Place
    role: Role


@dataclass(frozen=True, slots=True)
class Known:
    """The person who has a row's staff number already."""

    id: UUID
    name: str
    email: str | None
    language: str | None
    has_left: bool
    belongings: tuple[Belonging, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a person, as it would be kept."""

    staff_number: str
    name: str
    email: str | None
    language: str | None
    place: Place | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of a row: `new`, `changed`, `unchanged` or `bad`; then the faults say why.

    `fields` are those of the person that change, `moves_from` the place that they leave for another one or role.
    """

    row: RosterRow
    kind: str
    wanted: Wanted
    person: Known | None = None
    faults: tuple[RowFault, ...] = ()
    fields: tuple[str, ...] = ()
    moves_from: Belonging | None = None


def doubles_in(rows: Sequence[RosterRow]) -> dict[int, tuple[RowFault, ...]]:
    """By row number, which other row has the same staff number or address: which of the two is right, nobody knows."""
    faults: dict[int, tuple[RowFault, ...]] = defaultdict(tuple)
    for code, name in (("number-twice", "staff_number"), ("address-twice", "email")):
        rows_of: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            value = one_line(getattr(row, name)).lower() if name == "email" else one_line(getattr(row, name))
            if value:
                rows_of[value].append(row.number)
        for numbers in rows_of.values():
            for number in numbers if len(numbers) > 1 else ():
                other = next(one for one in numbers if one != number)
                faults[number] += (RowFault(code, str(other)),)
    return faults


def wanted_by(row: RosterRow, scope: Scope) -> Wanted:
    """What the row says, as it would be kept; a place or role that it does not name is None."""
    places = scope.places.get(plain(row.store), ())
    return Wanted(
        staff_number=one_line(row.staff_number),
        name=one_line(row.name),
        email=one_line(row.email).lower() or None,
        language=language_named(row.language),
        place=places[0] if len(places) == 1 else None,
        role=role_named(row.role),
    )


def planned(
    row: RosterRow,
    wanted: Wanted,
    known: Known | None,
    *,
    scope: Scope,
    address_of: UUID | None,
    doubles: Sequence[RowFault] = (),
) -> PlannedRow:
    """What becomes of the row. `known` is who has its number, `address_of` who has its address."""
    stays = known is not None and any((one.place, one.role) == (wanted.place, wanted.role) for one in known.belongings)
    faults = [*_faults(row, wanted, scope), *doubles]
    if address_of is not None and (known is None or known.id != address_of):
        faults.append(RowFault("address-taken", row.email))
    if not stays and wanted.place and wanted.role and not _may_give(wanted.place, wanted.role, scope):
        faults.append(RowFault("high-role", row.role))
    if faults:
        return PlannedRow(row, "bad", wanted, known, tuple(faults))
    if known is None:
        return PlannedRow(row, "new", wanted)
    fields = tuple(_changed_fields(known, wanted))
    if stays and not fields and not known.has_left:
        return PlannedRow(row, "unchanged", wanted, known)
    refusal = _refusal(known, scope)
    if refusal is not None:
        return PlannedRow(row, "bad", wanted, known, (RowFault(refusal, row.staff_number),))
    moves_from = None if stays or not known.belongings else known.belongings[0]
    return PlannedRow(row, "changed", wanted, known, (), fields, moves_from)


def _may_give(place: Place, role: Role, scope: Scope) -> bool:
    return is_below([(place.path, role)], scope.standings)


def _refusal(known: Known, scope: Scope) -> str | None:
    """Why this person is not theirs to change: `elsewhere`, or `not-yours` among their own; None if they are."""
    standings = [(one.place.path, one.role) for one in known.belongings]
    if is_below(standings, scope.standings) or (not standings and scope.standings == EVERYWHERE):
        return None
    is_seen = any(path.startswith(own) for path, _role in standings for own, _own_role in scope.standings)
    return "not-yours" if is_seen else "elsewhere"


def _faults(row: RosterRow, wanted: Wanted, scope: Scope) -> Iterator[RowFault]:
    """What is wrong with a row by itself."""
    if row.has_more:
        yield RowFault("too-many-cells")
    if not is_staff_number(wanted.staff_number):
        yield RowFault("bad-number" if wanted.staff_number else "no-number", row.staff_number)
    if not is_name(wanted.name):
        yield RowFault("bad-name" if wanted.name else "no-name", row.name)
    if wanted.email is not None and not is_address(wanted.email):
        yield RowFault("bad-address", row.email)
    if wanted.role is None:
        yield RowFault("bad-role" if row.role else "no-role", row.role)
    if wanted.place is None:
        known = scope.places.get(plain(row.store))
        yield RowFault("no-store" if not row.store else "two-stores" if known else "unknown-store", row.store)
    if row.language and wanted.language is None:
        yield RowFault("bad-language", row.language)


def _changed_fields(known: Known, wanted: Wanted) -> Iterator[str]:
    if known.name != wanted.name:
        yield "name"
    if wanted.email is not None and known.email != wanted.email:
        yield "email"
    if wanted.language is not None and known.language is None:
        yield "language"
