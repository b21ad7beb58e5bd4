"""Playing: begin, one scene at a time, try again, and the debrief."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session, current_transaction, recording
from training_app.domain import engine
from training_app.domain.engine import Replay
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.identity import is_uuid7
from training_app.moment import new_id, now
from training_app.queries.history import sentence_of
from training_app.queries.plays import LoggedPlay, own_play
from training_app.queries.versions import latest_version
from training_app.services.checks import may_try_again
from training_app.services.playing import begin_play, begin_rewind, keep_sentence, record_choice
from training_app.services.sharing import share_sentence
from training_app.web.answers import sent, wants_json
from training_app.web.asked import id_of
from training_app.web.contents import content
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now
from training_app.web.play.checking import asked_terms, check_line, choice_sent, terms_of_play
from training_app.web.play.debriefing import debrief_page
from training_app.web.play.json import play_json, reduced_json
from training_app.web.play.reducing import reduced_page
from training_app.web.play.scenes import scene_page
from training_app.web.recommending import way_on
from training_app.web.stores import store_of_play

blueprint = Blueprint("play", __name__, url_prefix="/plays")
NOTHING_TO_GO_ON_WITH = frozenset({"closed", "no-attempts", "left"})  # of a check: there is no scene to show instead
LONGEST_NUMBER = 1000  # digits; Python refuses to read a few thousand


def _load(play: UUID, *, lock: bool = False) -> LoggedPlay:
    return own_play(current_transaction(), play, person_id=the_viewer().id, lock=lock)


def _number(fields: dict[str, str]) -> int:
    text = fields.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Invalid("bad-number", "The field `number` has to be a whole number from 1.")
    return int(text)


@blueprint.post("")
def begin() -> ResponseReturnValue:
    fields = sent()
    play_id = _play_id(fields.get("play"))
    session = current_session()
    viewer = the_viewer()
    version = latest_version(session, fields.get("scenario", ""))
    begun = begin_play(
        session,
        play_id=play_id,
        person_id=viewer.id,
        location_id=store_of_play(),
        version=version,
        language=language_now(),
        now=now(),
        terms=asked_terms(fields.get("enrolment")),
    )
    session.commit()
    return _begun(begun.play, status=201 if begun.is_new else 200)


def _play_id(text: str | None) -> UUID:
    """The id that the form carries, or a fresh one. Raises Invalid when it is no UUIDv7."""
    if not text:
        return new_id()
    play_id = id_of(text)
    if play_id is None or not is_uuid7(play_id):
        raise Invalid("bad-play", "The field `play` has to be a UUID of version 7.")
    return play_id


def _begun(play: LoggedPlay, *, status: int) -> ResponseReturnValue:
    address = url_for("play.show", play=play.id)
    if wants_json():
        replayed = engine.replay(content(play.version).scenario, play.log)
        return jsonify(play_json(play, replayed, terms=terms_of_play(play))), status, {"Location": address}
    return redirect(address, 303)


@blueprint.get("/<uuid:play>")
def show(play: UUID) -> ResponseReturnValue:
    loaded = _load(play)
    if loaded.reduced_at is not None:
        return jsonify(reduced_json(loaded)) if wants_json() else redirect(url_for("play.debrief", play=play), 303)
    replayed = engine.replay(content(loaded.version).scenario, loaded.log)
    if wants_json():
        return jsonify(play_json(loaded, replayed, terms=terms_of_play(loaded)))
    return _scene(loaded, replayed)


def _scene(play: LoggedPlay, replayed: Replay, notice: str | None = None) -> str:
    page = scene_page(
        play,
        content(play.version),
        replayed,
        terms=terms_of_play(play),
        viewer=the_viewer(),
        language=language_now(),
        notice=notice,
    )
    return render_template("play/scene.html", page=page)


@blueprint.post("/<uuid:play>/choices")
def choose(play: UUID) -> ResponseReturnValue:
    fields = sent()
    loaded = _load(play)
    played = content(loaded.version)
    terms = terms_of_play(loaded)
    number = _number(fields)
    choice = choice_sent(loaded, played, number, fields.get("choice", ""))
    try:
        with recording() as transaction:
            replayed = record_choice(
                transaction,
                play=loaded,
                content=played,
                number=number,
                choice=choice,
                now=now(),
                terms=terms,
            )
    except Conflict as refused:
        if wants_json() or refused.code in NOTHING_TO_GO_ON_WITH:
            raise
        return _gone_on_elsewhere(_load(play)), 409
    if wants_json():
        return jsonify(play_json(loaded, replayed, terms=terms))
    return redirect(url_for("play.show", play=play), 303)


def _gone_on_elsewhere(play: LoggedPlay) -> str:
    """The scene where the play really stands, with a word on why the tap was not taken."""
    if play.reduced_at is not None:
        return _reduced(play)
    replayed = engine.replay(content(play.version).scenario, play.log)
    return _scene(play, replayed, notice="moved")


def _reduced(play: LoggedPlay) -> str:
    """What is left of a play whose time is over."""
    return render_template("play/reduced.html", page=reduced_page(play, content(play.version), language=language_now()))


@blueprint.post("/<uuid:play>/rewinds")
def rewind(play: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    begun = begin_rewind(
        session,
        play_id=new_id(),
        parent=_load(play),
        person_id=viewer.id,
        location_id=store_of_play(),
        number=_number(sent()),
        now=now(),
    )
    session.commit()
    return _begun(begun.play, status=201)


@blueprint.get("/<uuid:play>/debrief")
def debrief(play: UUID) -> ResponseReturnValue:
    loaded = _load(play)
    if loaded.reduced_at is not None:
        return _reduced(loaded)
    if loaded.finished_at is None:
        return redirect(url_for("play.show", play=play), 303)
    session = current_session()
    terms = terms_of_play(loaded)
    module, following = way_on(session, loaded, viewer=the_viewer())
    page = debrief_page(
        loaded,
        content(loaded.version),
        terms=terms,
        can_rewind=may_try_again(session, loaded),
        check=check_line(session, loaded, terms),
        language=language_now(),
        kept_sentence=sentence_of(session, play_id=loaded.id),
        module=module,
        following=following,
    )
    return render_template("play/debrief.html", page=page)


@blueprint.post("/<uuid:play>/sentence")
def sentence(play: UUID) -> ResponseReturnValue:
    fields = sent()
    session = current_session()
    text = "" if "skip" in fields else fields.get("text") or fields.get("own", "")
    keep_sentence(session, play=_load(play, lock=True), person_id=the_viewer().id, text=text, now=now())
    session.commit()
    if text.strip():
        flash(_("Kept for your next shift. Only you see it, unless you share it."))
    return redirect(url_for("play.debrief", play=play, _anchor="next-shift"), 303)


@blueprint.post("/<uuid:play>/sentence/sharing")
def share(play: UUID) -> ResponseReturnValue:
    fields = sent()
    session = current_session()
    is_shared = "take_back" not in fields
    share_sentence(session, play_id=play, person_id=the_viewer().id, is_shared=is_shared, now=now())
    session.commit()
    flash(_("Your manager sees this sentence now.") if is_shared else _("Only you see this sentence again."))
    if fields.get("back") == "progress":
        return redirect(url_for("practice.progress", _anchor="sentences"), 303)
    return redirect(url_for("play.debrief", play=play, _anchor="next-shift"), 303)
