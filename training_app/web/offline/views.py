"""The installable app: manifest, service worker, and pages without a person in them."""

from flask import Blueprint

blueprint = Blueprint("offline", __name__)
