"""A scenario's introduction as its page takes it."""

from collections.abc import Sequence

from training_app.content.version import texts_for
from training_app.domain.progress import PlayRecord
from training_app.domain.scoring import DEFAULT_PASS_MARK
from training_app.moment import new_id
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.percentages import percent
from training_app.web.play.pages import IntroPage
from training_app.web.practice.practising import card_of


def intro_page(version: PublishedVersion, plays: Sequence[PlayRecord]) -> IntroPage:
    """The page before a play; it carries the id of the play that its button begins."""
    card = card_of(version, plays)
    return IntroPage(
        scenario=card.scenario,
        version=version.number,
        title=card.title,
        role=texts_for(content(version), language_now())["role"],
        minutes=card.minutes,
        stage=card.stage,
        play=str(new_id()),
        open_play=card.open_play,
        pass_mark=percent(DEFAULT_PASS_MARK),
        is_companion=card.is_companion,
        first_score=card.first_score,
        best_score=card.best_score,
    )
