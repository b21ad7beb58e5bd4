"""Sign-in, sign-out, a person's own settings, and setting a password by a link."""

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from config import Settings
from training_app.db import current_session
from training_app.domain.errors import DomainError, Invalid, NotFound, TooManyTries
from training_app.domain.permissions import Permission
from training_app.models import Person
from training_app.moment import new_id, now
from training_app.services.accounts import person_of_link, set_password, use_reset_link
from training_app.web.account.forms import LettersForm, LoginForm, PasswordForm, SettingsForm
from training_app.web.account.proving import WrongPassword, begin_anew, sign_in, verify_own
from training_app.web.answers import wants_json
from training_app.web.forms import NewPasswordForm
from training_app.web.identity import begin_session, leave, own_token, the_viewer, viewer_or_none
from training_app.web.languages import language_now
from training_app.web.tablet import tablet_or_none
from training_app.web.way_back import own_page

blueprint = Blueprint("account", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    if request.method == "GET" and viewer_or_none() is not None:
        return redirect(_next_page(), 303)
    form = LoginForm()
    if request.method == "GET":
        return render_template("account/login.html", form=form, delay=None, has_mail=_has_mail())
    if not form.validate():
        return _login_page(form, 422, Invalid("unreadable", "Send the fields `email` and `password`."))
    try:
        token = sign_in(form.email.data, form.password.data, instead_of=own_token())
    except TooManyTries as error:
        return _login_page(form, 429, error, delay=error.seconds)
    except WrongPassword as error:
        form.password.errors = [_("That does not fit. Check both, then try again.")]
        return _login_page(form, 401, error)
    begin_session(token)
    return redirect(_next_page(), 303)


def _login_page(form: LoginForm, status: int, error: DomainError, *, delay: int | None = None) -> ResponseReturnValue:
    headers = {"Retry-After": str(delay)} if delay else {}
    if wants_json():
        return jsonify(error={"code": error.code, "message": error.message}), status, headers
    return render_template("account/login.html", form=form, delay=delay, has_mail=_has_mail()), status, headers


def _has_mail() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.mail is not None


def _next_page() -> str:
    """The page that was asked for before signing in, if it is one of ours; else Practice."""
    return own_page(request.args.get("next", ""), otherwise=url_for("practice.practice"))


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    leave()
    return redirect(url_for("tiles.tiles") if tablet_or_none() else url_for("account.login"), 303)


@blueprint.get("/session")
def whoami() -> ResponseReturnValue:
    viewer = the_viewer()
    person = {"id": str(viewer.id), "name": viewer.name, "language": language_now()}
    return jsonify(person=person, csrf_token=generate_csrf(), now=now().isoformat())


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    if request.method == "GET":
        return _settings_page(_own_settings(), PasswordForm(formdata=None))
    form = SettingsForm()
    if not form.validate():
        return _settings_page(form, PasswordForm(formdata=None)), 422
    _keep(form)
    return redirect(url_for("account.settings"), 303)


@blueprint.route("/preferences", methods=["GET", "POST"])
def preferences() -> ResponseReturnValue:
    """The part of the settings that a PIN opens too."""
    if request.method == "GET":
        return render_template("account/preferences.html", form=_own_settings())
    form = SettingsForm()
    if not form.validate():
        return render_template("account/preferences.html", form=form), 422
    _keep(form)
    return redirect(url_for("account.preferences"), 303)


def _keep(form: SettingsForm) -> None:
    session = current_session()
    form.populate_obj(session.get_one(Person, the_viewer().id))
    session.commit()
    with force_locale(form.language.data):
        flash(_("Saved."))


def _own_settings() -> SettingsForm:
    form = SettingsForm(formdata=None, obj=current_session().get_one(Person, the_viewer().id))
    form.language.data = form.language.data or language_now()
    return form


def _settings_page(form: SettingsForm, password_form: PasswordForm) -> str:
    letters_form = _of_ones_own(LettersForm(formdata=None, obj=current_session().get_one(Person, the_viewer().id)))
    return render_template("account/settings.html", form=form, password_form=password_form, letters_form=letters_form)


@blueprint.post("/settings/letters")
def letters() -> ResponseReturnValue:
    """What one gets by mail."""
    session = current_session()
    _of_ones_own(LettersForm()).populate_obj(session.get_one(Person, the_viewer().id))
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("account.settings"), 303)


def _of_ones_own(form: LettersForm) -> LettersForm:
    """The form with those letters alone that this person can get."""
    viewer = the_viewer()
    if viewer.email is None:
        del form.reminders
    if viewer.email is None or not viewer.may(Permission.SEE_TEAM):
        del form.weekly_summary
    return form


@blueprint.post("/settings/password")
def password() -> ResponseReturnValue:
    form = PasswordForm()
    viewer = the_viewer()
    if not form.validate():
        return _settings_page(_own_settings(), form), 422
    try:
        verify_own(viewer.id, form.current.data)
    except WrongPassword:
        form.current.errors = [_("This is not your password.")]
        return _settings_page(_own_settings(), form), 422
    session = current_session()
    person = session.get_one(Person, viewer.id)
    set_password(session, person=person, password=form.new.data, event_id=new_id(), now=now())
    token = begin_anew(viewer.id)
    session.commit()
    begin_session(token)
    flash(_("Your new password is in force. Other devices have to sign in again."))
    return redirect(url_for("account.settings"), 303)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    session = current_session()
    try:
        person_of_link(session, token=token, now=now())
    except NotFound:
        return render_template("account/link_dead.html", has_mail=_has_mail()), 404
    if request.method == "GET":
        return render_template("account/reset.html", form=form)
    if not form.validate():
        return render_template("account/reset.html", form=form), 422
    use_reset_link(session, token=token, password=form.new.data, event_id=new_id(), now=now())
    session.commit()
    leave()
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("account.login"), 303)
