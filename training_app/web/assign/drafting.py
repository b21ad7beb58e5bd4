"""The form that assigns, read: what the viewer wants, with all of it loaded as far as it is theirs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from training_app.models import Location, Module
from training_app.queries.assignable import (
    Meant,
    latest_day_at,
    left_of,
    people_for,
    place_for,
    places_for,
    these_for,
)
from training_app.queries.modules import module_for_use, modules_for_use, teaching_places
from training_app.queries.viewer import Viewer
from training_app.services.assigning import Terms
from training_app.web.asked import named_id
from training_app.web.assign.forms import NEWCOMERS_HAVE, AssignmentForm
from training_app.web.assign.pages import FormPage, PersonChoice
from training_app.web.finding import MOST_FOUND, places_found
from training_app.web.languages import language_now

DUE_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wish:
    """An assignment that can be made; `today` is the latest day that it is where those who are meant work."""

    module: Module
    place: Location
    meant: Meant
    terms: Terms
    today: date


def prepare(form: AssignmentForm, session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Offer what the viewer can choose, and what most people choose."""
    places = places_for(session, viewer)
    form.offer(modules_for_use(session, viewer), places, language=language_now())
    if not form.due_on.raw_data:  # nor is it there where a link brings the module alone
        form.due_on.data = today_of(viewer, now) + DUE_AFTER
    if not form.newcomer_days.raw_data:
        form.newcomer_days.process(None, NEWCOMERS_HAVE)
    if not form.module.data and len(form.module.choices) == 1:
        form.module.data = form.module.choices[0].value


def form_page(form: AssignmentForm, session: Session, viewer: Viewer, *, now: datetime) -> FormPage:
    """What stands around the form: the chosen people first, then those whom the words find."""
    _is_anybody_gone(form, session, viewer)
    chosen = these_for(session, form.person.data, viewer)
    words = (form.words.data or "").strip()
    found = people_for(session, viewer, words=words, most=MOST_FOUND + 1)
    known = {one.id for one in chosen}
    others = [one for one in found[:MOST_FOUND] if one.id not in known]
    return FormPage(
        found=places_found(form.place.choices, chosen=form.place.data, words=form.place_words.data or ""),
        people=tuple(
            PersonChoice(str(one.id), one.name, one.store, is_chosen=one.id in known) for one in [*chosen, *others]
        ),
        words=words,
        are_there_more=len(found) > MOST_FOUND,
        first_day=today_of(viewer, now).isoformat(),
        has_modules=bool(form.module.choices),
    )


def wish_of(form: AssignmentForm, session: Session, viewer: Viewer, *, now: datetime) -> Wish | None:
    """What the form asks for; None where a field is wrong, which then says so. Raises NotFound."""
    if not form.validate():
        return None
    module = module_for_use(session, named_id(form.module.data), viewer)
    if form.is_for_people:
        if _is_anybody_gone(form, session, viewer):
            return None
        these_for(session, form.person.data, viewer)
        place = session.get_one(Location, teaching_places(viewer)[0].location_id)
        meant = Meant(person_ids=form.person.data)
    else:
        place = place_for(session, named_id(form.place.data), viewer)
        meant = Meant(place.path, "everyone" if form.everyone.data else "employees")
    today = latest_day_at(session, meant, now=now, otherwise=viewer.time_zone)
    if form.due_on.data < today:
        form.due_on.errors = [_("This day is over already.")]
        return None
    return Wish(module, place, meant, _terms(form), today)


def _is_anybody_gone(form: AssignmentForm, session: Session, viewer: Viewer) -> bool:
    """Whether one of the chosen people has left; they are chosen no more, and the form says so."""
    gone = left_of(session, form.person.data, viewer)
    if gone:
        form.leave_out(gone)
    return bool(gone)


def _terms(form: AssignmentForm) -> Terms:
    return Terms(
        due_on=form.due_on.data,
        newcomer_days=None if form.is_for_people else form.newcomer_days.data,
        repeat_days=form.repeat_days.data,
        note=(form.note.data or "").strip(),
    )


def today_of(viewer: Viewer, now: datetime) -> date:
    """The day where the viewer belongs."""
    return now.astimezone(ZoneInfo(viewer.time_zone)).date()
