"""The app without a network: how long it takes to open, beside an empty page, and how much a browser keeps for it."""

import gzip
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from benchmarks.bars import Line, at_most, shown
from benchmarks.first_visit import SLOWDOWN, TABLET
from config import LANGUAGES, ROOT
from tests.browser.conftest import EMPLOYEE, Site, browser_options
from tests.browser.without_network import get_ready
from tests.serving import HOST, Server, Visitor

STARTS = 5
PAINTED = """
const look = () => {
  const there = document.querySelector(".scenario-card__link, [data-empty]");
  if (!there?.checkVisibility()) return requestAnimationFrame(look);
  requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.painted = performance.now(); }));
};
requestAnimationFrame(look);
"""
EMPTY = "data:text/html,<!doctype html><title>Empty</title><p data-empty>Empty"


def measure_offline_start(progress: Callable[[str], None]) -> list[Line]:
    """Sizes and starts, with a server of its own that is stopped before the app starts."""
    with (
        tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-") as folder,
        Server(Path(folder), environment={"DEMO": "1"}) as server,
        sync_playwright() as playwright,
    ):
        progress("what a browser keeps")
        sizes = _sizes(server)
        _keep_ready(playwright, Path(folder), server)
        server.kill()
        return sizes + _starts(playwright, Path(folder), server.port, progress)


def _sizes(server: Server) -> list[Line]:
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    listed = visitor.get("/ready").json()["scenarios"]
    bundles = [_kilobytes(visitor, one["bundles"][language]) for one in listed for language in LANGUAGES]
    page = visitor.get("/practice", accept="text/html").body.decode()
    kept = {kind: address for address, kind in re.findall(r'"(/static/\w+/regulars\.(js|css))"', page)}
    return [
        at_most("largest bundle of a role-play, compressed", ours=max(bundles), unit="KB", bar=25),
        shown("the whole script, compressed", ours=f"{_kilobytes(visitor, kept['js']):.1f} KB"),
        shown("the whole stylesheet, compressed", ours=f"{_kilobytes(visitor, kept['css']):.1f} KB"),
        shown("the shell of the player, compressed", ours=f"{_kilobytes(visitor, '/shells/de/scene'):.1f} KB"),
    ]


def _kilobytes(visitor: Visitor, address: str) -> float:
    return len(gzip.compress(visitor.get(address, accept="*/*").body, mtime=0)) / 1000


def _keep_ready(playwright: Playwright, folder: Path, server: Server) -> None:
    context = _open_browser(playwright, folder)
    site = Site(context.new_page(), f"http://{HOST}:{server.port}")
    site.sign_in()
    get_ready(site)
    context.close()


def _starts(playwright: Playwright, folder: Path, port: int, progress: Callable[[str], None]) -> list[Line]:
    """Cold: the browser has just been opened. Warm: the app is open, and opened once more."""
    cold, warm, empty = [], [], []
    for number in range(1, STARTS + 1):
        progress(f"the start of the app without a network at {SLOWDOWN}x CPU slowdown, {number} of {STARTS}")
        context = _open_browser(playwright, folder)
        page = _slow_page(context)
        cold.append(_milliseconds(page, f"http://{HOST}:{port}/practice"))
        warm.append(_milliseconds(page, f"http://{HOST}:{port}/practice"))
        empty.append(_milliseconds(_slow_page(context), EMPTY))
        context.close()
    floor = median(empty)
    return [
        shown(
            f"{name} start without a network, {SLOWDOWN}x CPU slowdown, first card painted",
            ours=f"{median(times):.0f} ms",
            floor=f"{floor:.0f} ms",
            ratio=median(times) / floor,
        )
        for name, times in (("cold", cold), ("warm", warm))
    ]


def _open_browser(playwright: Playwright, folder: Path) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(folder / "browser", viewport=TABLET, **browser_options())


def _slow_page(context: BrowserContext) -> Page:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(PAINTED)
    return page


def _milliseconds(page: Page, address: str) -> float:
    """From the start of the navigation until there is something to tap."""
    page.goto(address, wait_until="commit")
    painted = page.locator("html[data-painted]")
    painted.wait_for(state="attached")
    return float(painted.get_attribute("data-painted") or "nan")
