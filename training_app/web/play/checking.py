"""Playing under an enrolment: its terms, a check's tokens in place of choices, and the attempts that are left."""

from flask import current_app

from config import Settings
from training_app.content.version import Content
from training_app.db import Transaction, current_session, current_transaction
from training_app.domain import engine
from training_app.domain.check import CHECK, Tokens
from training_app.queries.plays import LoggedPlay
from training_app.queries.terms import Terms, own_terms, terms_named
from training_app.services.checks import attempts_left_at
from training_app.web.asked import named_id
from training_app.web.identity import the_viewer
from training_app.web.play.debrief_pages import CheckLine


def asked_terms(text: str | None) -> Terms | None:
    """The terms of the enrolment that a form names. Raises NotFound where it is nobody's or somebody else's."""
    if not text:
        return None
    return own_terms(current_session(), named_id(text), person_id=the_viewer().id)


def terms_of_play(play: LoggedPlay) -> Terms | None:
    """The terms under which a play was begun; None for one that was begun freely."""
    if play.enrolment_id is None:
        return None
    return terms_named(current_transaction(), [play.enrolment_id])[play.enrolment_id]


def choice_sent(play: LoggedPlay, content: Content, number: int, sent: str) -> str:
    """The id of the choice that was sent; a check's is sent as its token. Raises Invalid `not-offered`."""
    if play.mode != CHECK:
        return sent
    replayed = engine.replay(content.scenario, play.log)
    return tokens_of(play).choice(content.scenario, replayed, number=number, token=sent)


def tokens_of(play: LoggedPlay) -> Tokens:
    """The words for this play's choices."""
    settings: Settings = current_app.extensions["settings"]
    return Tokens(settings.secret_key, play.id)


def check_line(transaction: Transaction, play: LoggedPlay, terms: Terms | None) -> CheckLine | None:
    """How a finished check stands; None for any other play."""
    if play.mode != CHECK or terms is None or play.result is None:
        return None
    left = attempts_left_at(transaction, terms, play.version.scenario_id) or 0
    return CheckLine(
        enrolment=str(terms.enrolment_id),
        passed=play.result["passed"],
        attempts_left={"num": left} if left and not terms.is_closed else None,
    )
