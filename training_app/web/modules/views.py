"""Modules: ordered scenarios with a pass mark, practice or check."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.domain.modules import LONGEST_TITLE
from training_app.models import Module
from training_app.moment import new_id, now
from training_app.queries.modules import (
    is_assigned,
    items_of,
    module_for_change,
    module_for_use,
    place_for_copy,
    teaching_places,
    title_in,
)
from training_app.services.modules import archive_module, change_module, copy_module, create_module, restore_module
from training_app.web.answers import sent
from training_app.web.identity import the_viewer
from training_app.web.languages import language_now
from training_app.web.modules.editing import module_page
from training_app.web.modules.forms import NEW, ModuleForm, values_of
from training_app.web.modules.listing import modules_page, scenario_choices
from training_app.web.modules.ordering import moved

blueprint = Blueprint("modules", __name__, url_prefix="/modules")


@blueprint.get("")
def overview() -> ResponseReturnValue:
    page = modules_page(current_session(), the_viewer())
    return render_template("modules/modules.html", page=page)


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    return _page_of(_form(None, ModuleForm(formdata=None, data=NEW)), None)


@blueprint.post("")
def add() -> ResponseReturnValue:
    session = current_session()
    form = _form(None, ModuleForm())
    answer = _page_unless_valid(form, None)
    if answer is not None:
        return answer
    module = create_module(
        session,
        module_id=new_id(),
        location_id=UUID(form.location.data),
        content=form.content(),
        actor_id=the_viewer().id,
        event_id=new_id(),
        now=now(),
    )
    flash(_("“%(title)s” can be assigned now.", title=title_in(module, language_now())))
    session.commit()
    return redirect(url_for("modules.overview"), 303)


@blueprint.get("/<uuid:module>")
def show(module: UUID) -> ResponseReturnValue:
    session = current_session()
    found = module_for_change(session, module, the_viewer())
    values = values_of(found, items_of(session, [module])[module])
    return _page_of(_form(found, ModuleForm(formdata=None, data=values)), found)


@blueprint.post("/<uuid:module>")
def change(module: UUID) -> ResponseReturnValue:
    session = current_session()
    found = module_for_change(session, module, the_viewer())
    form = _form(found, ModuleForm())
    answer = _page_unless_valid(form, found)
    if answer is not None:
        return answer
    change_module(session, module=found, content=form.content(), actor_id=the_viewer().id, event_id=new_id(), now=now())
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("modules.overview"), 303)


@blueprint.post("/<uuid:module>/copies")
def copy(module: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found = module_for_use(session, module, viewer)
    made = copy_module(
        session,
        module=found,
        copy_id=new_id(),
        location_id=place_for_copy(session, found, viewer).location_id,
        titles={language: _copied(title, language) for language, title in found.titles.items()},
        actor_id=viewer.id,
        event_id=new_id(),
        now=now(),
    )
    address = url_for("modules.show", module=made.id)
    session.commit()
    flash(_("This is the copy. Nobody has it yet."))
    return redirect(address, 303)


@blueprint.post("/<uuid:module>/archive")
def archive(module: UUID) -> ResponseReturnValue:
    session = current_session()
    found = module_for_change(session, module, the_viewer())
    archive_module(session, module=found, actor_id=the_viewer().id, event_id=new_id(), now=now())
    flash(_("“%(title)s” is in the archive. Whoever has it goes on with it.", title=title_in(found, language_now())))
    session.commit()
    return redirect(url_for("modules.overview"), 303)


@blueprint.post("/<uuid:module>/restore")
def restore(module: UUID) -> ResponseReturnValue:
    session = current_session()
    found = module_for_change(session, module, the_viewer())
    restore_module(session, module=found, actor_id=the_viewer().id, event_id=new_id(), now=now())
    flash(_("“%(title)s” can be assigned again.", title=title_in(found, language_now())))
    session.commit()
    return redirect(url_for("modules.overview"), 303)


def _form(module: Module | None, form: ModuleForm) -> ModuleForm:
    """The form with what the viewer may choose, and without what stays as it is."""
    session = current_session()
    form.offer(scenario_choices(session), teaching_places(the_viewer()))
    if module is not None:
        form.keep(module, is_assigned=is_assigned(session, module.id))
    return form


def _page_unless_valid(form: ModuleForm, module: Module | None) -> ResponseReturnValue | None:
    """The form again after a step without a script, or with what is wrong; None where it can be taken."""
    deed = sent().get("deed", "")
    if deed:
        form.scenarios.data = " ".join(moved(form.chosen, deed))
        return _page_of(form, module, deed=deed)
    return None if form.validate() else (_page_of(form, module), 422)


def _page_of(form: ModuleForm, module: Module | None, *, deed: str = "") -> str:
    return render_template("modules/module.html", page=module_page(form, module, deed=deed), form=form)


def _copied(title: str, language: str) -> str:
    with force_locale(language):
        ending = _("(copy)")
    return f"{title[: LONGEST_TITLE - len(ending) - 1]} {ending}"
