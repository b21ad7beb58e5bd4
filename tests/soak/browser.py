"""One tablet's browser: a profile in a folder, and a process that may be killed at any moment and started again."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.browser.conftest import browser_options

PATIENCE = 20_000
TABLET = {"width": 360, "height": 640}  # a small one, so that much of the time goes into what is tried


class TabletBrowser:
    """Chromium with this profile folder."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._folder = folder
        self._context: BrowserContext = playwright.chromium.launch_persistent_context(
            folder, viewport=TABLET, has_touch=True, reduced_motion="reduce", locale="en-US", **browser_options()
        )
        self._context.set_default_timeout(PATIENCE)
        self._process = _first_process(folder)
        self.is_killed = False

    @property
    def page(self) -> Page:
        """Its one page."""
        return self._context.pages[0]

    def close(self) -> None:
        """End it as whoever switches the tablet off."""
        with contextlib.suppress(Error):
            self._context.close()

    def kill(self) -> None:
        """End all its processes at once, as a battery that is empty would."""
        self.is_killed = True
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)

    def goes_offline(self, is_offline: bool) -> None:
        """Cut the network by the browser's own means, or bring it back."""
        self._context.set_offline(is_offline)

    @contextlib.contextmanager
    def killed_after(self, seconds: float) -> Iterator[None]:
        """Kill it that long after now, should the block still be at work then."""
        timer = threading.Timer(seconds, self.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _first_process(folder: Path) -> int:
    """The process group of the browser with this profile."""
    own = f"--user-data-dir={folder}".encode()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            arguments = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
            if own in arguments and not any(argument.startswith(b"--type=") for argument in arguments):
                return os.getpgid(int(entry.name))
    raise RuntimeError(f"no browser runs with {folder}")
