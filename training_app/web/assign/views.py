"""Assign a module, and look after what is assigned."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from training_app.db import current_reader, current_session
from training_app.models import Assignment
from training_app.moment import new_id, now
from training_app.queries.assignments import (
    assignment_for,
    assignment_for_change,
    assignments_for,
    count_still_to_enrol,
    people_of,
    reached_at,
    states_of,
)
from training_app.services.assigning import assign, extend_assignment, withdraw_assignment
from training_app.services.enrolling import enrol_place
from training_app.web.answers import sent, wants_json
from training_app.web.asked import named_id, page_asked, words_asked
from training_app.web.assign.drafting import Wish, form_page, prepare, today_of, wish_of
from training_app.web.assign.forms import AssignmentForm, LaterForm
from training_app.web.assign.listing import ON_A_PAGE as ASSIGNMENTS_ON_A_PAGE
from training_app.web.assign.listing import list_page
from training_app.web.assign.previewing import preview_page
from training_app.web.assign.standing import ON_A_PAGE, Found, asked_for, standing_page
from training_app.web.changing import own_change
from training_app.web.identity import the_viewer

blueprint = Blueprint("assign", __name__)
LOOKS = ("find", "change")  # buttons of the form that ask for nothing but the form


@blueprint.get("/assignments")
def assignments() -> ResponseReturnValue:
    session, viewer, number = current_session(), the_viewer(), page_asked(first=0)
    rows = assignments_for(session, viewer, most=ASSIGNMENTS_ON_A_PAGE + 1, after=number * ASSIGNMENTS_ON_A_PAGE)
    reached = reached_at(session, [row.assignment.id for row in rows], viewer)
    return render_template("assign/assignments.html", page=list_page(rows, reached, number=number))


@blueprint.get("/assignments/new")
def new() -> ResponseReturnValue:
    return _form_again(AssignmentForm())


@blueprint.post("/assignments/previews")
def preview() -> ResponseReturnValue:
    form = AssignmentForm()
    if sent().get("do") in LOOKS:
        return _form_again(form)
    session = current_reader()  # nothing is written
    wish = wish_of(form, session, the_viewer(), now=now())
    if wish is None:
        return _form_again(form), 422
    return render_template("assign/preview.html", page=preview_page(form, wish, session))


@blueprint.post("/assignments")
def add() -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    form = AssignmentForm()
    wish = wish_of(form, session, viewer, now=now())
    if wish is None:
        return _form_again(form), 422
    assignment_id = named_id(form.assignment.data) if form.assignment.data else new_id()
    known = session.get(Assignment, assignment_id)
    if known is None:  # else it was sent twice
        _make(session, wish, assignment_id=assignment_id)
        session.commit()
        flash(_("It is assigned."))
    return redirect(url_for("assign.show", assignment=assignment_id), 303)


def _make(session: Session, wish: Wish, *, assignment_id: UUID) -> None:
    assign(
        session,
        assignment_id=assignment_id,
        module=wish.module,
        place=wish.place,
        terms=wish.terms,
        today=wish.today,
        change=own_change(),
        audience=wish.meant.audience,
        person_ids=wish.meant.person_ids,
    )


def _form_again(form: AssignmentForm) -> str:
    session, viewer = current_reader(), the_viewer()
    prepare(form, session, viewer, now=now())
    if not form.assignment.data:
        form.assignment.data = str(new_id())
    page = form_page(form, session, viewer, now=now())
    return render_template("assign/new.html", page=page, form=form)


@blueprint.get("/assignments/<uuid:assignment>")
def show(assignment: UUID) -> ResponseReturnValue:
    return _standing(assignment, LaterForm(formdata=None))


def _standing(assignment: UUID, form: LaterForm) -> str:
    session, viewer, number = current_session(), the_viewer(), page_asked(first=0)
    row = assignment_for(session, assignment, viewer)
    wanted = asked_for(request.args.get("state", ""), words_asked())
    found = Found(
        row=row,
        states=states_of(session, assignment, viewer, now=now()),
        people=people_of(
            session, assignment, viewer, wanted=wanted, now=now(), most=ON_A_PAGE + 1, after=number * ON_A_PAGE
        ),
        left=count_still_to_enrol(session, row.assignment, row.place) if row.assignment.spread_at is None else 0,
    )
    page = standing_page(found, wanted=wanted, number=number, today=today_of(viewer, now()))
    return render_template("assign/assignment.html", page=page, form=form)


@blueprint.post("/assignments/<uuid:assignment>/enrolments")
def enrol(assignment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    row = assignment_for_change(session, assignment, viewer)
    if row.assignment.spread_at is None:
        enrol_place(session, assignment=row.assignment, now=now())
        session.commit()
    if not wants_json():
        return redirect(url_for("assign.show", assignment=assignment), 303)
    done = reached_at(session, [assignment], viewer)[assignment].people
    is_done = row.assignment.spread_at is not None
    left = 0 if is_done else count_still_to_enrol(session, row.assignment, row.place)
    return jsonify(done=done, total=done + left)


@blueprint.post("/assignments/<uuid:assignment>/withdrawal")
def withdraw(assignment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    row = assignment_for_change(session, assignment, viewer)
    withdraw_assignment(session, assignment=row.assignment, change=own_change())
    session.commit()
    flash(_("Withdrawn. Nobody has to do it any more; whoever passed keeps that."))
    return redirect(url_for("assign.show", assignment=assignment), 303)


@blueprint.post("/assignments/<uuid:assignment>/due")
def extend(assignment: UUID) -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    row = assignment_for_change(session, assignment, viewer)
    form = LaterForm()
    today = today_of(viewer, now())
    if not form.is_later(than=row.assignment.due_on, today=today):
        return _standing(assignment, form), 422
    extend_assignment(session, assignment=row.assignment, due_on=form.due_on.data, today=today, change=own_change())
    session.commit()
    flash(_("Everybody who has not finished has until the new day."))
    return redirect(url_for("assign.show", assignment=assignment), 303)
