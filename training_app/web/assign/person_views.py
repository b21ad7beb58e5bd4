"""One person under an assignment: excused, given more time or one more attempt, or let off."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from training_app.db import current_session
from training_app.domain.errors import Invalid
from training_app.models import Enrolment
from training_app.moment import new_id, now
from training_app.queries.assignments import enrolment_for_change
from training_app.services.excusing import excuse, extend_enrolment, give_attempt, withdraw_enrolment
from training_app.web.answers import sent
from training_app.web.assign.forms import LaterForm
from training_app.web.identity import the_viewer
from training_app.web.way_back import own_page

blueprint = Blueprint("enrolments", __name__, url_prefix="/enrolments/<uuid:enrolment>")


@blueprint.post("/excuse")
def excuse_person(enrolment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    found, _store = enrolment_for_change(session, enrolment, viewer)
    excuse(session, enrolment=found, actor_id=viewer.id, event_id=new_id(), now=now())
    session.commit()
    flash(_("Excused."))
    return _back(found)


@blueprint.post("/due")
def extend_person(enrolment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    found, store = enrolment_for_change(session, enrolment, viewer)
    today = now().astimezone(ZoneInfo(store.time_zone)).date()
    form = LaterForm()
    if not form.is_later(than=found.due_on, today=today):
        raise Invalid("not-later", "The new day has to be later than the old one, and not over.")
    extend_enrolment(
        session,
        enrolment=found,
        due_on=form.due_on.data,
        today=today,
        actor_id=viewer.id,
        event_id=new_id(),
        now=now(),
    )
    session.commit()
    flash(_("There is more time now."))
    return _back(found)


@blueprint.post("/withdrawal")
def withdraw_person(enrolment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    found, _store = enrolment_for_change(session, enrolment, viewer)
    withdraw_enrolment(session, enrolment=found, actor_id=viewer.id, event_id=new_id(), now=now())
    session.commit()
    flash(_("Withdrawn for this person."))
    return _back(found)


@blueprint.post("/attempts")
def give_another_attempt(enrolment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    found, _store = enrolment_for_change(session, enrolment, viewer)
    give_attempt(session, enrolment=found, actor_id=viewer.id, event_id=new_id(), now=now())
    session.commit()
    flash(_("One more attempt is there."))
    return _back(found)


def _back(found: Enrolment) -> Response:
    """The page where the button was, else the assignment."""
    there = own_page(sent().get("back", ""), otherwise=url_for("assign.show", assignment=found.assignment_id))
    return redirect(there, 303)
