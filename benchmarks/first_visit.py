"""The first and the repeat visit to the player in a real browser: bytes, requests, and when one can tap."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

from benchmarks.bars import Line, at_most, shorter
from benchmarks.players import KEPT
from tests.browser.conftest import browser_options
from tests.serving import HOST, Visitor

SLOWDOWN = 4
VISITS = 5
TABLET = ViewportSize(width=800, height=1180)
WATCH_FOR_A_REPLY = """
const look = () => {
  const reply = document.querySelector("button[name=choice]:enabled");
  if (!reply?.checkVisibility({opacityProperty: true, visibilityProperty: true})) return requestAnimationFrame(look);
  requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.replyReady = performance.now(); }));
};
requestAnimationFrame(look);
"""


@dataclass
class Traffic:
    """What one page took from the network, by request id: its address and its bytes, headers included."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Listen to the network of the session's page from now on."""
        session.send("Network.enable")
        session.on("Network.responseReceived", self._received)
        session.on("Network.requestServedFromCache", self._cached)
        session.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            self.addresses[event["requestId"]] = event["response"]["url"]

    def _cached(self, event: dict[str, Any]) -> None:
        self.addresses.pop(event["requestId"], None)

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def kilobytes(self, part: str = "") -> float:
        """What was fetched from addresses with this part in them, in kilobytes."""
        return sum(self.sizes.get(request, 0) for request, url in self.addresses.items() if part in url) / 1000


def measure_visits(port: int, progress: Callable[[str], None]) -> list[Line]:
    """First and repeat visit to a scene of the server on this port; of the times the best, as the machine varies."""
    visitor = Visitor(port).sign_in("employee@example.com")
    root = f"http://{HOST}:{port}"
    address = f"{root}/plays/{visitor.begin(KEPT)['id']}"
    progress("the first visit to the player")
    with sync_playwright() as playwright, playwright.chromium.launch(**browser_options()) as browser:

        def window() -> BrowserContext:
            context = browser.new_context(viewport=TABLET)
            context.add_cookies([{"name": n, "value": v, "url": root} for n, v in visitor.cookies.items()])
            return context

        with _page(window()) as page:
            first, repeat = _open(page, address), _open(page, address)
        seconds = []
        for number in range(1, VISITS + 1):
            progress(f"the first visit at {SLOWDOWN}x CPU slowdown, {number} of {VISITS}")
            with _page(window()) as page:
                seconds.append(_seconds_to_tap(page, address))
    return [
        at_most("first visit to the player, compressed", ours=first.kilobytes(), unit="KB", bar=100),
        at_most("first visit to the player, requests", ours=len(first.addresses), unit="requests", bar=12),
        at_most("repeat visit, static files", ours=repeat.kilobytes("/static/"), unit="KB", bar=0),
        shorter(f"first reply can be tapped, {SLOWDOWN}x CPU slowdown", seconds=min(seconds), bar=1),
    ]


@contextmanager
def _page(context: BrowserContext) -> Iterator[Page]:
    yield context.new_page()
    context.close()


def _open(page: Page, address: str) -> Traffic:
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    traffic.watch(session)
    page.goto(address, wait_until="networkidle")
    session.detach()
    return traffic


def _seconds_to_tap(page: Page, address: str) -> float:
    """From the start of the navigation until the first reply is painted, in sight and ready to take a tap."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH_FOR_A_REPLY)
    page.goto(address, wait_until="commit")
    ready = page.locator("html[data-reply-ready]")
    ready.wait_for(state="attached")
    return float(ready.get_attribute("data-reply-ready") or "nan") / 1000
