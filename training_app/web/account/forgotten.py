"""A password that was forgotten: a link by mail, where there is a mail server.

The answer is the same whether the account exists or not, and asking is held back like signing in.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Settings
from training_app.db import current_session
from training_app.domain.errors import NotFound, TooManyTries
from training_app.mail_texts import reset_text
from training_app.models import Person
from training_app.moment import new_id, new_token, now
from training_app.queries.people import person_by_account
from training_app.services.forgotten_passwords import keep_link_for_forgetful, take_forgotten_try
from training_app.services.letters import queue_letter
from training_app.web.account.forms import ForgottenForm
from training_app.web.account.proving import may_enter
from training_app.web.languages import language_now

blueprint = Blueprint("forgotten", __name__)


@blueprint.route("/forgotten", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    if settings.mail is None:
        raise NotFound
    form = ForgottenForm()
    if request.method == "GET":
        return render_template("account/forgotten.html", form=form, delay=None)
    if not form.validate():
        return render_template("account/forgotten.html", form=form, delay=None), 422
    try:
        _send_link(form.email.data, settings)
    except TooManyTries as error:
        headers = {"Retry-After": str(error.seconds)}
        return render_template("account/forgotten.html", form=form, delay=error.seconds), 429, headers
    flash(_("If we know that name and an address for it, a letter is on its way. Its link works for an hour."))
    return redirect(url_for("account.login"), 303)


def _send_link(account: str, settings: Settings) -> None:
    """Queue a letter, if somebody is called so and has an address; the work is nearly the same if not."""
    session = current_session()
    take_forgotten_try(session, account=account, address=request.remote_addr or "", now=now())
    person = person_by_account(session, account)
    reader = person if person and person.email and may_enter(person) else None
    text = reset_text(
        name=reader.name if reader else account,
        account=_signs_in_as(reader) if reader else account,
        language=(reader and reader.language) or language_now(),
    )
    token = new_token()
    if reader is not None:
        keep_link_for_forgetful(session, person_id=reader.id, token=token, event_id=new_id(), now=now())
        queue_letter(
            session,
            letter_id=new_id(),
            kind="reset",
            person=reader,
            language=text.language,
            subject=text.subject,
            body=text.body,
            link=settings.reset_link(token),
            now=now(),
        )
    session.commit()


def _signs_in_as(person: Person) -> str:
    return person.email or person.staff_number or ""
