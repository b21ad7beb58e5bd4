"""What the people of stores answered in the last weeks, and the words of a moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_app.content.cache import ContentCache
from training_app.content.principles import Principle, Principles
from training_app.content.version import Content, texts_for
from training_app.domain.progress import REWIND
from training_app.domain.scenario import Grade
from training_app.domain.sentences import last_sentences
from training_app.domain.team import TeamStore
from training_app.domain.team_figures import Answer, Moment, first_monday
from training_app.models import Play, ScenarioVersion
from training_app.queries.versions import content_of


@dataclass(frozen=True, slots=True)
class Wording:
    """From where a report takes its words, and in which language."""

    contents: ContentCache
    principles: Principles
    language: str

    def all_principles(self) -> list[Principle]:
        """Every principle in the order on screen."""
        return self.principles.in_language(self.language)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The scenarios that occur in a report: of each the newest version that was played."""

    contents: dict[str, Content]
    language: str

    def title(self, scenario: str) -> str:
        """The scenario's title."""
        return self.texts(scenario)["title"]

    def texts(self, scenario: str) -> dict[str, str]:
        """All its lines."""
        return texts_for(self.contents[scenario], self.language)

    def customer(self, moment: Moment) -> tuple[str, bool]:
        """What the customer says there, and whether they do; where they are silent the last that one sees."""
        scenario, scene = moment
        return moment_words(self.texts(scenario), scene)

    def said(self, moment: Moment, choice: str) -> str:
        """The words of one reply."""
        scenario, scene = moment
        return self.texts(scenario)[f"scenes.{scene}.choices.{choice}.text"]

    def why(self, moment: Moment, choice: str) -> str:
        """Why a reply is what it is."""
        scenario, scene = moment
        return self.texts(scenario)[f"scenes.{scene}.choices.{choice}.why"]

    def line(self, moment: Moment, name: str) -> str | None:
        """One of the lines that a scene need not have: `narration`, `says` or `ask`."""
        scenario, scene = moment
        return self.texts(scenario).get(f"scenes.{scene}.{name}")

    def number(self, moment: Moment) -> int:
        """Its place among the decisions of its scenario, from 1."""
        scenario, scene = moment
        decisions = [one.id for one in self.contents[scenario].scenario.scenes.values() if one.choices]
        return decisions.index(scene) + 1


def recent_answers(session: Session, *, stores: Sequence[TeamStore], wording: Wording) -> tuple[list[Answer], Spoken]:
    """The first answers of all plays that ended at these stores in the last eight weeks, with their words.

    Rewinds are not among them, nor is what the newest of the played versions does not ask any more.
    """
    zones = {store.id: ZoneInfo(store.time_zone) for store in stores}
    plays = session.execute(_plays(stores)).all()
    newest: dict[str, Content] = {}
    for play in plays:  # in the order of their versions
        newest[play.scenario_id] = wording.contents.get(play.sha256, _reader(session, play.version_id))
    answers: list[Answer] = []
    for play in plays:
        on = play.finished_at.astimezone(zones[play.location_id]).date()
        scenes = newest[play.scenario_id].scenario.scenes
        for scene, choice, grade in play.answers:
            said = scenes[scene].choice(choice) if scene in scenes else None
            if said is not None and said.principle is not None:
                moment = (play.scenario_id, scene)
                answers.append(Answer(play.person_id, on, moment, choice, Grade(grade), said.principle))
    return answers, Spoken(newest, wording.language)


def moment_words(texts: Mapping[str, str], scene: str) -> tuple[str, bool]:
    """What the customer says in a scene, and whether they do; if not it is the last sentence of what one sees."""
    says = texts.get(f"scenes.{scene}.says")
    if says:
        return says, True
    return last_sentences(texts[f"scenes.{scene}.narration"], most=1), False


def _reader(session: Session, version_id: int) -> Callable[[], str]:
    return lambda: content_of(session, version_id)


def _plays(stores: Sequence[TeamStore]) -> Any:
    begin = datetime.combine(first_monday(min(store.today for store in stores)), time(), UTC)
    return (
        select(
            Play.person_id,
            Play.location_id,
            Play.finished_at,
            Play.answers,
            Play.version_id,
            ScenarioVersion.scenario_id,
            ScenarioVersion.sha256,
        )
        .join(ScenarioVersion, ScenarioVersion.id == Play.version_id)
        .where(
            Play.location_id.in_([store.id for store in stores]),
            Play.finished_at >= begin,
            Play.mode != REWIND,
            Play.answers.is_not(None),
        )
        .order_by(ScenarioVersion.number)
    )
