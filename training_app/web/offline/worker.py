"""The service worker of this release."""

import hashlib

from flask import current_app

from config import LANGUAGES
from training_app.domain.levels import Level
from training_app.web.assets import SCRIPT, STYLESHEET, Assets
from training_app.web.offline.shells import TEMPLATES, of_nobody, shells
from training_app.web.packing import Packed, pack

ICON = "icons/favicon.svg"


def release(level: Level) -> str:
    """The hash over all that a browser keeps of this release: static files, the worker among them, and shells."""
    parts = (_assets().digest, *(packed.digest for packed in shells(level).values()))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def worker(level: Level) -> Packed:
    """The service worker, made at the first request for it at this level and kept compressed."""
    made: dict[Level, Packed] = current_app.extensions.setdefault("workers", {})
    if level not in made:
        values = {"release": release(level), "files": _kept_files(), "shells": list(TEMPLATES), "languages": LANGUAGES}
        made[level] = pack(of_nobody("offline/sw.js", LANGUAGES[0], level=level, **values).encode())
    return made[level]


def _kept_files() -> list[str]:
    return [_assets().url(name) for name in (STYLESHEET, SCRIPT, ICON)]


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets
