"""Addresses as QR codes, drawn into the page: black on white also in the dark, for a camera has to read them."""

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """The code as an SVG without a size of its own, its quiet zone included."""
    drawn = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704  (made of numbers alone)
