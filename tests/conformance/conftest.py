"""The real Chromium on a page of its own, with the browser's modules beside it."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from config import ROOT
from tests.browser.conftest import browser_options


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How the browser is started."""
    return {**browser_type_launch_args, **browser_options()}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_words: object) -> None:
        """Keep the test's output short."""


@pytest.fixture(scope="session")
def modules() -> Iterator[str]:
    """The address under which the static files are served, as they lie there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT / "static")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def engine_page(browser: Browser, modules: str) -> Iterator[Page]:
    """A page on which the browser's engine can be imported."""
    page = browser.new_page()
    page.goto(f"{modules}/js/play/engine.js")
    yield page
    page.close()
