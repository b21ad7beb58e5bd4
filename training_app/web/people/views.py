"""The people of the stores that the viewer manages: who they are and where, their PINs and printed invitations."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import LANGUAGES
from training_app.db import current_session
from training_app.domain.errors import Forbidden
from training_app.domain.permissions import Role
from training_app.models import Person
from training_app.moment import new_id, now
from training_app.queries.locations import led_places
from training_app.queries.managed import MOST_PEOPLE, PeopleWanted, managed_people, managed_person
from training_app.services.pins import reset_pin
from training_app.web.answers import sent
from training_app.web.asked import id_of, page_asked, words_asked
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now
from training_app.web.people.inviting import invitable_person, invitation_page, new_invitation
from training_app.web.people.listing import may_reset_pin, people_page

blueprint = Blueprint("people", __name__, url_prefix="/people")
MOST_GONE = 20  # more are found by searching


@blueprint.get("")
def people() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    wanted, number = _wanted(), page_asked()
    found = managed_people(session, viewer, wanted=wanted, after=(number - 1) * MOST_PEOPLE)
    left = PeopleWanted(wanted.words, wanted.store_id, wanted.role, have_left=True)
    gone = managed_people(session, viewer, wanted=left, most=MOST_GONE)
    places = led_places(session, viewer)
    page = people_page(
        found,
        gone,
        wanted=wanted,
        number=number,
        places=places,
        place_words=request.args.get("place_words", ""),
        viewer=viewer,
    )
    return render_template("people/people.html", page=page)


def _wanted() -> PeopleWanted:
    """What the address asks for; a filter that cannot be read is none."""
    role = request.args.get("role", "")
    return PeopleWanted(
        words=words_asked(),
        store_id=id_of(request.args.get("store", "")),
        role=Role(role) if role in set(Role) else None,
    )


@blueprint.post("/<uuid:person>/pin-resets")
def forget_pin(person: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found = managed_person(session, person, viewer)
    if not may_reset_pin(found, viewer):
        raise Forbidden
    owner = session.get_one(Person, found.id, with_for_update=True)
    reset_pin(session, person=owner, actor_id=viewer.id, event_id=new_id(), now=now())
    session.commit()
    flash(_("The PIN of %(name)s is gone. At the next tap their tile asks for a new one.", name=found.name))
    return redirect(url_for("people.people", q=sent().get("q") or None), 303)


@blueprint.post("/<uuid:person>/invitations")
def invitation(person: UUID) -> ResponseReturnValue:
    found = invitable_person(person)
    token, until = new_invitation(found, action="invite")
    current_session().commit()
    asked = (sent().get("language"), found.language, language_now())
    language = next(one for one in asked if one in LANGUAGES)
    page = invitation_page(found, token, until=until, language=language, settings=current_app.extensions["settings"])
    return render_template("people/invitation.html", page=page)
