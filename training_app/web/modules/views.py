"""Modules: ordered scenarios with a pass mark, practice or check."""

from flask import Blueprint

blueprint = Blueprint("modules", __name__, url_prefix="/modules")
