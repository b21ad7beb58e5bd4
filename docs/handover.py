"""Four people hand one tablet on, timed: `.venv/bin/python -m docs.handover [FOLDER]`.

Each waits for the one before to tap “Next, please”, taps their tile, types their PIN as fast as fingers do, and is at
Practice. The pictures are the frames that the browser painted meanwhile, named by the milliseconds since that tap.
Ends with 1 when somebody waited for five seconds or more.
"""

import base64
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from config import ROOT
from tests.browser.conftest import SIZES, Site, browser_options
from tests.browser.tablets import Manager, choose_pin, connect, hand_on, tile
from tests.serving import HOST, Server

PEOPLE = {"Noor Haddad": "4830", "Eli Marsh": "9274", "Carla Ibarra": "5073", "Tom Okafor": "6395"}
BETWEEN_TAPS = 0.3  # seconds, of somebody who knows their PIN
MOST_SECONDS = 5


class Frames:
    """What the browser paints from `begin` on, as files in a folder."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._folder = folder
        self._session = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._keep)
        self._name, self._began = "", 0.0

    def begin(self, name: str) -> None:
        """From now on the frames are this person's."""
        self._name, self._began = name, time.time()
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1})

    def end(self) -> None:
        """Keep no more."""
        self._session.send("Page.stopScreencast")

    def _keep(self, frame: dict[str, Any]) -> None:
        self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        milliseconds = round((frame["metadata"]["timestamp"] - self._began) * 1000)
        if milliseconds >= 0:
            file = self._folder / f"{self._name}-{milliseconds:05}.jpeg"
            file.write_bytes(base64.b64decode(frame["data"]))


def main() -> None:
    """Hand on, print the seconds and leave the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "handover"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        Server(Path(var), environment={"DEMO": "1"}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**browser_options())
        width, height = SIZES["portrait"]
        page = browser.new_page(viewport={"width": width, "height": height}, has_touch=True, locale="en-US")
        site = Site(page, f"http://{HOST}:{server.port}")
        connect(site, Manager(server))
        for name, pin in PEOPLE.items():
            choose_pin(site, name, pin)
            site.open("/practice")
            hand_on(site)
        seconds = [_hand_over(site, name, Frames(page, folder)) for name in PEOPLE]
        browser.close()
    print(f"the pictures are in {folder}")
    sys.exit(0 if max(seconds) < MOST_SECONDS else 1)


def _hand_over(site: Site, name: str, frames: Frames) -> float:
    """The seconds from the tap on the tile until this person stands at Practice; then they hand it on."""
    page = site.page
    frames.begin(name.split(maxsplit=1)[0].lower())
    began = time.monotonic()
    tile(site, name).tap()
    for digit in PEOPLE[name]:
        page.locator(f"[data-digit='{digit}']").tap()
        time.sleep(BETWEEN_TAPS)
    page.locator(".pin__key--go").tap()
    page.wait_for_url("**/practice")
    page.locator("h1", has_text=name.split(maxsplit=1)[0]).wait_for()
    entered = time.monotonic() - began
    page.locator("[data-lock] button").tap()
    page.wait_for_url("**/tiles")
    tile(site, name).wait_for()
    handed_on = time.monotonic() - began - entered
    frames.end()
    print(f"{name}: {entered:.2f} s from their tile to Practice, {handed_on:.2f} s from “Next, please” to the tiles")
    return entered


if __name__ == "__main__":
    main()
