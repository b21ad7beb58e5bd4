"""Adding a person, their page, and what can be done there: change, move, leave, come back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.domain.errors import Conflict, Invalid
from training_app.domain.permissions import ADMINISTRATORS, Role
from training_app.models import Person
from training_app.moment import new_id
from training_app.queries.locations import led_places
from training_app.queries.managed import ManagedPerson, managed_person_below
from training_app.services.enrolling import enrol_newcomers
from training_app.services.people_changes import (
    add_person,
    change_person,
    let_leave,
    let_return,
    move_person,
)
from training_app.services.report_counts import refresh_counts, touch_reports
from training_app.web.changing import own_change
from training_app.web.identity import the_viewer
from training_app.web.moments import day_in
from training_app.web.people.forms import DetailsForm, NewPersonForm, PlaceForm
from training_app.web.people.inviting import may_be_written_to
from training_app.web.people.listing import roles_of
from training_app.web.people.pages import PersonPage

blueprint = Blueprint("persons", __name__, url_prefix="/people")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    form = NewPersonForm()
    viewer = the_viewer()
    form.offer(led_places(current_session(), viewer), viewer)
    return render_template("people/new.html", form=form)


@blueprint.post("")
def add() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    form = NewPersonForm()
    places = led_places(session, viewer)
    form.offer(places, viewer)
    if not form.validate():
        return render_template("people/new.html", form=form), 422
    place = form.place_among(places)
    if not form.may_be_given(place, viewer):
        return render_template("people/new.html", form=form), 403
    change = own_change()
    try:
        person = add_person(
            session,
            person_id=new_id(),
            details=form.details(),
            location_id=place.id,
            role=Role(form.role.data),
            is_demo=session.get_one(Person, viewer.id).is_demo,
            change=change,
        )
    except (Invalid, Conflict) as error:
        form.explain(error.code)
        return render_template("people/new.html", form=form), 422
    enrol_newcomers(session, person_ids=[person.id], location_id=place.id, now=change.now)
    refresh_counts(session, location_ids={place.id})
    session.commit()
    flash(_("%(name)s has a tile at %(store)s now.", name=form.name.data, store=place.name))
    return redirect(url_for("persons.show", person=person.id), 303)


@blueprint.get("/<uuid:person>")
def show(person: UUID) -> ResponseReturnValue:
    return _page_of(_looked_after(person))


@blueprint.post("/<uuid:person>")
def change(person: UUID) -> ResponseReturnValue:
    session = current_session()
    found = _looked_after(person)
    form = DetailsForm()
    if not form.validate():
        return _page_of(found, form), 422
    owner = session.get_one(Person, found.id, with_for_update=True)
    try:
        change_person(session, person=owner, details=form.details(), change=own_change())
    except (Invalid, Conflict) as error:
        form.explain(error.code)
        return _page_of(found, form), 422
    touch_reports(session, {found.store_id})
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("persons.show", person=person), 303)


@blueprint.post("/<uuid:person>/moves")
def move(person: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found = _looked_after(person)
    form = PlaceForm()
    places = led_places(session, viewer)
    form.offer(places, viewer)
    if not form.validate():
        return _page_of(found, place_form=form), 422
    place = form.place_among(places)
    if not form.may_be_given(place, viewer):
        return _page_of(found, place_form=form), 403
    owner = session.get_one(Person, found.id, with_for_update=True)
    change, role = own_change(), Role(form.role.data)
    touched = move_person(session, person=owner, left=found.store_id, location_id=place.id, role=role, change=change)
    if owner.left_at is None and place.id != found.store_id:
        enrol_newcomers(session, person_ids=[owner.id], location_id=place.id, now=change.now)
    refresh_counts(session, location_ids=touched)
    session.commit()
    flash(_("%(name)s belongs to %(store)s now.", name=found.name, store=place.name))
    return redirect(url_for("persons.show", person=person), 303)


@blueprint.post("/<uuid:person>/leaving")
def leave(person: UUID) -> ResponseReturnValue:
    session = current_session()
    found = _looked_after(person)
    let_leave(session, person=session.get_one(Person, found.id, with_for_update=True), change=own_change())
    refresh_counts(session, location_ids={found.store_id})
    session.commit()
    flash(_("%(name)s has left. The tile is gone, and what they did stays on record.", name=found.name))
    return redirect(url_for("persons.show", person=person), 303)


@blueprint.post("/<uuid:person>/return")
def come_back(person: UUID) -> ResponseReturnValue:
    session = current_session()
    found = _looked_after(person)
    change = own_change()
    let_return(session, person=session.get_one(Person, found.id, with_for_update=True), change=change)
    if found.left_at is not None:
        enrol_newcomers(session, person_ids=[found.id], location_id=found.store_id, now=change.now)
    refresh_counts(session, location_ids={found.store_id})
    session.commit()
    flash(_("%(name)s is back. At the first tap their tile asks for a new PIN.", name=found.name))
    return redirect(url_for("persons.show", person=person), 303)


def _looked_after(person: UUID) -> ManagedPerson:
    return managed_person_below(current_session(), person, the_viewer())


def _page_of(found: ManagedPerson, form: DetailsForm | None = None, *, place_form: PlaceForm | None = None) -> str:
    """The page, with the forms as they are or as they were sent."""
    viewer = the_viewer()
    if form is None:
        form = DetailsForm(formdata=None, obj=found, language=found.language or "")
    if place_form is None:
        place_form = PlaceForm(formdata=None, location=str(found.store_id), role=found.role.value)
        place_form.offer(led_places(current_session(), viewer), viewer)
    page = PersonPage(
        person=str(found.id),
        name=found.name,
        account=found.account,
        role=roles_of(found),
        store=found.store,
        email=found.email,
        has_pin=found.has_pin,
        may_be_written_to=may_be_written_to(found),
        left=day_in(found.left_at, found.time_zone) if found.left_at else None,
        may_be_erased=bool(viewer.roles & ADMINISTRATORS),
    )
    return render_template("people/account.html", page=page, form=form, place_form=place_form)
