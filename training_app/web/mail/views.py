"""The letters that wait, were sent or given up, as administrators read them: without any secret link."""

from uuid import UUID

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from config import Settings
from training_app.db import current_session
from training_app.moment import now
from training_app.queries.mail import MailState, count_letters
from training_app.queries.mail import letters as kept_letters
from training_app.web.asked import id_of
from training_app.web.identity import the_viewer
from training_app.web.mail.listing import mail_page

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


@blueprint.get("")
def letters() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    state, before = _state(), _before()
    settings: Settings = current_app.extensions["settings"]
    page = mail_page(
        kept_letters(session, viewer, state=state, before=before),
        counts=count_letters(session, viewer),
        state=state,
        is_first=before is None,
        has_server=settings.mail is not None,
        now=now(),
    )
    return render_template("mail/letters.html", page=page)


def _state() -> MailState | None:
    asked = request.args.get("state", "")
    return MailState(asked) if asked in set(MailState) else None


def _before() -> UUID | None:
    """The letter after which the page goes on; an address that cannot be read begins with the newest."""
    return id_of(request.args.get("before", ""))
