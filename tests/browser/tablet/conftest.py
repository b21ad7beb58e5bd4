"""A store of its own with its people, its manager and its tablets."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.assigned import database_of, take_back
from tests.browser.conftest import PATIENCE, SIZES, Site
from tests.browser.tablets import FOUR, Manager, connect
from tests.serving import Server
from training_app.db import Database
from training_app.models import Person
from training_app.services.pins import hash_new_pin


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, whose people nobody else changes."""
    with Server(tmp_path_factory.mktemp("store"), environment={"DEMO": "1"}) as server:
        take_back(database_of(server))
        yield server


@pytest.fixture(scope="module")
def people(store: Server) -> Iterator[Database]:
    """Its database."""
    database = Database(database_of(store))
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def manager(store: Server) -> Iterator[Manager]:
    """The store's manager."""
    manager = Manager(store)
    yield manager
    manager.visitor.close()


@pytest.fixture(autouse=True)
def pins(people: Database) -> None:
    """Four of the store have a PIN, and the others none."""
    with people.writing() as session:
        for person in session.query(Person):
            pin = FOUR.get(person.name)
            person.pin_hash = hash_new_pin(pin, staff_number=None) if pin else None


Open = Callable[..., Site]


@pytest.fixture
def window(browser: Browser, store: Server) -> Iterator[Open]:
    """Opens a window that is nobody's: `window(size="phone", …)`."""
    contexts: list[BrowserContext] = []

    def open_window(*, size: str = "portrait", **options) -> Site:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Site(context.new_page(), f"http://127.0.0.1:{store.port}")

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def tablet(window: Open, manager: Manager) -> Site:
    """A tablet of the store, touched and not typed on."""
    site = window(has_touch=True)
    connect(site, manager)
    return site
