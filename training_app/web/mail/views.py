"""The letters that wait, were sent or kept."""

from flask import Blueprint

blueprint = Blueprint("mail", __name__, url_prefix="/mail")
