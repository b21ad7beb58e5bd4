"""An invitation by mail, for people with an address: the same link as on the printed card."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from config import Settings
from training_app.db import current_session
from training_app.domain.errors import Conflict
from training_app.mail_texts import invitation_text, language_of_letters
from training_app.models import Person
from training_app.moment import new_id, now
from training_app.services.letters import queue_letter
from training_app.web.languages import language_now
from training_app.web.moments import day_in
from training_app.web.people.inviting import invitable_person, may_be_written_to, new_invitation

blueprint = Blueprint("invitation_letters", __name__, url_prefix="/people")


@blueprint.post("/<uuid:person>/invitation-letters")
def send(person: UUID) -> ResponseReturnValue:
    session = current_session()
    found = invitable_person(person)
    if not may_be_written_to(found):
        raise Conflict("no-mail", "This person has no e-mail address, or there is no mail server.")
    token, until = new_invitation(found, action="invite-by-mail")
    language = language_of_letters(found.language or language_now())
    with force_locale(language):
        day = day_in(until, found.time_zone)
    text = invitation_text(name=found.name, account=found.account, store=found.store, until=day, language=language)
    settings: Settings = current_app.extensions["settings"]
    queue_letter(
        session,
        letter_id=new_id(),
        kind="invitation",
        person=session.get_one(Person, found.id),
        language=language,
        subject=text.subject,
        body=text.body,
        link=settings.reset_link(token),
        now=now(),
    )
    session.commit()
    flash(_("The invitation goes to %(address)s now.", address=found.email))
    return redirect(url_for("people.people"), 303)
