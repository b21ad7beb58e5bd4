"""A scenario's introduction as its page takes it."""

from collections.abc import Sequence

from training_app.content.version import texts_for
from training_app.domain.enrolment import State
from training_app.domain.progress import PlayRecord
from training_app.domain.scoring import DEFAULT_PASS_MARK
from training_app.moment import new_id
from training_app.queries.enrolments import OwnEnrolment
from training_app.queries.versions import PublishedVersion
from training_app.web.contents import content
from training_app.web.languages import language_now
from training_app.web.percentages import percent
from training_app.web.play.pages import IntroPage, ModuleIntro
from training_app.web.practice.cards import card_of
from training_app.web.practice.due import due_card, title_of


def intro_page(
    version: PublishedVersion, plays: Sequence[PlayRecord], enrolment: OwnEnrolment | None = None
) -> IntroPage:
    """The page before a play, under an enrolment or freely; it carries the id of the play that its button begins."""
    card = due_card(enrolment, version, plays) if enrolment else card_of(version, plays)
    return IntroPage(
        scenario=card.scenario,
        version=version.number,
        title=card.title,
        role=texts_for(content(version), language_now())["role"],
        minutes=card.minutes,
        stage=card.stage,
        play=str(new_id()),
        open_play=card.open_play,
        pass_mark=percent(enrolment.pass_mark if enrolment else DEFAULT_PASS_MARK),
        is_companion=card.is_companion,
        first_score=card.first_score,
        best_score=card.best_score,
        module=_module(enrolment, card.scenario) if enrolment else None,
    )


def _module(own: OwnEnrolment, scenario: str) -> ModuleIntro:
    is_passed = next(item.is_passed for item in own.items if item.scenario_id == scenario)
    left = own.attempts_left(scenario)
    return ModuleIntro(
        enrolment=str(own.id),
        title=title_of(own),
        is_check=own.is_check,
        attempts_left=None if is_passed else left,
        closed=_closed(own, is_passed=is_passed, left=left),
    )


def _closed(own: OwnEnrolment, *, is_passed: bool, left: int | None) -> str | None:
    """Why nothing begins under it any more."""
    if own.state is State.EXCUSED:
        return "excused"
    if own.is_check and is_passed:
        return "passed"
    return "none-left" if left == 0 else None
