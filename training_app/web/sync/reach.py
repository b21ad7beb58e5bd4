"""What a browser keeps ready, to be played without a network."""

from typing import Any

from flask import url_for

from config import LANGUAGES
from training_app.content.version import texts_for
from training_app.db import current_reader
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.web.contents import content
from training_app.web.recommending import in_order
from training_app.web.sync.bundles import bundle, pictures


def scenarios_in_reach() -> list[dict[str, Any]]:
    """The newest version of every scenario, in the order on screen, with where its bundles and pictures are."""
    return [scenario_json(version) for version in in_order(latest_versions(current_reader()))]


def card_json(version: PublishedVersion) -> dict[str, Any]:
    """What a card says of one version, and nothing with which it could be played."""
    own = content(version)
    return {
        "id": version.scenario_id,
        "version": version.number,
        "graded": own.scenario.is_graded,
        "minutes": own.minutes,
        "titles": {language: texts_for(own, language)["title"] for language in LANGUAGES},
    }


def scenario_json(version: PublishedVersion) -> dict[str, Any]:
    """One version for a browser that keeps it ready."""
    return {
        **card_json(version),
        "sha256": version.sha256,
        "bundles": {language: bundle_url(version, language) for language in LANGUAGES},
        "pictures": pictures_url(version),
    }


def bundle_url(version: PublishedVersion, language: str) -> str:
    """Where this version's bundle in that language is, for as long as it stays what it is."""
    return url_for(
        "sync.show_bundle",
        scenario=version.scenario_id,
        version=version.number,
        language=language,
        digest=bundle(version, language).digest,
    )


def pictures_url(version: PublishedVersion) -> str:
    """Where this version's pictures are, for as long as they are drawn like this."""
    return url_for(
        "sync.show_pictures",
        scenario=version.scenario_id,
        version=version.number,
        digest=pictures(version).digest,
    )
