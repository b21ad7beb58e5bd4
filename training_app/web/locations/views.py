"""The tree of stores and regions."""

from flask import Blueprint

blueprint = Blueprint("locations", __name__, url_prefix="/stores")
