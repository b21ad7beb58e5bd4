"""The front door, the health check and the static files that are text."""

from flask import Blueprint, abort, current_app, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from training_app.db import current_session
from training_app.web.assets import Assets, mimetype_of
from training_app.web.packing import answer_packed

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("practice.practice"), 303)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    try:
        current_session().execute(text("select version_num from alembic_version"))
    except SQLAlchemyError:
        return jsonify(status="unavailable"), 503
    return jsonify(status="ok")


@blueprint.get("/static/<digest>/<path:name>")
def text_file(digest: str, name: str) -> ResponseReturnValue:
    assets: Assets = current_app.extensions["assets"]
    if digest != assets.digest or name not in assets.texts:
        abort(404)
    return answer_packed(assets.texts[name], mimetype_of(name), is_public=True)
