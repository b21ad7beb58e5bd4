"""Practice, a scenario's introduction, and My progress."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from training_app.db import current_session
from training_app.domain.errors import NotFound
from training_app.moment import now
from training_app.queries.enrolments import OwnEnrolment, enrolments_of, own_enrolment
from training_app.queries.history import finished_logs, plays_of, sentences_of
from training_app.queries.versions import latest_version, latest_versions
from training_app.web.answers import wants_json
from training_app.web.asked import named_id
from training_app.web.identity import the_viewer
from training_app.web.practice.cards import open_plays
from training_app.web.practice.due import enrolment_json
from training_app.web.practice.introducing import intro_page
from training_app.web.practice.practising import practice_page
from training_app.web.practice.progressing import progress_page
from training_app.web.recommending import in_order
from training_app.web.refresher.drawing import card_for, may_refresh, refresher_of

blueprint = Blueprint("practice", __name__)


@blueprint.get("/practice")
def practice() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    plays = plays_of(session, person_id=viewer.id)
    enrolments = enrolments_of(session, person_id=viewer.id, now=now())
    if wants_json():
        assigned = [enrolment_json(own) for own in enrolments]
        return jsonify(enrolments=assigned, open=[str(play.id) for play in open_plays(plays)])
    versions = in_order(latest_versions(session))
    sentences = sentences_of(session, person_id=viewer.id, most=1)
    kept = sentences[0].text if sentences else None
    card = card_for(refresher_of(session, viewer, enrolments)) if may_refresh(viewer, plays) else None
    page = practice_page(viewer, versions, plays, enrolments=enrolments, refresher=card, sentence=kept)
    return render_template("practice/practice.html", page=page)


@blueprint.get("/scenarios/<scenario>")
def intro(scenario: str) -> ResponseReturnValue:
    session = current_session()
    version = latest_version(session, scenario)
    enrolment = _enrolment(scenario)
    plays = plays_of(session, person_id=the_viewer().id)
    return render_template("practice/intro.html", page=intro_page(version, plays, enrolment))


def _enrolment(scenario: str) -> OwnEnrolment | None:
    """The one that the address names. Raises NotFound unless it is the viewer's own and holds the scenario."""
    text = request.args.get("enrolment")
    if not text:
        return None
    own = own_enrolment(current_session(), named_id(text), person_id=the_viewer().id, now=now())
    if scenario not in {item.scenario_id for item in own.items}:
        raise NotFound
    return own


@blueprint.get("/progress")
def progress() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    page = progress_page(
        versions=in_order(latest_versions(session)),
        plays=plays_of(session, person_id=viewer.id),
        logs=finished_logs(session, person_id=viewer.id),
        enrolments=enrolments_of(session, person_id=viewer.id, now=now()),
        sentences=sentences_of(session, person_id=viewer.id),
    )
    return render_template("practice/progress.html", page=page)
