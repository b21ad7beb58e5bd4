"""A change that the person who is here makes now."""

from training_app.moment import new_id, now
from training_app.services.changes import Change
from training_app.web.identity import the_viewer


def own_change() -> Change:
    """The viewer's, at this moment, under an id of its own."""
    return Change(event_id=new_id(), actor_id=the_viewer().id, now=now())
