"""Stores, regions and the chain as a form offers them, and where a person can have which role."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from training_app.domain.permissions import Role, is_below
from training_app.models import Location
from training_app.queries.viewer import Viewer


def place_choices(places: Sequence[Location]) -> list[SelectChoice]:
    """These places with what they hang below, but for the topmost of them, which all of them share."""
    return [SelectChoice(str(place.id), label) for place, label in zip(places, place_labels(places), strict=True)]


def place_labels(places: Iterable[Location]) -> list[str]:
    """Their names as one finds them in a list: “Inland Empire › Upland”."""
    places = list(places)
    names = {str(place.id): place.name for place in places}
    labels = []
    for place in places:
        known = [names[one] for one in place.line if one in names]
        labels.append(" › ".join(known[1:] if len(known) > 1 else known))
    return labels


def role_name(role: Role) -> str:
    """A role on screen."""
    names = {
        Role.EMPLOYEE: _("Employee"),
        Role.TRAINER: _("Trainer"),
        Role.MANAGER: _("Manager"),
        Role.ADMINISTRATOR: _("Administrator"),
    }
    return str(names[role])


def role_choices(viewer: Viewer, places: Iterable[Location]) -> list[SelectChoice]:
    """The roles that the viewer can give at one of these places at least."""
    paths = [place.path for place in places]
    return [
        SelectChoice(role.value, role_name(role))
        for role in Role
        if any(may_give(viewer, path, role) for path in paths)
    ]


def may_give(viewer: Viewer, path: str, role: Role) -> bool:
    """Whether the viewer may make somebody this at the location with this path."""
    return is_below([(path, role)], viewer.standings)
