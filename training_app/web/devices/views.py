"""Devices: a store's shared tablets, as administrators and managers see them."""

from uuid import UUID

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from training_app.db import current_session
from training_app.models import Device
from training_app.moment import new_code, new_id, now
from training_app.queries.devices import pairing_by_code
from training_app.queries.managed import managed_device, managed_devices, managed_stores
from training_app.services.devices import code_hash, make_pairing
from training_app.services.looking_after import change_device, revoke_device
from training_app.web.answers import wants_json
from training_app.web.devices.codes import code_page
from training_app.web.devices.forms import DeviceForm, NewDeviceForm
from training_app.web.devices.overview import device_card, stores_of_devices
from training_app.web.identity import the_viewer

blueprint = Blueprint("devices", __name__, url_prefix="/devices")
CODE = "device-code"  # in the browser's session, so that the code's page can be loaded again


@blueprint.get("")
def overview() -> ResponseReturnValue:
    rows = managed_devices(current_session(), the_viewer())
    return render_template("devices/devices.html", stores=stores_of_devices(rows, now=now()))


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    form = NewDeviceForm()
    form.offer(managed_stores(current_session(), the_viewer()))
    return render_template("devices/new.html", form=form)


@blueprint.post("")
def add() -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    form = NewDeviceForm()
    form.offer(managed_stores(session, viewer))
    if not form.validate():
        return render_template("devices/new.html", form=form), 422
    code = new_code()
    make_pairing(
        session,
        code=code,
        location_id=UUID(form.location.data),
        name=form.name.data,
        actor_id=viewer.id,
        event_id=new_id(),
        now=now(),
    )
    session.commit()
    cookie[CODE] = code
    return redirect(url_for("devices.code"), 303)


@blueprint.get("/code")
def code() -> ResponseReturnValue:
    own: str = cookie.get(CODE, "")
    found = pairing_by_code(current_session(), code_hash=code_hash(own), created_by=the_viewer().id)
    if found is None:
        return redirect(url_for("devices.new"), 303)
    page = code_page(own, *found, settings=current_app.extensions["settings"], now=now())
    return jsonify(state=page.state) if wants_json() else render_template("devices/code.html", page=page)


@blueprint.get("/<uuid:device>")
def show(device: UUID) -> ResponseReturnValue:
    found, _store = managed_device(current_session(), device, the_viewer())
    return _page_of(found, DeviceForm(formdata=None, obj=found, location=str(found.location_id)))


@blueprint.post("/<uuid:device>")
def change(device: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found, _store = managed_device(session, device, viewer)
    form = DeviceForm()
    form.offer(managed_stores(session, viewer))
    if not form.validate():
        return _page_of(found, form), 422
    change_device(
        session,
        device=found,
        name=form.name.data,
        location_id=UUID(form.location.data),
        lock_after=int(form.lock_after.data),
        actor_id=viewer.id,
        new_id=new_id,
        now=now(),
    )
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("devices.overview"), 303)


def _page_of(device: Device, form: DeviceForm) -> str:
    form.offer(managed_stores(current_session(), the_viewer()))
    return render_template("devices/device.html", page=device_card(device, now=now()), form=form)


@blueprint.post("/<uuid:device>/revocation")
def revoke(device: UUID) -> ResponseReturnValue:
    session = current_session()
    viewer = the_viewer()
    found, _store = managed_device(session, device, viewer)
    revoke_device(session, device=found, actor_id=viewer.id, event_id=new_id(), now=now())
    session.commit()
    flash(_("“%(name)s” is disconnected. It forgets everything at its next contact.", name=found.name))
    return redirect(url_for("devices.overview"), 303)
