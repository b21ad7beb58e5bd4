"""Devices: a store's shared tablets, as administrators and managers see them."""

from flask import Blueprint

blueprint = Blueprint("devices", __name__)
