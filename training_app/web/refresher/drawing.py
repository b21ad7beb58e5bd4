"""The refresher of one person today: what it draws from, what is to come, and its card on Practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from training_app.domain.errors import NotFound
from training_app.domain.progress import PlayRecord
from training_app.domain.refreshing import (
    Given,
    Key,
    Standing,
    answered_today,
    drawn,
    is_lone,
    moments_of,
)
from training_app.domain.scenario import Grade
from training_app.moment import now
from training_app.queries.enrolments import OwnEnrolment
from training_app.queries.refresher import AnsweredPlay, answered_plays, standings_of
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.principles import principle_named
from training_app.web.refresher.pages import RefresherCard
from training_app.web.withheld import in_open_checks


@dataclass(frozen=True, slots=True)
class Refresher:
    """What can come back, where each moment stands, and those that are still to come on this day of the store."""

    today: date
    moments: Sequence[Given]
    standings: Mapping[Key, Standing]
    ahead: Sequence[Given]

    @property
    def answered(self) -> int:
        """How many were answered today."""
        return answered_today(self.standings, today=self.today)

    def moment(self, scenario: str, scene: str) -> Given:
        """One that can come back. Raises NotFound."""
        found = next((one for one in self.moments if one.key == (scenario, scene)), None)
        if found is None:
            raise NotFound("There is no such moment of yours.")
        return found


def refresher_of(session: Session, viewer: Viewer, enrolments: Sequence[OwnEnrolment]) -> Refresher:
    """The viewer's own, without what they are being checked on."""
    given = [one for play in answered_plays(session, person_id=viewer.id) for one in _given(play)]
    moments = moments_of(given, withheld=in_open_checks(enrolments))
    standings = standings_of(session, person_id=viewer.id, time_zone=viewer.time_zone)
    today = now().astimezone(ZoneInfo(viewer.time_zone)).date()
    return Refresher(today, moments, standings, drawn(moments, standings, today=today))


def may_refresh(viewer: Viewer, plays: Sequence[PlayRecord]) -> bool:
    """Whether there may be something: the viewer wants it, and has played something with a score to its end."""
    return viewer.refresher and any(play.score is not None for play in plays)


def card_for(refresher: Refresher) -> RefresherCard | None:
    """The card; None where nothing is to come today."""
    if not refresher.ahead:
        return None
    principles = [one.principle for one in refresher.ahead]
    return RefresherCard(
        moments=len(refresher.ahead),
        principle=principle_named(principles[0], language_now()).name,
        is_only=len(set(principles)) == 1,
    )


def _given(play: AnsweredPlay) -> list[Given]:
    """The play's first answers that turned on a principle."""
    scenario = content(play.version).scenario
    answers = []
    for scene_id, choice_id, grade in play.answers:
        scene = scenario.scenes[scene_id]
        choice = scene.choice(choice_id)
        if choice is not None and choice.principle is not None:
            given = Given(scenario.id, scene_id, choice.principle, Grade(grade), is_lone(scene), play.play_id)
            answers.append(given)
    return answers
