"""Static files under addresses that carry their content's hash, so that a repeat visit fetches none.

What is text is compressed at start and kept in memory. The stylesheet is one request, and the script another: their
files are joined, in the order of `static/css/order.txt` and of what the modules import.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from training_app.web.headers import LOCKED_DOWN
from training_app.web.packing import FOREVER, Packed, pack
from training_app.web.script import joined_script

STYLESHEET = "regulars.css"
SCRIPT = "regulars.js"
WORKER = "js/offline/worker.js"
PICTURES = {".png"}
TEXTS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files as one release: its hash, where files are, and the texts among them by name."""

    digest: str
    texts: Mapping[str, Packed]

    def url(self, path: str) -> str:
        """The address of a picture under `static/`, or of one of the texts."""
        return f"/static/{self.digest}/{path}"


def mimetype_of(name: str) -> str:
    """The media type of one of the texts."""
    return TEXTS[Path(name).suffix]


def serve_assets(app: Flask, folder: Path) -> Assets:
    """Serve the folder below the release's hash, kept by browsers for a year: pictures here, texts by their route."""
    assets = load_assets(folder)
    pictures = WhiteNoise(
        app.wsgi_app,
        max_age=FOREVER,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_lock_down,
    )
    for file in _files_below(folder):
        if file.suffix in PICTURES:
            pictures.add_file_to_dictionary(assets.url(file.relative_to(folder).as_posix()), str(file))
    app.wsgi_app = pictures  # type: ignore[method-assign]
    return assets


def load_assets(folder: Path) -> Assets:
    """Read the release's static files.

    Raises FileNotFoundError for a stylesheet that the order names in vain, NotJoinable for a script.
    """
    digest = hashlib.sha256()
    texts = {
        STYLESHEET: pack(_joined(folder / "css").encode()),
        SCRIPT: pack(joined_script(folder / "js" / "main.js").encode()),
        WORKER: pack((folder / WORKER).read_bytes()),
    }
    for file in _files_below(folder):
        name, content = file.relative_to(folder).as_posix(), file.read_bytes()
        digest.update(name.encode() + b"\0" + content + b"\0")
        if file.suffix == ".svg":
            texts[name] = pack(content)
    return Assets(digest.hexdigest()[:16], texts)


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _joined(css: Path) -> str:
    names = [line.split("#")[0].strip() for line in (css / "order.txt").read_text().splitlines()]
    return "\n".join((css / name).read_text() for name in names if name)


def _lock_down(headers: Headers, _path: str, _url: str) -> None:
    """Files pass by the application, and so by what sets its headers."""
    for name, value in LOCKED_DOWN.items():
        headers[name] = value
