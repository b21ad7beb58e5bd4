"""Where what a person plays counts."""

from uuid import UUID

from training_app.domain.permissions import SignInKind
from training_app.web.identity import the_viewer
from training_app.web.tablet import tablet_or_none


def store_of_play() -> UUID | None:
    """The location of a play that begins now: the tablet's store for whoever entered a PIN there, else one's own."""
    viewer, tablet = the_viewer(), tablet_or_none()
    if viewer.kind is SignInKind.PIN and tablet is not None:
        return tablet.location_id
    return viewer.home.location_id if viewer.home else None
