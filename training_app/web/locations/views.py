"""The tree of stores and regions."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.domain.errors import Conflict, Invalid
from training_app.models import Location
from training_app.moment import new_id
from training_app.queries.locations import administered_place, administered_tree, is_anybody_in, parents_for
from training_app.services.report_counts import refresh_counts
from training_app.services.stores import add_place, change_place, close_place, move_place, open_place
from training_app.web.changing import own_change
from training_app.web.identity import the_viewer
from training_app.web.locations.forms import NewPlaceForm, ParentForm, PlaceForm, time_zones
from training_app.web.locations.pages import PlacePage
from training_app.web.locations.tree import lines_of

blueprint = Blueprint("locations", __name__, url_prefix="/stores")


@blueprint.get("")
def tree() -> ResponseReturnValue:
    parents = parents_for(current_session(), the_viewer())
    first = parents[0] if parents else None
    form = NewPlaceForm(
        formdata=None, time_zone=first.time_zone if first else "", parent=str(first.id) if first else ""
    )
    form.offer(parents)
    return _tree_page(form)


def _tree_page(form: NewPlaceForm) -> str:
    places = lines_of(administered_tree(current_session(), the_viewer()))
    return render_template("locations/tree.html", places=places, form=form, time_zones=time_zones())


@blueprint.post("")
def add() -> ResponseReturnValue:
    session = current_session()
    form = NewPlaceForm()
    parents = parents_for(session, the_viewer())
    form.offer(parents)
    if not form.validate():
        return _tree_page(form), 422
    try:
        place = add_place(
            session,
            place_id=new_id(),
            parent=form.parent_among(parents),
            kind=form.kind.data,
            name=form.name.data,
            time_zone=form.time_zone.data,
            change=own_change(),
        )
    except (Invalid, Conflict) as error:
        form.explain(error.code)
        return _tree_page(form), 422
    session.commit()
    flash(_("“%(name)s” is there now.", name=form.name.data))
    return redirect(url_for("locations.show", place=place.id), 303)


@blueprint.get("/<uuid:place>")
def show(place: UUID) -> ResponseReturnValue:
    return _page_of(administered_place(current_session(), place, the_viewer()))


@blueprint.post("/<uuid:place>")
def change(place: UUID) -> ResponseReturnValue:
    session = current_session()
    found = administered_place(session, place, the_viewer())
    form = PlaceForm()
    form.open_days.data = request.form.getlist("open_days")
    if not form.validate():
        return _page_of(found, form), 422
    try:
        change_place(session, place=found, details=form.details(), change=own_change())
    except (Invalid, Conflict) as error:
        form.explain(error.code)
        return _page_of(found, form), 422
    refresh_counts(session, location_ids={found.id})
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("locations.show", place=place), 303)


@blueprint.post("/<uuid:place>/move")
def move(place: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found = administered_place(session, place, viewer)
    form = ParentForm()
    parents = parents_for(session, viewer)
    form.offer(parents)
    if not form.validate():
        return _page_of(found, parent_form=form), 422
    parent = form.parent_among(parents)
    try:
        move_place(session, place=found, parent=parent, change=own_change())
    except Conflict as error:
        form.parent.errors = [_cannot_move(error.code)]
        return _page_of(found, parent_form=form), 409
    session.commit()
    flash(_("“%(name)s” belongs to “%(parent)s” now, with all that is in it.", name=found.name, parent=parent.name))
    return redirect(url_for("locations.show", place=place), 303)


def _cannot_move(code: str) -> str:
    if code == "name-taken":
        return str(_("There is a place with this name already. Change one of the two names first."))
    return str(_("That cannot be: a place belongs to the chain or to a region that is not part of itself."))


@blueprint.post("/<uuid:place>/closing")
def close(place: UUID) -> ResponseReturnValue:
    session = current_session()
    found = administered_place(session, place, the_viewer())
    try:
        close_place(session, place=found, change=own_change())
    except Conflict as error:
        if error.code != "not-empty":
            raise
        flash(_("Somebody is still in it. Move its people and the places below it first."), "error")
        return _page_of(found), 409
    session.commit()
    flash(_("“%(name)s” is closed.", name=found.name))
    return redirect(url_for("locations.show", place=place), 303)


@blueprint.post("/<uuid:place>/opening")
def reopen(place: UUID) -> ResponseReturnValue:
    session = current_session()
    found = administered_place(session, place, the_viewer())
    open_place(session, place=found, change=own_change())
    session.commit()
    flash(_("“%(name)s” is open again.", name=found.name))
    return redirect(url_for("locations.show", place=place), 303)


def _page_of(found: Location, form: PlaceForm | None = None, *, parent_form: ParentForm | None = None) -> str:
    """The page, with the forms as they are or as they were sent."""
    session = current_session()
    parents = [place for place in parents_for(session, the_viewer()) if not place.path.startswith(found.path)]
    if form is None:
        form = PlaceForm(formdata=None, obj=found)
        form.open_days.data = list(found.open_days)
    form.offer()
    if parent_form is None:
        parent_form = ParentForm(formdata=None, parent=str(found.parent_id))
    parent_form.offer(parents)
    parent = session.get(Location, found.parent_id) if found.parent_id else None
    page = PlacePage(
        key=str(found.id),
        name=found.name,
        kind=found.kind,
        parent=parent.name if parent else None,
        is_closed=found.closed_at is not None,
        is_anybody_in=is_anybody_in(session, found),
    )
    return render_template(
        "locations/place.html", page=page, form=form, parent_form=parent_form, time_zones=time_zones()
    )
