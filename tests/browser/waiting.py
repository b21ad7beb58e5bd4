"""Waits for what a script finds out only after a while; Playwright's own wait takes any promise for a yes."""

import time
from typing import Any

from playwright.sync_api import Page

PATIENCE = 15.0  # seconds
BETWEEN_LOOKS = 50  # milliseconds


def wait_until(page: Page, script: str, *, arg: Any = None) -> None:
    """Ask again until the script, which may be async, gives something true. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(script, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"never came true: {script}")
        page.wait_for_timeout(BETWEEN_LOOKS)
