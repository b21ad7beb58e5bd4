"""A browser that gets ready to go on without a network, and what it shows then."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import PATIENCE, SIZES, Site, browser_options
from tests.serving import HOST, Server

INSTALLED = "navigator.serviceWorker.ready.then(({ active }) => active.state)"

KEPT = """async () => {
  const cache = await caches.open("regulars-bundles");
  return (await cache.keys()).map((request) => new URL(request.url).pathname);
}"""

FORGET_THE_AISLE = """async () => {
  const cache = await caches.open("regulars-bundles");
  for (const request of await cache.keys()) {
    if (request.url.includes("the-aisle")) await cache.delete(request);
  }
}"""


def get_ready(site: Site) -> None:
    """Stay on Practice until all that is in reach is kept, and the service worker stands by."""
    if not site.page.url.endswith("/practice"):
        site.open("/practice")
    expect(site.page.locator("[data-readiness=ready]")).to_be_visible()
    site.page.evaluate(INSTALLED)


def expect_shell(page: Page, name: str) -> None:
    """The browser shows this page by itself."""
    expect(page.locator("html")).to_have_attribute("data-shell", name)


def expect_page_of_the_server(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-release", re.compile("."))


def cards_of(site: Site) -> list[str]:
    """The cards of Practice, as one reads them, in their order."""
    expect(site.page.locator(".scenario-card__title").first).to_be_visible()
    return [re.sub(r"\s+", " ", text) for text in site.page.locator(".scenario-card").all_inner_texts()]


def open_browser(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser that remembers what was in it when it was closed."""
    width, height = SIZES["portrait"]
    return playwright.chromium.launch_persistent_context(
        folder, viewport={"width": width, "height": height}, reduced_motion="reduce", **browser_options()
    )


def site_of(page: Page, server: Server) -> Site:
    """The site of this server in one page of a browser."""
    page.set_default_timeout(PATIENCE)
    return Site(page, f"http://{HOST}:{server.port}")
