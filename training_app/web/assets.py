"""Static files under addresses that carry their content's hash, so that a repeat visit fetches none.

The stylesheet is one request: its files are joined and compressed at start, in the order of `static/css/order.txt`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from training_app.web.headers import LOCKED_DOWN
from training_app.web.packing import FOREVER, Packed, pack


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files as one release: its hash, the stylesheet, and where files are."""

    digest: str
    stylesheet: Packed

    def url(self, path: str) -> str:
        """The address of a file under `static/`. Modules import each other relatively below the same hash."""
        return f"/static/{self.digest}/{path}"


def load_assets(folder: Path) -> Assets:
    """Read the release's static files. Raises FileNotFoundError for a stylesheet that the order names in vain."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return Assets(digest.hexdigest()[:16], pack(_joined(folder / "css").encode()))


def _joined(css: Path) -> str:
    names = [line.split("#")[0].strip() for line in (css / "order.txt").read_text().splitlines()]
    return "\n".join((css / name).read_text() for name in names if name)


def serve_assets(app: Flask, folder: Path) -> Assets:
    """Serve the folder below the release's hash, kept by browsers for a year."""
    assets = load_assets(folder)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=f"static/{assets.digest}/",
        max_age=FOREVER,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_lock_down,
    )
    return assets


def _lock_down(headers: Headers, _path: str, _url: str) -> None:
    """Files pass by the application, and so by what sets its headers."""
    for name, value in LOCKED_DOWN.items():
        headers[name] = value
