"""The installable app: manifest, service worker, and pages without a person in them."""

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from training_app.web.languages import language_now
from training_app.web.levels import level_now
from training_app.web.offline.manifest import manifest
from training_app.web.offline.shells import shells
from training_app.web.offline.worker import release, worker
from training_app.web.packing import Packed, answer_packed

blueprint = Blueprint("offline", __name__)


@blueprint.get("/shells/<language>/<name>")
def shell(language: str, name: str) -> ResponseReturnValue:
    level = level_now()
    packed = shells(level).get((language, name))
    if packed is None or request.args.get("release") not in {None, release(level)}:
        abort(404)  # a worker of another release keeps nothing of this one
    return _by_its_tag(packed, "text/html")


@blueprint.get("/sw.js")
def service_worker() -> ResponseReturnValue:
    return _by_its_tag(worker(level_now()), "text/javascript")


@blueprint.get("/manifest.webmanifest")
def web_manifest() -> ResponseReturnValue:
    answer = jsonify(manifest(language_now()))
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/unsent")
def unsent() -> ResponseReturnValue:
    return render_template("offline/unsent.html")


def _by_its_tag(packed: Packed, mimetype: str) -> Response:
    """The same for everybody, asked for anew each time, and sent only when it has changed."""
    answer = answer_packed(packed, mimetype, is_public=True)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(packed.digest)
    answer.make_conditional(request)
    return answer
