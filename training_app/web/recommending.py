"""Which scenario comes next."""

from sqlalchemy.orm import Session

from training_app.content.version import texts_for
from training_app.domain.progress import counting
from training_app.queries.history import plays_of
from training_app.queries.versions import PublishedVersion, latest_versions
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.languages import language_now


def in_order(versions: list[PublishedVersion]) -> list[PublishedVersion]:
    """The order on screen: companions first, what happens at the same place after them, then by title."""
    companion_places = {content(version).place for version in versions if not content(version).scenario.is_graded}

    def key(version: PublishedVersion) -> tuple[bool, bool, str]:
        own = content(version)
        title = texts_for(own, language_now())["title"]
        return own.scenario.is_graded, own.place not in companion_places, title

    return sorted(versions, key=key)


def next_scenario(session: Session, *, viewer: Viewer, after: str) -> tuple[str, str] | None:
    """The id and title of the first scenario, other than `after`, that the viewer has not started yet."""
    plays = plays_of(session, person_id=viewer.id)
    for version in in_order(latest_versions(session)):
        if version.scenario_id != after and not counting(plays, rules_sha=version.rules_sha):
            return version.scenario_id, texts_for(content(version), language_now())["title"]
    return None
