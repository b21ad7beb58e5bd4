"""The service worker of this release."""

import hashlib

from flask import current_app

from config import LANGUAGES
from training_app.web.assets import SCRIPT, STYLESHEET, Assets
from training_app.web.offline.shells import TEMPLATES, of_nobody, shells
from training_app.web.packing import Packed, pack

ICON = "icons/favicon.svg"


def release() -> str:
    """The hash over all that a browser keeps of this release: static files, the worker among them, and shells."""
    parts = (_assets().digest, *(packed.digest for packed in shells().values()))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def worker() -> Packed:
    """The service worker, made at the first request for it and kept compressed."""
    made: Packed | None = current_app.extensions.get("worker")
    if made is None:
        values = {"release": release(), "files": _kept_files(), "shells": list(TEMPLATES), "languages": LANGUAGES}
        made = current_app.extensions["worker"] = pack(of_nobody("offline/sw.js", LANGUAGES[0], **values).encode())
    return made


def _kept_files() -> list[str]:
    return [_assets().url(name) for name in (STYLESHEET, SCRIPT, ICON)]


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets
