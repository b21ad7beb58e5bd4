"""A manager reminds somebody of what is due, or all who are late: by mail, while the store is open, once a day."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from config import Settings
from training_app.db import current_session
from training_app.domain.enrolment import State
from training_app.domain.errors import Conflict
from training_app.domain.opening_hours import next_open
from training_app.mail_texts import reminder_text
from training_app.moment import new_id, now
from training_app.queries.due import DuePerson, due_of_people, person_of_enrolment
from training_app.services.accounts import record_change
from training_app.services.reminding import QUEUED, Outcome, Reminding, remind
from training_app.web.answers import sent
from training_app.web.identity import the_viewer
from training_app.web.moments import day_in, time_in
from training_app.web.team.filtering import address_of, filters_now
from training_app.web.team.reporting import report_now
from training_app.web.way_back import own_page

blueprint = Blueprint("reminding", __name__)


@blueprint.post("/enrolments/<uuid:enrolment>/reminders")
def one(enrolment: UUID) -> ResponseReturnValue:
    """Remind its person, with all else that is due for them in the same letter."""
    session = current_session()
    viewer = the_viewer()
    person_id = person_of_enrolment(session, enrolment, viewer=viewer)
    due = next(iter(due_of_people(session, [person_id], now=now())), None)
    if due is None or enrolment not in {module.enrolment_id for module in due.modules}:
        raise Conflict("settled", "There is nothing left to do under it.")
    outcome = remind(session, _reminding(due.named(also=enrolment)), given_by=viewer.id, now=now())
    record_change(
        session,
        event_id=new_id(),
        action="remind",
        subject=str(person_id),
        actor_id=viewer.id,
        now=now(),
        details={"outcome": outcome.value},
    )
    session.commit()
    flash(_words(due, outcome))
    return redirect(own_page(sent().get("next", ""), otherwise=url_for("team.team")), 303)


@blueprint.post("/team/reminders")
def late() -> ResponseReturnValue:
    """Remind all who are late with something, as far as the filters of this address show them."""
    session = current_session()
    viewer = the_viewer()
    filters = filters_now()
    report = report_now(filters)
    late_ones = [person.id for person in report.people if person.count(State.OVERDUE)]
    outcomes = Counter(
        remind(session, _reminding(due.named()), given_by=viewer.id, now=now())
        for due in due_of_people(session, late_ones, now=now())
    )
    counts = {outcome.value: count for outcome, count in outcomes.items()}
    record_change(
        session,
        event_id=new_id(),
        action="remind-team",
        subject=str(filters.store or viewer.id),
        actor_id=viewer.id,
        now=now(),
        details=counts,
    )
    session.commit()
    for words in _summary(outcomes):
        flash(words)
    return redirect(address_of(filters), 303)


def _reminding(due: DuePerson) -> Reminding:
    text = reminder_text(due, from_name=the_viewer().name)
    return Reminding(due, new_id(), text.language, text.subject, text.body)


def _words(due: DuePerson, outcome: Outcome) -> str:
    """What became of reminding one person."""
    settings: Settings = current_app.extensions["settings"]
    if outcome in QUEUED and settings.mail is None:
        return str(_("No mail server is set, so the letter to %(name)s is only kept. Say it in person.", name=due.name))
    if outcome is Outcome.LATER:
        moment = next_open(due.hours, at=now()) or now()
        return str(
            _(
                "%(store)s is closed now. %(name)s gets the letter on %(day)s at %(time)s.",
                store=due.store,
                name=due.name,
                day=day_in(moment, due.hours.time_zone),
                time=time_in(moment, due.hours.time_zone),
            )
        )
    words: dict[Outcome, str] = {
        Outcome.NOW: _("%(name)s gets a letter now.", name=due.name),
        Outcome.ALREADY: _("%(name)s was reminded already. Once a day is enough.", name=due.name),
        Outcome.NO_ADDRESS: _(
            "%(name)s has no e-mail address. It stands on their tile; say it in person.", name=due.name
        ),
        Outcome.UNWANTED: _(
            "%(name)s wants no reminders by mail. It stands on their tile; say it in person.", name=due.name
        ),
        Outcome.NEVER_OPEN: _("%(store)s is never open, so nobody is reminded there.", store=due.store),
    }
    return words[outcome]


def _summary(outcomes: Counter[Outcome]) -> Iterator[str]:
    """What became of reminding all of them, in as many sentences as there are outcomes."""
    if not outcomes:
        yield str(_("Nobody here has anything overdue."))
        return
    queued = sum(outcomes[outcome] for outcome in QUEUED)
    without = outcomes[Outcome.NO_ADDRESS] + outcomes[Outcome.UNWANTED] + outcomes[Outcome.NEVER_OPEN]
    settings: Settings = current_app.extensions["settings"]
    if queued and settings.mail is None:
        yield str(_("No mail server is set, so the letters are only kept. Say it in person."))
    elif queued:
        yield ngettext("%(num)s person gets a letter.", "%(num)s people get a letter.", queued)
    if outcomes[Outcome.ALREADY]:
        yield ngettext(
            "%(num)s person was reminded already. Once a day is enough.",
            "%(num)s people were reminded already. Once a day is enough.",
            outcomes[Outcome.ALREADY],
        )
    if without:
        yield ngettext(
            "%(num)s person gets no mail. It stands on their tile; say it in person.",
            "%(num)s people get no mail. It stands on their tiles; say it in person.",
            without,
        )
