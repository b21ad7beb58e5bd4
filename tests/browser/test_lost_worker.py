"""A service worker whose script its browser has lost, ending at a bad moment, is replaced by the next."""

import struct
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.waiting import wait_until
from tests.browser.without_network import expect_shell, get_ready, open_browser, site_of
from tests.serving import Server

# An entry of the browser's cache: head, key, body with its end, answer's head, hash of the key, end; SimpleFileEOF.
HEAD = struct.Struct("<QIIIxxxx")
END = struct.Struct("<QIIIxxxx")
HASH = 32
IS_THERE = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  active.postMessage("are you there", [port2]);
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    setTimeout(resolve, 1000, false);
  });
}"""


def empty(entry: Path) -> None:
    """Take the body out of an entry of the browser's cache."""
    data = entry.read_bytes()
    start = HEAD.size + HEAD.unpack_from(data)[2]
    *_, head_size = END.unpack_from(data, len(data) - END.size)
    end = len(data) - END.size - HASH - head_size
    magic, flags, _checksum, _size = END.unpack_from(data, end - END.size)
    entry.write_bytes(data[:start] + END.pack(magic, flags, 0, 0) + data[end:])


def test_a_worker_whose_script_was_lost_is_replaced_without_being_asked(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    context = open_browser(playwright, tmp_path)
    site = site_of(context.new_page(), server)
    site.sign_in("1007")
    get_ready(site)
    context.close()
    scripts = (tmp_path / "Default" / "Service Worker" / "ScriptCache").glob("*_0")
    empty(max(scripts, key=lambda one: one.stat().st_size))
    context = open_browser(playwright, tmp_path)
    site = site_of(context.new_page(), server)
    site.open("/practice")
    wait_until(site.page, IS_THERE)
    context.set_offline(True)
    site.open("/practice")
    expect_shell(site.page, "practice")
    context.close()
