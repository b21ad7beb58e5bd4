"""Practice as its page takes it: what is due, continue, what I have not played, again."""

from collections.abc import Sequence

from training_app.domain.progress import PlayRecord
from training_app.queries.enrolments import OwnEnrolment
from training_app.queries.versions import PublishedVersion
from training_app.queries.viewer import Viewer
from training_app.web.practice.cards import card_of
from training_app.web.practice.due import due_modules
from training_app.web.practice.pages import PracticePage, ScenarioCard
from training_app.web.refresher.pages import RefresherCard


def practice_page(
    viewer: Viewer,
    versions: Sequence[PublishedVersion],
    plays: Sequence[PlayRecord],
    *,
    enrolments: Sequence[OwnEnrolment],
    refresher: RefresherCard | None,
    sentence: str | None,
) -> PracticePage:
    """The page for this viewer, from their plays, what was assigned to them, and the newest version of every scenario.

    What is due stands once, under its module.
    """
    due = due_modules(enrolments, versions, plays)
    shown = {card.scenario for module in due for card in module.cards}
    cards = [card_of(version, plays) for version in versions if version.scenario_id not in shown]
    return PracticePage(
        name=viewer.name.split()[0],
        due=due,
        proceed=tuple(card for card in cards if card.state == "open"),
        fresh=tuple(card for card in cards if card.state == "new"),
        again=tuple(sorted((card for card in cards if card.state == "played"), key=_most_to_win)),
        refresher=refresher,
        sentence=sentence,
        is_first_visit=not any(play.started_at for play in plays),
    )


def _most_to_win(card: ScenarioCard) -> int:
    """What is not passed yet leads, companions come last; within these the order stays."""
    return 2 if card.is_companion else 1 if card.passed else 0
