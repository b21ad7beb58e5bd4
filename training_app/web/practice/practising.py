"""Practice as its page takes it: continue, what I have not played, again."""

from collections.abc import Sequence

from training_app.content.version import texts_for
from training_app.domain.progress import REWIND, PlayRecord, best_score, counting, first_try, is_left
from training_app.domain.scenario import mood_of
from training_app.queries.versions import PublishedVersion
from training_app.queries.viewer import Viewer
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.percentages import percent_or_none
from training_app.web.play.staging import stage_of
from training_app.web.practice.pages import PracticePage, ScenarioCard


def open_plays(plays: Sequence[PlayRecord]) -> list[PlayRecord]:
    """The plays that can be continued, the newest first: started, not finished, not left."""
    return [
        play
        for play in plays
        if play.mode != REWIND and play.started_at and not play.finished_at and not is_left(play, plays)
    ]


def practice_page(
    viewer: Viewer, versions: Sequence[PublishedVersion], plays: Sequence[PlayRecord], *, sentence: str | None
) -> PracticePage:
    """The page for this viewer, from their plays and the newest version of every scenario."""
    cards = [card_of(version, plays) for version in versions]
    return PracticePage(
        name=viewer.name.split()[0],
        proceed=tuple(card for card in cards if card.state == "open"),
        fresh=tuple(card for card in cards if card.state == "new"),
        again=tuple(sorted((card for card in cards if card.state == "played"), key=_most_to_win)),
        sentence=sentence,
        is_first_visit=not any(play.started_at for play in plays),
    )


def _most_to_win(card: ScenarioCard) -> int:
    """What is not passed yet leads, companions come last; within these the order stays."""
    return 2 if card.is_companion else 1 if card.passed else 0


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
