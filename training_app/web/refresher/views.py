"""The refresher: three single moments, for the weakest principle."""

from flask import Blueprint

blueprint = Blueprint("refresher", __name__, url_prefix="/refresher")
