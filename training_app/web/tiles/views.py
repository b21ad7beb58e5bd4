"""The tablet's own pages: connect it, tap a tile, enter a PIN, hand it on."""

from flask import Blueprint

blueprint = Blueprint("tiles", __name__)
