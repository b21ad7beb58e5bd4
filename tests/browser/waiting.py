"""Waits for what a script finds out only after a while; Playwright's own wait takes any promise for a yes."""

import time
from typing import Any

from playwright.sync_api import Error, Page

from tests.patience import PATIENCE

BETWEEN_LOOKS = 50  # milliseconds
IS_ALL_SENT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("regulars");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction("choices").objectStore("choices").getAll();
    asking.onsuccess = () => {
      opening.result.close();
      resolve(asking.result.every((row) => row.state === "acknowledged"));
    };
  };
})"""


def wait_until(page: Page, script: str, *, arg: Any = None) -> None:
    """Ask again until the script, which may be async, gives something true. Raises TimeoutError.

    A page that goes elsewhere meanwhile is asked there.
    """
    end = time.monotonic() + PATIENCE
    while not _said(page, script, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"never came true: {script}")
        page.wait_for_timeout(BETWEEN_LOOKS)


def wait_until_sent(page: Page) -> None:
    """Wait until the server has acknowledged every answer that this browser keeps."""
    wait_until(page, IS_ALL_SENT)


def _said(page: Page, script: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(script, arg))
    except Error as error:
        if "Execution context was destroyed" not in error.message:
            raise
        return False
