"""The app as a tablet installs it."""

from flask import current_app
from flask_babel import gettext as _

from training_app.web.assets import Assets

THEME_COLOURS = {"light": "#fbf6ee", "dark": "#1c1815"}  # the token --paper by day and by night
SIZES = (192, 512)


def manifest(language: str) -> dict[str, object]:
    """The web app manifest, in this language."""
    return {
        "id": "/practice",
        "name": "Regulars",
        "short_name": "Regulars",
        "description": _("Service training that makes friends of customers."),
        "lang": language,
        "dir": "ltr",
        "start_url": "/practice",
        "scope": "/",
        "display": "standalone",
        "display_override": ["fullscreen", "standalone"],
        "orientation": "any",
        "theme_color": THEME_COLOURS["light"],
        "background_color": THEME_COLOURS["light"],
        "categories": ["education", "business"],
        "icons": [
            _icon("icons/favicon.svg", "any", "any"),
            _icon("icons/maskable.svg", "any", "maskable"),
            *(_icon(f"icons/any-{size}.png", f"{size}x{size}", "any") for size in SIZES),
            *(_icon(f"icons/maskable-{size}.png", f"{size}x{size}", "maskable") for size in SIZES),
        ],
    }


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    assets: Assets = current_app.extensions["assets"]
    return {"src": assets.url(name), "sizes": sizes, "type": kind, "purpose": purpose}
