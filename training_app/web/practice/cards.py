"""A scenario as a card, with what its person has done of it."""

from collections.abc import Sequence

from training_app.content.version import texts_for
from training_app.domain.progress import REWIND, PlayRecord, best_score, counting, first_try, is_left
from training_app.domain.scenario import mood_of
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.play.staging import stage_of
from training_app.web.practice.pages import ScenarioCard


def open_plays(plays: Sequence[PlayRecord]) -> list[PlayRecord]:
    """The plays that can be continued, the newest first: started, not finished, not left."""
    return [
        play
        for play in plays
        if play.mode != REWIND and play.started_at and not play.finished_at and not is_left(play, plays)
    ]


def card_of(version: PublishedVersion, plays: Sequence[PlayRecord]) -> ScenarioCard:
    """One scenario with what this person has done of it."""
    own = content(version)
    texts = texts_for(own, language_now())
    going_on = next((play for play in open_plays(plays) if play.scenario_id == version.scenario_id), None)
    first = first_try(plays, rules_sha=version.rules_sha)
    own_plays = counting(plays, rules_sha=version.rules_sha)
    results = [play.passed for play in own_plays if play.passed is not None]
    return ScenarioCard(
        scenario=version.scenario_id,
        title=texts["title"],
        summary=texts["summary"],
        minutes=own.minutes,
        stage=stage_of(own, texts, mood=mood_of(own.scenario.trust), knows_name=False),
        state="open" if going_on else "played" if own_plays else "new",
        open_play=str(going_on.id) if going_on else None,
        first_score=percent_or_none(first.score) if first else None,
        best_score=percent_or_none(best_score(plays, rules_sha=version.rules_sha)),
        passed=any(results) if results else None,
        is_companion=not own.scenario.is_graded,
    )
