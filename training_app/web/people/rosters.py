"""Bringing a whole list of people: upload it, look at it, take it in slice by slice."""

import csv
from io import StringIO
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training_app.content.roster_file import RosterFile, read_roster
from training_app.db import current_session
from training_app.domain.errors import Invalid
from training_app.domain.roster import COLUMNS
from training_app.domain.rostering import Scope
from training_app.models import Person
from training_app.moment import new_id, now
from training_app.queries.locations import led_places
from training_app.queries.roster import scope_of
from training_app.services.roster import Import
from training_app.services.roster_uploads import keep_upload, own_upload, plan_of, take_slice
from training_app.web.answers import can_be_kept, sent, wants_json
from training_app.web.identity import the_viewer
from training_app.web.people.roster_page import roster_page
from training_app.web.people.roster_words import fault_words, file_fault_words
from training_app.web.places import place_labels
from training_app.web.team.csv_file import harmless

blueprint = Blueprint("rosters", __name__, url_prefix="/people/rosters")
MOST_STORES = 12  # named as examples of how stores are written


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    return _upload_page()


def _upload_page(fault: str | None = None) -> str:
    places = led_places(current_session(), the_viewer())
    stores = [label for place, label in zip(places, place_labels(places), strict=True) if place.kind == "store"]
    return render_template("people/roster_new.html", fault=fault, columns=COLUMNS, stores=stores[:MOST_STORES])


@blueprint.post("")
def upload() -> ResponseReturnValue:
    session = current_session()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _upload_page(file_fault_words("no-file")), 422
    try:
        roster = read_roster(file.read())
    except Invalid as error:
        return _upload_page(file_fault_words(error.code)), 422
    kept = keep_upload(
        session,
        upload_id=new_id(),
        name=file.filename if can_be_kept(file.filename) else "",
        rows=roster.rows,
        reading=_reading(roster),
        actor_id=the_viewer().id,
        now=now(),
    )
    session.commit()
    return redirect(url_for("rosters.show", upload=kept.id), 303)


def _reading(roster: RosterFile) -> dict[str, str]:
    said = {"encoding": roster.encoding, "delimiter": roster.delimiter, "sheet": roster.sheet}
    return {name: value for name, value in said.items() if value is not None}


@blueprint.get("/<uuid:upload>")
def show(upload: UUID) -> ResponseReturnValue:
    session = current_session()
    kept = own_upload(session, upload, person_id=the_viewer().id)
    return render_template("people/roster.html", page=roster_page(kept, plan_of(session, kept, _scope())))


@blueprint.post("/<uuid:upload>/slices")
def take(upload: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    kept = own_upload(session, upload, person_id=viewer.id, lock=True)
    is_demo = session.get_one(Person, viewer.id).is_demo
    take_slice(
        session,
        upload=kept,
        scope=_scope(),
        good_rows_only=sent().get("good_rows_only") == "1",
        taking=Import(kept.id, viewer.id, new_id, now(), is_demo),
        event_id=new_id(),
    )
    done, total = kept.done, kept.total
    session.commit()
    return jsonify(done=done, total=total) if wants_json() else redirect(url_for("rosters.show", upload=upload), 303)


@blueprint.get("/<uuid:upload>/bad-rows.csv")
def bad_rows(upload: UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, each with what to do: to be corrected and brought again."""
    session = current_session()
    kept = own_upload(session, upload, person_id=the_viewer().id)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, "row", "problem"])
    for row in plan_of(session, kept, _scope()):
        if row.kind == "bad":
            values = [harmless(getattr(row.row, column)) for column in COLUMNS]
            writer.writerow([*values, row.row.number, harmless(" ".join(map(fault_words, row.faults)))])
    # With the mark that Excel needs to see the accents; the list is opened there to be corrected.
    answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=bad-rows.csv"
    return answer


def _scope() -> Scope:
    viewer = the_viewer()
    return scope_of(led_places(current_session(), viewer), viewer.standings)
