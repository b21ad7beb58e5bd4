"""The settings of the whole workspace: who sees what, and for how long answers are kept."""

from flask import Blueprint

blueprint = Blueprint("workspace", __name__, url_prefix="/workspace")
