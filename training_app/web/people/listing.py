"""The people of the viewer's stores as their page takes them."""

from collections.abc import Sequence
from itertools import groupby

from flask import url_for
from flask_babel import ngettext

from training_app.domain.permissions import Role
from training_app.models import Location
from training_app.queries.managed import MOST_PEOPLE, ManagedPerson, PeopleWanted
from training_app.queries.viewer import Viewer
from training_app.web.finding import places_found
from training_app.web.moments import day_in
from training_app.web.people.inviting import may_be_written_to
from training_app.web.people.pages import GoneLine, PeoplePage, PersonLine, StoreOfPeople
from training_app.web.places import place_choices, role_name

SEARCHED_BEYOND = 20
Found = tuple[Sequence[ManagedPerson], int]


def people_page(
    found: Found,
    gone: Found,
    *,
    wanted: PeopleWanted,
    number: int,
    places: Sequence[Location],
    place_words: str,
    viewer: Viewer,
) -> PeoplePage:
    """The page with this number (from 1) of those who are here, by store, and the last of those who left."""
    people, count = found
    is_filtered = wanted != PeopleWanted()
    choices = place_choices(places) if len(places) > 1 else []
    store = str(wanted.store_id or "")
    searched = places_found(choices, chosen=store, words=place_words, without_words=0)
    pages = max(1, -(-count // MOST_PEOPLE))
    return PeoplePage(
        stores=_by_store(people, viewer),
        gone=tuple(_gone(person) for person in gone[0]),
        gone_count=gone[1],
        count=str(ngettext("%(num)s person", "%(num)s people", count)),
        words=wanted.words,
        is_filtered=is_filtered,
        is_searchable=is_filtered or count > SEARCHED_BEYOND,
        places=() if searched else tuple((choice.value, choice.label) for choice in choices),
        found=searched,
        store=store,
        roles=tuple((role.value, role_name(role)) for role in Role),
        role=wanted.role or "",
        number=number,
        pages=pages,
        earlier=_address(wanted, number - 1) if number > 1 else None,
        later=_address(wanted, number + 1) if number < pages else None,
    )


def _address(wanted: PeopleWanted, number: int) -> str:
    return url_for(
        "people.people",
        q=wanted.words or None,
        store=wanted.store_id,
        role=wanted.role,
        page=number if number > 1 else None,
    )


def _by_store(people: Sequence[ManagedPerson], viewer: Viewer) -> tuple[StoreOfPeople, ...]:
    return tuple(
        StoreOfPeople(str(store_id), store, tuple(_line(person, viewer) for person in own))
        for (store, store_id), own in groupby(people, key=lambda person: (person.store, person.store_id))
    )


def _line(person: ManagedPerson, viewer: Viewer) -> PersonLine:
    return PersonLine(
        person=str(person.id),
        name=person.name,
        account=person.account,
        role=roles_of(person),
        has_pin=person.has_pin,
        may_reset_pin=person.has_pin and may_reset_pin(person, viewer),
        may_be_invited=person.is_below,
        may_be_written_to=may_be_written_to(person),
    )


def _gone(person: ManagedPerson) -> GoneLine:
    assert person.left_at is not None
    return GoneLine(
        person=str(person.id),
        name=person.name,
        account=person.account,
        store=person.store,
        day=day_in(person.left_at, person.time_zone),
        may_be_changed=person.is_below,
    )


def may_reset_pin(person: ManagedPerson, viewer: Viewer) -> bool:
    """Whether the viewer may take this person's PIN back: everybody's below them, and their own."""
    return person.is_below or person.id == viewer.id


def roles_of(person: ManagedPerson) -> str:
    """What the person is, with the place where they are it elsewhere."""
    (_home, role), *others = person.roles
    return ", ".join([role_name(role), *(f"{role_name(role)} ({place})" for place, role in others)])
