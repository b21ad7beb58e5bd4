"""One person under an assignment: excused, given more time or one more attempt, or let off."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.models import Enrolment
from training_app.moment import now
from training_app.queries.assignments import enrolment_for_change
from training_app.services.excusing import excuse, extend_enrolment, give_attempt, withdraw_enrolment
from training_app.web.answers import sent
from training_app.web.assign.forms import LaterForm
from training_app.web.changing import own_change
from training_app.web.identity import the_viewer
from training_app.web.way_back import own_page

blueprint = Blueprint("enrolments", __name__, url_prefix="/enrolments/<uuid:enrolment>")


@blueprint.post("/excuse")
def excuse_person(enrolment: UUID) -> ResponseReturnValue:
    session = current_session()
    found, _store = enrolment_for_change(session, enrolment, the_viewer())
    excuse(session, enrolment=found, change=own_change())
    return _done(found, _("Excused."))


@blueprint.post("/due")
def extend_person(enrolment: UUID) -> ResponseReturnValue:
    session = current_session()
    found, store = enrolment_for_change(session, enrolment, the_viewer())
    form = LaterForm()
    due_on = form.due_on.data if form.validate() else found.due_on  # what is no day is not later
    today = now().astimezone(ZoneInfo(store.time_zone)).date()
    extend_enrolment(session, enrolment=found, due_on=due_on, today=today, change=own_change())
    return _done(found, _("There is more time now."))


@blueprint.post("/withdrawal")
def withdraw_person(enrolment: UUID) -> ResponseReturnValue:
    session = current_session()
    found, _store = enrolment_for_change(session, enrolment, the_viewer())
    withdraw_enrolment(session, enrolment=found, change=own_change())
    return _done(found, _("Withdrawn for this person."))


@blueprint.post("/attempts")
def give_another_attempt(enrolment: UUID) -> ResponseReturnValue:
    session = current_session()
    found, _store = enrolment_for_change(session, enrolment, the_viewer())
    give_attempt(session, enrolment=found, change=own_change())
    return _done(found, _("One more attempt is there."))


def _done(found: Enrolment, words: str) -> ResponseReturnValue:
    """Keep it, say it, and go to the page where the button was, else to the assignment."""
    there = own_page(sent().get("back", ""), otherwise=url_for("assign.show", assignment=found.assignment_id))
    current_session().commit()
    flash(words)
    return redirect(there, 303)
