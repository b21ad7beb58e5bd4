"""What a browser that plays by itself fetches and sends: bundles, pictures, what is in reach, and its choices."""

from flask import Blueprint

blueprint = Blueprint("sync", __name__)
