"""Practice, a scenario's introduction, and My progress."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from training_app.db import current_session
from training_app.queries.history import finished_logs, plays_of, sentences_of
from training_app.queries.versions import latest_version, latest_versions
from training_app.web.answers import wants_json
from training_app.web.identity import the_viewer
from training_app.web.practice.introducing import intro_page
from training_app.web.practice.practising import open_plays, practice_page
from training_app.web.practice.progressing import progress_page
from training_app.web.recommending import in_order

blueprint = Blueprint("practice", __name__)


@blueprint.get("/practice")
def practice() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    plays = plays_of(session, person_id=viewer.id)
    if wants_json():
        return jsonify(enrolments=[], open=[str(play.id) for play in open_plays(plays)])
    versions = in_order(latest_versions(session))
    sentences = sentences_of(session, person_id=viewer.id, most=1)
    page = practice_page(viewer, versions, plays, sentence=sentences[0].text if sentences else None)
    return render_template("practice/practice.html", page=page)


@blueprint.get("/scenarios/<scenario>")
def intro(scenario: str) -> ResponseReturnValue:
    session = current_session()
    version = latest_version(session, scenario)
    plays = plays_of(session, person_id=the_viewer().id)
    return render_template("practice/intro.html", page=intro_page(version, plays))


@blueprint.get("/progress")
def progress() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    page = progress_page(
        versions=in_order(latest_versions(session)),
        plays=plays_of(session, person_id=viewer.id),
        logs=finished_logs(session, person_id=viewer.id),
        sentences=sentences_of(session, person_id=viewer.id),
    )
    return render_template("practice/progress.html", page=page)
