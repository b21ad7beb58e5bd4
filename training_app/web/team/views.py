"""Who is ready: the team's report, one person, the huddle sheet and the files to take away."""

from collections.abc import Hashable
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from training_app.content.cache import Cache
from training_app.db import current_session
from training_app.domain.team import LATELY, Filters
from training_app.moment import now
from training_app.queries.chain import Overview, chain_mark, chain_overview
from training_app.queries.history import plays_of, shared_sentences
from training_app.queries.managed import managed_person
from training_app.queries.team_person import answered_plays, person_enrolments
from training_app.queries.team_stores import led_paths
from training_app.queries.versions import latest_versions
from training_app.web.asked import page_asked
from training_app.web.identity import the_viewer
from training_app.web.kept import page_around
from training_app.web.levels import level_now
from training_app.web.recommending import in_order
from training_app.web.team.filtering import filters_now, id_in_address, query_of
from training_app.web.team.overview import PLACES_ON_A_PAGE, overview_page
from training_app.web.team.person import progress_page
from training_app.web.team.reporting import MOST_STORES, stores_now, whole_report
from training_app.web.team.showing import huddle_page, place_of, team_page

blueprint = Blueprint("team", __name__)
MOST_SENTENCES = 6


@blueprint.get("/team")
def team() -> ResponseReturnValue:
    filters, number = filters_now(), page_asked()
    stores = stores_now(filters, most=MOST_STORES + 1)
    if len(stores) > MOST_STORES:
        return redirect(url_for("team.overview"), 303)
    key, report = whole_report(stores)
    kept: Cache[Hashable, bytes] = current_app.extensions["report_pages"]
    shown = kept.get(
        (key, filters, number, request.root_path),
        lambda: render_template("team/report.html", page=team_page(report, filters, page=number)).encode(),
    )
    return page_around(shown, "team/team.html", title=place_of(report), query=query_of(filters))


@blueprint.get("/team/huddle")
def huddle() -> ResponseReturnValue:
    filters = Filters(store=filters_now().store)
    stores = stores_now(filters, most=MOST_STORES + 1)
    if len(stores) > MOST_STORES:
        return redirect(url_for("team.overview"), 303)
    _key, report = whole_report(stores)
    names = {person.id: person.name for person in report.people}
    shared = shared_sentences(current_session(), people=names, since=now() - LATELY, most=MOST_SENTENCES)
    sentences = [(names[sentence.person_id], sentence.text) for sentence in shared]
    return render_template("team/huddle.html", page=huddle_page(report, filters), sentences=sentences)


@blueprint.get("/team/stores")
def overview() -> ResponseReturnValue:
    session, viewer = current_session(), the_viewer()
    below, number = id_in_address("below"), page_asked()
    mark = chain_mark(session, viewer, now=now())
    kept: Cache[Hashable, Overview] = current_app.extensions["reports"]
    shown = kept.get(
        ("stores", led_paths(viewer), below, number, mark),
        lambda: chain_overview(
            session, viewer, below=below, first=(number - 1) * PLACES_ON_A_PAGE, most=PLACES_ON_A_PAGE, mark=mark
        ),
    )
    page = overview_page(shown, number=number, is_below=below is not None)
    return render_template("team/overview.html", page=page)


@blueprint.get("/people/<uuid:person>/progress")
def progress(person: UUID) -> ResponseReturnValue:
    session, level = current_session(), level_now()
    found = managed_person(session, person, the_viewer())
    page = progress_page(
        found,
        enrolments=person_enrolments(session, person_id=person, level=level, now=now()),
        versions=in_order(latest_versions(session)),
        records=plays_of(session, person_id=person) if level.shows_scores else (),
        plays=answered_plays(session, person_id=person) if level.shows_answers else (),
    )
    shared = shared_sentences(session, people=[person], most=MOST_SENTENCES)
    sentences = [(sentence.text, format_date(sentence.kept_at)) for sentence in shared]
    return render_template("team/progress.html", page=page, sentences=sentences)
