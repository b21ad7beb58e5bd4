"""The settings of the whole workspace: who sees what, and for how long answers are kept."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session, current_transaction
from training_app.domain.levels import Level
from training_app.moment import new_id, now
from training_app.queries.workspace import counted_plays, workspace_settings
from training_app.services.workspace import change_workspace
from training_app.web.identity import the_viewer
from training_app.web.workspace.forms import WorkspaceForm

blueprint = Blueprint("workspace", __name__, url_prefix="/workspace")


@blueprint.get("")
def show() -> ResponseReturnValue:
    settings = workspace_settings(current_transaction())
    form = WorkspaceForm(formdata=None, managers_see=settings.managers_see.value, keep_months=settings.keep_months)
    return _page(form)


@blueprint.post("")
def change() -> ResponseReturnValue:
    form = WorkspaceForm()
    session = current_session()
    if not form.validate():
        return _page(form), 422
    change_workspace(
        session,
        managers_see=Level(form.managers_see.data),
        keep_months=form.keep_months.data,
        actor_id=the_viewer().id,
        new_id=new_id,
        now=now(),
    )
    session.commit()
    flash(_("Saved. Everybody reads it from now on wherever they practise."))
    return redirect(url_for("workspace.show"), 303)


def _page(form: WorkspaceForm) -> str:
    return render_template("workspace/workspace.html", form=form, counted=counted_plays(current_transaction()))
