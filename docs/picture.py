"""The README's picture, made by `make picture`: the player on a tablet, in the demo workspace."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import EMPLOYEE, Site, browser_options
from tests.serving import Server

PICTURE = Path(__file__).with_name("player.png")
WIDTH, HEIGHT = 1180, 820


def main() -> None:
    """Take one thoughtless reply of the muffin and take the picture."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder), environment={"DEMO": "1"}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**browser_options())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        site = Site(page, f"http://127.0.0.1:{server.port}")
        site.sign_in(EMPLOYEE)
        site.begin("pushy-muffin-seller")
        site.take("behind")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
