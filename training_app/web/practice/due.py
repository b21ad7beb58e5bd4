"""What is due as Practice shows it: a module after the other, what has to be done first leading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from training_app.domain.check import CHECK
from training_app.domain.enrolment import State
from training_app.domain.progress import PlayRecord
from training_app.queries.enrolments import OwnEnrolment, OwnItem
from training_app.queries.modules import text_in
from training_app.queries.versions import PublishedVersion
from training_app.web.due_days import due_in_words
from training_app.web.languages import language_now
from training_app.web.practice.cards import card_of, open_plays
from training_app.web.practice.pages import DueMark, DueModule, ScenarioCard


def due_modules(
    enrolments: Sequence[OwnEnrolment], versions: Sequence[PublishedVersion], plays: Sequence[PlayRecord]
) -> tuple[DueModule, ...]:
    """The open ones of these enrolments, each with its scenarios as cards."""
    newest = {version.scenario_id: version for version in versions}
    return tuple(_due_module(own, newest, plays) for own in enrolments if own.is_open)


def title_of(own: OwnEnrolment) -> str:
    """The module's title in the viewer's language."""
    return text_in(dict(own.titles), language_now())


def due_card(own: OwnEnrolment, version: PublishedVersion, plays: Sequence[PlayRecord]) -> ScenarioCard:
    """One scenario of the module, with what was done of it under this enrolment; what was passed before begins anew."""
    item = next(item for item in own.items if item.scenario_id == version.scenario_id)
    card = card_of(version, plays)
    going_on = None if own.is_check and item.is_passed else _open_play(own, item, plays)
    is_missed = _is_missed(own, item, card, plays)
    was_played = item.attempts > 0 if own.is_check else item.is_passed or is_missed
    shows_scores = was_played and not own.is_check
    return replace(
        card,
        state="open" if going_on else "played" if was_played else "new",
        open_play=str(going_on.id) if going_on else None,
        first_score=card.first_score if shows_scores else None,
        best_score=card.best_score if shows_scores else None,
        passed=False if is_missed else None,
        due=DueMark(
            enrolment=str(own.id),
            is_check=own.is_check,
            is_done=item.is_passed,
            attempts_left=None if item.is_passed else own.attempts_left(item.scenario_id),
        ),
    )


def enrolment_json(own: OwnEnrolment) -> dict[str, Any]:
    """An enrolment in the shape of the outside contract."""
    return {
        "id": str(own.id),
        "module": title_of(own),
        "mode": own.mode,
        "due": own.facts.due_on.isoformat(),
        "state": own.state.value,
        "scenarios": [item.scenario_id for item in own.items],
    }


def _due_module(own: OwnEnrolment, newest: Mapping[str, PublishedVersion], plays: Sequence[PlayRecord]) -> DueModule:
    cards = [due_card(own, newest[item.scenario_id], plays) for item in own.items]
    return DueModule(
        enrolment=str(own.id),
        title=title_of(own),
        text=text_in(dict(own.texts), language_now()),
        is_check=own.is_check,
        due=due_in_words(own.facts.due_on, today=own.today),
        is_overdue=own.state is State.OVERDUE,
        note=own.note,
        note_by=own.note_by,
        done=sum(item.is_passed for item in own.items),
        of=len(own.items),
        cards=tuple(sorted(cards, key=_next_first)),
    )


def _next_first(card: ScenarioCard) -> tuple[bool, bool]:
    """What is open leads, what is done comes last; within these the module's order stays."""
    return card.due is not None and card.due.is_done, card.state != "open"


def _open_play(own: OwnEnrolment, item: OwnItem, plays: Sequence[PlayRecord]) -> PlayRecord | None:
    """The play to go on with. A check has its last one; one that was begun freely counts for practice as well."""
    of_it = [play for play in plays if play.scenario_id == item.scenario_id and play.started_at]
    if own.is_check:
        last = max((play for play in of_it if _is_under(own, play)), key=lambda play: play.begun_at, default=None)
        return last if last and not last.finished_at else None
    free = (play for play in open_plays(of_it) if play.mode != CHECK and play.enrolment_id in (None, own.id))
    return next(free, None)


def _is_missed(own: OwnEnrolment, item: OwnItem, card: ScenarioCard, plays: Sequence[PlayRecord]) -> bool:
    """Whether it was played to the end and is not passed yet."""
    if item.is_passed or card.is_companion:
        return False
    if not own.is_check:
        return card.passed is False
    return any(play.finished_at and play.scenario_id == item.scenario_id for play in plays if _is_under(own, play))


def _is_under(own: OwnEnrolment, play: PlayRecord) -> bool:
    return play.enrolment_id == own.id and play.mode == CHECK
