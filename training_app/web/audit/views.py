"""The record of who changed what."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training_app.db import current_session
from training_app.models import AuditEvent
from training_app.queries.audit import RecordWanted, changes, ids_in, names_of
from training_app.web.asked import words_asked
from training_app.web.audit.pages import RecordPage
from training_app.web.audit.record import choices, days_of
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
MOST = 50


@blueprint.get("")
def record() -> ResponseReturnValue:
    session = current_session()
    wanted = RecordWanted(words=words_asked(), action=words_asked("action"))
    before = _before()
    found = changes(session, the_viewer(), wanted=wanted, most=MOST + 1, before=before)
    shown = found[:MOST]
    page = RecordPage(
        days=days_of(shown, names_of(session, ids_in(shown), language=language_now())),
        words=wanted.words,
        action=wanted.action,
        actions=choices(),
        is_filtered=wanted != RecordWanted(),
        is_first=before is None,
        older=_older(shown[-1], wanted) if len(found) > MOST else None,
    )
    return render_template("audit/record.html", page=page)


def _before() -> tuple[datetime, UUID] | None:
    """The change after which the page goes on; an address that cannot be read begins with the newest."""
    at, _comma, one = request.args.get("before", "").partition(",")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(one)) if moment.tzinfo else None
    except ValueError:
        return None


def _older(last: AuditEvent, wanted: RecordWanted) -> str:
    return url_for(
        "audit.record", q=wanted.words or None, action=wanted.action or None, before=f"{last.at.isoformat()},{last.id}"
    )
