"""An invitation and who may get one; on paper in the language of whoever gets it, not of whoever prints it."""

from datetime import datetime
from uuid import UUID

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from config import LANGUAGES, Settings
from training_app.db import current_session
from training_app.domain.errors import Forbidden
from training_app.moment import new_token
from training_app.queries.managed import ManagedPerson, managed_person
from training_app.services.invitations import invite
from training_app.web.changing import own_change
from training_app.web.identity import the_viewer
from training_app.web.languages import OWN_NAMES
from training_app.web.moments import day_in
from training_app.web.people.pages import InvitationPage
from training_app.web.qr import qr_svg


def invitable_person(person: UUID) -> ManagedPerson:
    """One whom the viewer may invite. Raises NotFound, Forbidden."""
    found = managed_person(current_session(), person, the_viewer())
    if not found.may_be_invited:
        raise Forbidden
    return found


def new_invitation(person: ManagedPerson, *, action: str) -> tuple[str, datetime]:
    """The token of a new link with which to set a password, and until when it works."""
    token = new_token()
    until = invite(current_session(), person_id=person.id, token=token, change=own_change(), action=action)
    return token, until


def invitation_page(
    person: ManagedPerson, token: str, *, until: datetime, language: str, settings: Settings
) -> InvitationPage:
    """The card of this person with the link to set a password."""
    picture = qr_svg(settings.reset_link(token))
    with force_locale(language):
        day = day_in(until, person.time_zone)
        card = render_template(
            "people/card.html", person=person, token=token, picture=picture, until=day, language=language
        )
    return InvitationPage(
        person=str(person.id),
        name=person.name,
        card=Markup(card),  # noqa: S704  (a template of ours)
        is_loopback=settings.is_loopback,
        address=settings.public_url,
        others=tuple((one, OWN_NAMES[one]) for one in LANGUAGES if one != language),
    )


def may_be_written_to(person: ManagedPerson) -> bool:
    """Whether an invitation can go to this person by mail."""
    settings: Settings = current_app.extensions["settings"]
    return settings.mail is not None and person.email is not None and person.may_be_invited
