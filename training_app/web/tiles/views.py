"""The tablet's own pages: connect it, tap a tile, enter a PIN, hand it on; and what it says of itself."""

from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_wtf.csrf import generate_csrf

from config import LANGUAGES
from training_app.db import current_reader, current_session
from training_app.domain.errors import Conflict, DomainError, Invalid, NotFound, TooManyTries
from training_app.models import Person
from training_app.moment import new_token, now
from training_app.queries.tiles import person_of_store
from training_app.services.devices import record_forgotten, record_state
from training_app.web.access import NoTablet
from training_app.web.answers import sent, wants_json
from training_app.web.identity import begin_session, leave, own_token
from training_app.web.languages import language_now
from training_app.web.tablet import forget_device, keep_device, known_tablet, the_tablet
from training_app.web.tiles.connecting import connect, since_in, unsent_in
from training_app.web.tiles.entering import WrongPin, enter_by_pin, enter_first, first_play
from training_app.web.tiles.pages import FirstPage, PadPage
from training_app.web.tiles.roster import roster_json, shows_demo, tile_of, tiles_page
from training_app.web.tiles.words import code_fault, pin_fault, wrong_pin
from training_app.web.way_back import own_page

blueprint = Blueprint("tiles", __name__)


@blueprint.route("/pair", methods=["GET", "POST"])
def pair() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("tiles/pair.html", code=request.args.get("code", ""), error=None)
    code = sent().get("code", "")
    token = new_token()
    try:
        connect(code, token, address=request.remote_addr or "")
    except (TooManyTries, NotFound) as error:
        seconds = error.seconds if isinstance(error, TooManyTries) else 0
        headers = {"Retry-After": str(seconds)} if seconds else {}
        page = render_template("tiles/pair.html", code=code, error=code_fault(seconds))
        return page, 429 if seconds else 422, headers
    leave()
    answer = make_response(redirect(url_for("tiles.tiles"), 303))
    keep_device(answer, token)
    return answer


@blueprint.get("/tiles")
def tiles() -> ResponseReturnValue:
    tablet = the_tablet()
    if wants_json():
        return jsonify(roster_json(tablet))
    leave()
    page = tiles_page(tablet, wanted=request.args.get("q", ""))
    answer = make_response(render_template("tiles/tiles.html", page=page))
    keep_device(answer)
    return answer


@blueprint.get("/tiles/<uuid:person>")
def tile(person: UUID) -> ResponseReturnValue:
    leave()
    someone = _of_this_store(person)
    if someone.pin_hash is not None:
        return _pad(someone)
    language = request.args.get("language", "")
    if language not in LANGUAGES:
        return render_template("tiles/language.html", person=tile_of(someone))
    return _first(someone, language)


@blueprint.get("/tiles/<uuid:person>/pin")
@blueprint.get("/tiles/<uuid:person>/first")
def again(person: UUID) -> ResponseReturnValue:
    """Where a form's answer stood, asked for anew: by a tab that is restored, or from the history."""
    return redirect(url_for("tiles.tile", person=person), 303)


def _of_this_store(person: UUID) -> Person:
    tablet = the_tablet()
    return person_of_store(current_reader(), person, location_id=tablet.location_id, with_demo=shows_demo())


def _pad(person: Person, error: str | None = None) -> str:
    page = PadPage(person=tile_of(person), error=error, next=request.form.get("next", ""))
    with force_locale(person.language or language_now()):
        return render_template("tiles/pad.html", page=page)


def _first(person: Person, language: str, error: str | None = None) -> str:
    page = FirstPage(person=tile_of(person), language=language, error=error)
    with force_locale(language):
        return render_template("tiles/first.html", page=page)


@blueprint.post("/tiles/<uuid:person>/pin")
def enter(person: UUID) -> ResponseReturnValue:
    fields = sent()
    someone = _of_this_store(person)
    try:
        token = enter_by_pin(someone, fields.get("pin", ""), device_id=the_tablet().id, instead_of=own_token())
    except Conflict:
        if wants_json():
            raise
        return redirect(url_for("tiles.tile", person=person), 303)
    except (WrongPin, TooManyTries, Invalid) as error:
        return _not_entered(_of_this_store(person), error)
    begin_session(token)
    target = fields.get("next", "") if fields.get("next", "").startswith("/plays/") else ""
    target = own_page(target, otherwise=url_for("practice.practice"))
    if wants_json():
        return jsonify(person={"id": str(person), "name": someone.name}, next=target, csrf_token=generate_csrf())
    return redirect(target, 303)


def _not_entered(person: Person, error: DomainError) -> ResponseReturnValue:
    status = {WrongPin: 401, TooManyTries: 429}.get(type(error), 422)
    seconds = error.seconds if isinstance(error, WrongPin | TooManyTries) else 0
    headers = {"Retry-After": str(seconds)} if seconds else {}
    if wants_json():
        return jsonify(error={"code": error.code, "message": error.message}), status, headers
    with force_locale(person.language or language_now()):
        words = wrong_pin(error.code, seconds)
    return _pad(person, words), status, headers


@blueprint.post("/tiles/<uuid:person>/first")
def first(person: UUID) -> ResponseReturnValue:
    fields = sent()
    pin, language = fields.get("pin", ""), fields.get("language", "")
    tablet = the_tablet()
    someone = _of_this_store(person)
    if language not in LANGUAGES:
        raise Invalid("bad-language", f"The languages are {', '.join(LANGUAGES)}.")
    with force_locale(language):
        if someone.pin_hash is None and fields.get("again", "") != pin:
            return _first(someone, language, pin_fault("different")), 422
        try:
            token = enter_first(person, pin, language=language, tablet=tablet, instead_of=own_token())
            play = first_play(person, language=language, tablet=tablet)
        except Invalid as error:
            return _first(_of_this_store(person), language, pin_fault(error.code)), 422
        except Conflict:
            return redirect(url_for("tiles.tile", person=person), 303)
    begin_session(token)
    return redirect(url_for("play.show", play=play) if play else url_for("practice.practice"), 303)


@blueprint.post("/lock")
def lock() -> ResponseReturnValue:
    leave()
    return redirect(url_for("tiles.tiles"), 303)


@blueprint.post("/device/state")
def state() -> ResponseReturnValue:
    fields = sent()
    session = current_session()
    record_state(
        session,
        device_id=the_tablet().id,
        unsent=unsent_in(fields),
        unsent_since=since_in(fields),
        offline=fields.get("offline", ""),
        now=now(),
    )
    session.commit()
    return jsonify(device="active")


@blueprint.post("/device/forgotten")
def forgotten() -> ResponseReturnValue:
    tablet = known_tablet()
    if tablet is None:
        raise NoTablet
    session = current_session()
    record_forgotten(session, device_id=tablet.id, unsent=unsent_in(sent()), now=now())
    session.commit()
    leave()
    answer = jsonify(device="forgotten")
    forget_device(answer)
    return answer
