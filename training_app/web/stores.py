"""Where what a person plays counts."""

from uuid import UUID

from training_app.web.identity import the_viewer


def store_of_play() -> UUID | None:
    """The location of a play that begins now."""
    viewer = the_viewer()
    return viewer.home.location_id if viewer.home else None
