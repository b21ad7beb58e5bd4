"""The printed invitation: in the language of whoever gets it, which need not be that of whoever prints it.

To whom one can go by mail as well is said here too.
"""

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from config import LANGUAGES, Settings
from training_app.queries.managed import ManagedPerson
from training_app.web.languages import OWN_NAMES
from training_app.web.moments import day_in
from training_app.web.people.pages import InvitationPage
from training_app.web.qr import qr_svg


def invitation_page(
    person: ManagedPerson, token: str, *, until: datetime, language: str, settings: Settings
) -> InvitationPage:
    """The card of this person with the link to set a password."""
    picture = qr_svg(f"{settings.public_url}/reset/{token}")
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
    return settings.mail is not None and person.email is not None and person.is_below and person.left_at is None
