"""A server that is slow for a moment: a page is shown by the tablet in time, the next by the server."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.assigned import database_of, take_back
from tests.browser.conftest import Site
from tests.browser.without_network import expect_shell, get_ready
from tests.serving import HOST, Server

LONGER_THAN_ANYBODY_WAITS = 4.0
LONGER_THAN_AFTER_SILENCE = 1.2
TRIES = 5


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may stop."""
    with Server(tmp_path, environment={"DEMO": "1"}) as server:
        take_back(database_of(server))
        yield server


@contextmanager
def busy_for(seconds: float, server: Server) -> Iterator[None]:
    """The server does nothing for that long from now on."""
    processes = server.processes()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    timer = threading.Timer(seconds, lambda: [os.kill(process, signal.SIGCONT) for process in processes])
    timer.start()
    try:
        yield
    finally:
        timer.join()


def test_a_server_that_was_late_is_waited_for_again(browser: Browser, own_server: Server) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        site = Site(context.new_page(), f"http://{HOST}:{own_server.port}")
        site.sign_in()
        get_ready(site)
        site.page.evaluate("localStorage['regulars-asked-again'] = Date.now()")  # no page loads itself anew just now
        with busy_for(LONGER_THAN_ANYBODY_WAITS, own_server):
            site.page.goto(f"{site.address}/practice", wait_until="commit")
            expect_shell(site.page, "practice")
        assert any(is_waited_for(site, own_server) for _ in range(TRIES))


def is_waited_for(site: Site, server: Server) -> bool:
    """Whether the server's page comes though it is late; a machine with other work to do may make it later still."""
    site.page.evaluate("fetch('/session').then((answer) => answer.text())")
    with busy_for(LONGER_THAN_AFTER_SILENCE, server):
        site.page.goto(f"{site.address}/practice", wait_until="domcontentloaded")
        return site.page.locator("html").get_attribute("data-shell") is None
