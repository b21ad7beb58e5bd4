"""The record of who changed what."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
