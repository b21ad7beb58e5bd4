"""Servers over databases of their own, to be broken; and what the database says afterwards."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.assigned import take_back
from tests.browser.conftest import browser_options
from tests.conftest import DATABASES
from tests.faults.proxy import Proxy
from tests.faults.records import Records
from tests.faults.tablets import Tablet
from tests.patience import PATIENCE_MS
from tests.serving import HOST, Server, Visitor

Enter = Callable[[str], Visitor]
Sit = Callable[..., Tablet]


@pytest.fixture(scope="package", params=DATABASES)
def database_url(request: pytest.FixtureRequest, make_database_url: Callable[[str], str]) -> str:
    """A database for the tests that leave it whole."""
    return make_database_url(request.param)


@pytest.fixture(scope="package")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server over that database, with the demo workspace; a test that kills it starts it again."""
    workers = "1" if database_url.startswith("sqlite") else "2"
    environment = {"DATABASE_URL": database_url, "DEMO": "1", "WEB_WORKERS": workers}
    with Server(tmp_path_factory.mktemp("server"), environment=environment) as server:
        take_back(database_url)
        yield server


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    """What is really in that database, read past the server."""
    with Records(database_url) as records:
        yield records


@pytest.fixture
def enter(server: Server) -> Iterator[Enter]:
    """Signs people in at that server, each with a browser of their own."""
    visitors: list[Visitor] = []

    def sign_in(account: str) -> Visitor:
        visitors.append(Visitor(server.port))
        return visitors[-1].sign_in(account)

    yield sign_in
    for visitor in visitors:
        visitor.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How the browser is started, as for the tests in `tests/browser`."""
    return {**browser_type_launch_args, **browser_options()}


@pytest.fixture
def network(server: Server) -> Iterator[Proxy]:
    """The network between the browsers and the server; healthy until a test spoils it."""
    with Proxy(server.port, seed=7) as proxy:
        yield proxy


@pytest.fixture
def sit(browser: Browser, network: Proxy) -> Iterator[Sit]:
    """Somebody sits down at a tablet of their own, signed in: `sit("1001")`; `before` runs on its pages first."""
    contexts: list[BrowserContext] = []

    def sit_down(account: str, *, before: str = "") -> Tablet:
        context = browser.new_context(reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(before)
        address = f"http://{HOST}:{network.port}"
        with closing(Visitor(network.port)) as visitor:
            cookies = visitor.sign_in(account).cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
        tablet = Tablet(context.new_page(), address)
        tablet.get_ready()
        tablet.open()
        return tablet

    yield sit_down
    for context in contexts:
        context.close()
