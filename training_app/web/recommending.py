"""Which scenario comes next, and where it goes on after a play."""

from sqlalchemy.orm import Session

from training_app.content.version import texts_for
from training_app.domain.enrolment import READY
from training_app.domain.errors import NotFound
from training_app.domain.progress import counting
from training_app.moment import now
from training_app.queries.enrolments import OwnEnrolment, enrolments_of, own_enrolment
from training_app.queries.history import plays_of
from training_app.queries.modules import text_in
from training_app.queries.plays import LoggedPlay
from training_app.queries.versions import PublishedVersion, latest_version, latest_versions
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.play.debrief_pages import Following, ModuleWay


def in_order(versions: list[PublishedVersion]) -> list[PublishedVersion]:
    """The order on screen: companions first, what happens at the same place after them, then by title."""
    companion_places = {content(version).place for version in versions if not content(version).scenario.is_graded}

    def key(version: PublishedVersion) -> tuple[bool, bool, str]:
        own = content(version)
        return own.scenario.is_graded, own.place not in companion_places, _title(version)

    return sorted(versions, key=key)


def way_on(session: Session, play: LoggedPlay, *, viewer: Viewer) -> tuple[ModuleWay | None, Following | None]:
    """Where it goes on after a play: its module if it was begun under one, and what comes next.

    A module with something left to do goes on with its own scenarios; after it comes what else is due.
    """
    own = _enrolment(session, play, viewer)
    after = play.version.scenario_id
    due = own
    if own is not None and not own.is_open:
        assigned = enrolments_of(session, person_id=viewer.id, now=now())
        due = next((one for one in assigned if one.is_open), None)
    following = _next_under(session, due, after) if due else next_scenario(session, viewer=viewer, after=after)
    return _way(own), following


def _next_under(session: Session, own: OwnEnrolment, after: str) -> Following | None:
    scenario = own.next_after(after)
    return Following(scenario, _title(latest_version(session, scenario)), str(own.id)) if scenario else None


def _enrolment(session: Session, play: LoggedPlay, viewer: Viewer) -> OwnEnrolment | None:
    """What the play was begun under; None for one that was begun freely, and once that was withdrawn."""
    if play.enrolment_id is None:
        return None
    try:
        return own_enrolment(session, play.enrolment_id, person_id=viewer.id, now=now())
    except NotFound:
        return None


def _way(own: OwnEnrolment | None) -> ModuleWay | None:
    if own is None:
        return None
    title = text_in(dict(own.titles), language_now())
    return ModuleWay(enrolment=str(own.id), title=title, is_open=own.is_open, is_passed=own.state in READY)


def next_scenario(session: Session, *, viewer: Viewer, after: str) -> Following | None:
    """The first scenario, other than `after`, that the viewer has not started yet."""
    plays = plays_of(session, person_id=viewer.id)
    for version in in_order(latest_versions(session)):
        if version.scenario_id != after and not counting(plays, rules_sha=version.rules_sha):
            return Following(version.scenario_id, _title(version), None)
    return None


def _title(version: PublishedVersion) -> str:
    return texts_for(content(version), language_now())["title"]
