"""The people of the stores that the viewer manages: their tiles, PINs and printed invitations."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
