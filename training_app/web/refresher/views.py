"""The refresher: up to three single moments a day, each with how the reply landed."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training_app.db import current_session
from training_app.domain.errors import Invalid, NotFound
from training_app.domain.refreshing import Given
from training_app.domain.scenario import Choice
from training_app.moment import now
from training_app.queries.enrolments import enrolments_of
from training_app.queries.plays import LoggedPlay, own_play
from training_app.services.refreshing import answer_moment
from training_app.web.answers import sent
from training_app.web.contents import content
from training_app.web.identity import the_viewer
from training_app.web.refresher.drawing import Refresher, refresher_of
from training_app.web.refresher.pages import RestPage
from training_app.web.refresher.showing import moment_page, rest_page, said_page

blueprint = Blueprint("refresher", __name__, url_prefix="/refresher")


def _own() -> Refresher:
    session, viewer = current_session(), the_viewer()
    return refresher_of(session, viewer, enrolments_of(session, person_id=viewer.id, now=now()))


def _play_of(moment: Given) -> LoggedPlay:
    return own_play(current_session(), moment.play_id, person_id=the_viewer().id)


def _choice(play: LoggedPlay, moment: Given, choice_id: str) -> Choice | None:
    return content(play.version).scenario.scenes[moment.scene].choice(choice_id)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The next moment of today."""
    viewer = the_viewer()
    if not viewer.refresher:
        return render_template("refresher/rest.html", page=RestPage(why="off", day=None, is_tomorrow=False))
    refresher = _own()
    if not refresher.ahead:
        return render_template("refresher/rest.html", page=rest_page(refresher))
    moment = refresher.ahead[0]
    page = moment_page(refresher, moment, _play_of(moment), viewer=viewer)
    return render_template("refresher/moment.html", page=page)


@blueprint.post("")
def answer() -> ResponseReturnValue:
    """A reply; a second one before the moment comes back changes nothing."""
    fields = sent()
    viewer = the_viewer()
    if not viewer.refresher:
        raise NotFound("You have switched the refresher off.")
    refresher = _own()
    moment = refresher.moment(fields.get("scenario", ""), fields.get("scene", ""))
    choice = _choice(_play_of(moment), moment, fields.get("choice", ""))
    if choice is None or choice.grade is None:
        raise Invalid("not-offered", "That reply is not offered in this moment.")
    session = current_session()
    answer_moment(
        session,
        person_id=viewer.id,
        scenario_id=moment.scenario_id,
        scene=moment.scene,
        grade=choice.grade,
        today=refresher.today,
        now=now(),
    )
    session.commit()
    address = url_for("refresher.said", scenario=moment.scenario_id, scene=moment.scene, choice=choice.id)
    return redirect(address, 303)


@blueprint.get("/<scenario>/<scene>/<choice>")
def said(scenario: str, scene: str, choice: str) -> ResponseReturnValue:
    """How a reply landed, of a moment that was answered."""
    refresher = _own()
    moment = refresher.moment(scenario, scene)
    play = _play_of(moment)
    chosen = _choice(play, moment, choice)
    if chosen is None or moment.key not in refresher.standings:
        raise NotFound("You have not answered that moment.")
    return render_template("refresher/said.html", page=said_page(refresher, moment, play, chosen))
