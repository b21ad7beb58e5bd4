"""The installable app: manifest, service worker, and pages without a person in them."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from training_app.web.offline.shells import shells
from training_app.web.packing import answer_packed

blueprint = Blueprint("offline", __name__)


@blueprint.get("/shells/<language>/<name>")
def shell(language: str, name: str) -> ResponseReturnValue:
    packed = shells().get((language, name))
    if packed is None:
        abort(404)
    answer = answer_packed(packed, "text/html", is_public=True)
    answer.headers["Cache-Control"] = "public, no-cache"  # asked for anew each time, by its tag
    answer.set_etag(packed.digest)
    return answer.make_conditional(request)
