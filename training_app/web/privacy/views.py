"""Everything that is kept about one person, to take away; and erasing a person."""

import json
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from training_app.db import close_session, current_database, current_session
from training_app.domain.permissions import Role
from training_app.moment import new_id, now
from training_app.queries.managed import ManagedPerson, managed_person_below
from training_app.queries.personal_data import personal_data
from training_app.services.accounts import record_change
from training_app.services.erasing import erase_person
from training_app.web.answers import sent
from training_app.web.identity import the_viewer

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/settings/data.json")
def own_data() -> ResponseReturnValue:
    return _taken_away(the_viewer().id)


@blueprint.get("/people/<uuid:person>/data.json")
def data(person: UUID) -> ResponseReturnValue:
    return _taken_away(_administered(current_session(), person).id)


@blueprint.get("/people/<uuid:person>/erasure")
def ask(person: UUID) -> ResponseReturnValue:
    return render_template("privacy/erasure.html", person=_administered(current_session(), person), error=None)


@blueprint.post("/people/<uuid:person>/erasure")
def erase(person: UUID) -> ResponseReturnValue:
    session = current_session()
    found = _administered(session, person)
    if _words(sent().get("confirm", "")) != _words(found.name):
        error = _("Write the name as it stands above.")
        return render_template("privacy/erasure.html", person=found, error=error), 422
    erase_person(session, person_id=found.id, actor_id=the_viewer().id, event_id=new_id(), now=now())
    session.commit()
    flash(_("%(name)s is erased. Only counts are left.", name=found.name))
    return redirect(url_for("people.people"), 303)


def _administered(session: Session, person_id: UUID) -> ManagedPerson:
    """Somebody of the places that the viewer administers, who is below them there. Raises NotFound and Forbidden."""
    viewer = the_viewer()
    places = tuple(place for place in viewer.places if place.role is Role.ADMINISTRATOR)
    return managed_person_below(session, person_id, replace(viewer, places=places))


def _taken_away(person_id: UUID) -> Response:
    """The file, and on record that it was taken."""
    close_session()  # a request never holds two connections
    with current_database().writing() as session:
        kept = personal_data(session, person_id=person_id)
        record_change(
            session,
            event_id=new_id(),
            action="export-data",
            subject=str(person_id),
            actor_id=the_viewer().id,
            now=now(),
        )
    answer = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=regulars-{person_id}.json"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _words(name: str) -> list[str]:
    return name.casefold().split()
