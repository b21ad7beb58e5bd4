"""What a browser that plays by itself fetches and sends: bundles, pictures, what is in reach, and its choices."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from config import LANGUAGES
from training_app.db import current_reader
from training_app.domain.errors import NotFound
from training_app.queries.versions import version_numbered
from training_app.web.answers import json_body
from training_app.web.identity import the_viewer
from training_app.web.packing import Packed, answer_packed
from training_app.web.sync.bundles import bundle, pictures
from training_app.web.sync.readiness import readiness
from training_app.web.sync.reading import read_batch
from training_app.web.sync.taking import answers_to

blueprint = Blueprint("sync", __name__)


@blueprint.get("/bundles/<scenario>/<int:version>/<language>/<digest>.json")
def show_bundle(scenario: str, version: int, language: str, digest: str) -> ResponseReturnValue:
    if language not in LANGUAGES:
        raise NotFound
    return _kept_for_good(bundle(version_numbered(current_reader(), scenario, version), language), digest)


@blueprint.get("/pictures/<scenario>/<int:version>/<digest>.json")
def show_pictures(scenario: str, version: int, digest: str) -> ResponseReturnValue:
    return _kept_for_good(pictures(version_numbered(current_reader(), scenario, version)), digest)


def _kept_for_good(packed: Packed, digest: str) -> ResponseReturnValue:
    """The answer, unless it is something else by now: then whoever asks has to look again at what is in reach."""
    if digest != packed.digest:
        raise NotFound
    return answer_packed(packed, "application/json", is_public=False)


@blueprint.post("/sync")
def sync() -> ResponseReturnValue:
    return jsonify(plays=answers_to(read_batch(json_body())))


@blueprint.get("/ready")
def ready() -> ResponseReturnValue:
    return jsonify(readiness(the_viewer()))
