"""Assign a module, and look after what is assigned."""

from flask import Blueprint

blueprint = Blueprint("assign", __name__)
