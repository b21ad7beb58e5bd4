"""Who is ready: the team's report, one person, the huddle sheet and the files to take away."""

from flask import Blueprint

blueprint = Blueprint("team", __name__)
