"""A page around a part that is kept for many: the part stays the bytes that it is, and only the rest is rendered."""

from flask import Response, render_template
from markupsafe import Markup

PART_HERE = Markup("<the-kept-part>")  # which nobody's words can be, for theirs are escaped


def page_around(part: bytes, template: str, **values: object) -> Response:
    """The page of this template, with the part where the template shows `part`."""
    before, after = render_template(template, part=PART_HERE, **values).split(PART_HERE)
    return Response(b"".join((before.encode(), part, after.encode())), mimetype="text/html")
