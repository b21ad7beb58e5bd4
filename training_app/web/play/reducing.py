"""What is shown of a play whose answers are no longer kept."""

from dataclasses import dataclass

from flask_babel import format_date

from training_app.content.version import Content, texts_for
from training_app.domain.scenario import mood_of
from training_app.queries.plays import LoggedPlay
from training_app.web.percentages import percent_or_none
from training_app.web.play.pages import Stage
from training_app.web.play.staging import stage_of


@dataclass(frozen=True, slots=True)
class ReducedPage:
    """A play by its result alone: `percent` 0-100 and `passed` are None for a companion and for one left early."""

    scenario: str
    title: str
    stage: Stage
    when: str
    percent: int | None
    passed: bool | None


def reduced_page(play: LoggedPlay, content: Content, *, language: str) -> ReducedPage:
    """The page in this language."""
    texts = texts_for(content, language)
    result = play.result or {"score": None, "passed": None}
    return ReducedPage(
        scenario=play.version.scenario_id,
        title=texts["title"],
        stage=stage_of(content, texts, mood=mood_of(content.scenario.trust), knows_name=False),
        when=format_date(play.started_at or play.begun_at, "long"),
        percent=percent_or_none(result["score"]),
        passed=result["passed"],
    )
