"""Bundles and pictures of published versions, made once per process and kept compressed."""

import json

from flask import current_app
from flask_babel import force_locale

from training_app.content.bundle import Words, bundle_of
from training_app.content.cache import Cache
from training_app.domain.scenario import Mood
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.packing import Packed, pack
from training_app.web.play.sentences import sentence_by_principle
from training_app.web.play.staging import light_of, place_names
from training_app.web.principles import all_principles

PICTURES = "pictures"


def bundle(version: PublishedVersion, language: str) -> Packed:
    """The bundle of this version in one of the product's languages."""
    return _kept().get((version.id, language), lambda: pack(_bundle(version, language)))


def pictures(version: PublishedVersion) -> Packed:
    """The stage of this version's scenes with each of the five faces, as SVG by mood."""
    return _kept().get((version.id, PICTURES), lambda: pack(_pictures(version)))


def _kept() -> Cache[tuple[int, str], Packed]:
    kept: Cache[tuple[int, str], Packed] = current_app.extensions["packed"]
    return kept


def _bundle(version: PublishedVersion, language: str) -> bytes:
    own = content(version)
    with force_locale(language):
        words = Words(
            where=place_names()[own.place],
            light=light_of(own),
            principles=all_principles(language),
            sentences=sentence_by_principle(),
        )
    return bundle_of(
        own,
        number=version.number,
        sha256=version.sha256,
        rules_sha=version.rules_sha,
        friend_decisions=version.friend_decisions,
        language=language,
        words=words,
    )


def _pictures(version: PublishedVersion) -> bytes:
    own = content(version)
    stage = current_app.jinja_env.get_template("portraits/stage.html").module.stage  # type: ignore[attr-defined]
    drawn = {
        mood.value: str(stage(own.place, own.portrait, mood.value, own.companions, light_of(own))) for mood in Mood
    }
    return json.dumps(drawn, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
