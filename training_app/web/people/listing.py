"""The people of the viewer's stores as their page takes them."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext as _

from training_app.domain.permissions import Role
from training_app.queries.managed import ManagedPerson
from training_app.queries.viewer import Viewer
from training_app.web.people.pages import PeoplePage, PersonLine, StoreOfPeople

SEARCHED_BEYOND = 20


def people_page(people: Sequence[ManagedPerson], *, words: str, most: int, viewer: Viewer) -> PeoplePage:
    """The page of these people, at most `most` of them, by store."""
    in_order = sorted(people[:most], key=lambda person: (person.store, str(person.store_id)))
    return PeoplePage(
        stores=tuple(
            StoreOfPeople(str(store_id), store, tuple(_line(person, viewer) for person in own))
            for (store, store_id), own in groupby(in_order, key=lambda person: (person.store, person.store_id))
        ),
        words=words,
        is_searchable=bool(words) or len(people) > SEARCHED_BEYOND,
        are_there_more=len(people) > most,
    )


def _line(person: ManagedPerson, viewer: Viewer) -> PersonLine:
    return PersonLine(
        person=str(person.id),
        name=person.name,
        account=person.account,
        role=_roles(person),
        has_pin=person.has_pin,
        may_reset_pin=person.has_pin and may_reset_pin(person, viewer),
        may_be_invited=person.is_below,
    )


def may_reset_pin(person: ManagedPerson, viewer: Viewer) -> bool:
    """Whether the viewer may take this person's PIN back: everybody's below them, and their own."""
    return person.is_below or person.id == viewer.id


def _roles(person: ManagedPerson) -> str:
    """What the person is, with the place where they are it elsewhere."""
    (_home, role), *others = person.roles
    return ", ".join([role_name(role), *(f"{role_name(role)} ({place})" for place, role in others)])


def role_name(role: Role) -> str:
    """A role on screen."""
    names = {
        Role.EMPLOYEE: _("Employee"),
        Role.TRAINER: _("Trainer"),
        Role.MANAGER: _("Manager"),
        Role.ADMINISTRATOR: _("Administrator"),
    }
    return str(names[role])
