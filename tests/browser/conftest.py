"""A real server with the demo workspace, and browsers at the three sizes, by touch and by keyboard."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.assigned import database_of, take_back
from tests.patience import PATIENCE_MS as PATIENCE
from tests.serving import DEMO_PASSWORD, Server

SIZES = {"phone": (360, 740), "portrait": (800, 1180), "landscape": (1180, 820)}
EMPLOYEE = "employee@example.com"
FREE_PEOPLE = (
    "other-employee@example.com",
    "1004",
    "1007",
    "2002",
    "2003",
    "2005",
)  # who play what they like, as the employee does
# Chromium without what draws windows comes first: it needs half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INTERRUPTED = ("net::ERR_ABORTED", "interrupted by another navigation")
expect.set_options(timeout=PATIENCE)


def browser_options() -> dict[str, Any]:
    """The browser of `install.sh`, else Playwright's own; as root it runs only without its sandbox."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {"args": quiet, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How the browser of all tests is started."""
    return {**browser_type_launch_args, **browser_options()}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all browser tests, as `make run` starts it."""
    with Server(tmp_path_factory.mktemp("browser"), environment={"DEMO": "1"}) as server:
        take_back(database_of(server), EMPLOYEE, *FREE_PEOPLE)
        yield server


@dataclass(frozen=True)
class Site:
    """The site in one browser window."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        """Go there; a page that goes elsewhere by itself at the same moment only comes first."""
        try:
            self.page.goto(self.address + path)
        except Error as error:
            if not any(words in error.message for words in INTERRUPTED):
                raise
            self.page.goto(self.address + path)

    def sign_in(self, account: str = EMPLOYEE) -> None:
        """Sign in by typing and Enter."""
        self.open("/login")
        self.page.get_by_role("textbox").first.fill(account)
        self.page.locator("input[type=password]").fill(DEMO_PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile("/practice$"))

    def begin(self, scenario: str) -> None:
        """Open a scenario's introduction and begin."""
        self.open(f"/scenarios/{scenario}")
        self.page.locator("form[action='/plays'] button").click()
        expect(self.page.locator("[data-scene]")).to_be_visible()

    def take(self, choice: str) -> None:
        """Take one reply by its id, and wait for the next scene."""
        before = self.scene
        self.page.locator(f"button[name=choice][value='{choice}']").click()
        expect(self.page.locator("[data-scene]")).not_to_have_attribute("data-scene", before or "")

    @property
    def scene(self) -> str | None:
        """The id of the scene on screen."""
        return self.page.locator("[data-scene]").get_attribute("data-scene")

    @property
    def replies(self) -> Any:
        """The replies on screen."""
        return self.page.locator("button[name=choice]")


Visit = Callable[..., Site]


@pytest.fixture(scope="session")
def signed_in_state(browser: Browser, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of the demo's employee, signed in once."""
    path = tmp_path_factory.mktemp("state") / "employee.json"
    context = browser.new_context()
    Site(context.new_page(), f"http://127.0.0.1:{server.port}").sign_in()
    context.storage_state(path=path)
    context.close()
    return path


@pytest.fixture
def visit(browser: Browser, server: Server, signed_in_state: Path) -> Iterator[Visit]:
    """Opens a window of its own: `visit(size="phone", mode="dark", locale="de", signed_in=True, …)`."""
    contexts: list[BrowserContext] = []

    def open_window(
        *, size: str = "portrait", mode: str = "light", locale: str = "en", signed_in: bool = True, **options: Any
    ) -> Site:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=mode,
            locale=locale,
            storage_state=signed_in_state if signed_in else None,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Site(context.new_page(), f"http://127.0.0.1:{server.port}")

    yield open_window
    for context in contexts:
        context.close()
