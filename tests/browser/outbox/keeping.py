"""What a browser keeps and sends, asked through the product's own modules in a real page of the real server."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from config import ROOT
from tests.browser.conftest import Site
from tests.browser.waiting import wait_until
from tests.serving import Visitor
from tests.web.reference import Reference
from training_app.moment import new_id

SCENARIO = "pushy-muffin-seller"
# Pages take the joined script; the modules themselves lie here for tests alone.
MODULES = "/modules-under-test/"
CALL = """async ([module, name, given]) => {
  try {
    return await (await import(module))[name](...given);
  } catch (error) {
    throw new Error(`${error.name} ${error.code ?? error.message}`);
  }
}"""
IS_ALL_SENT = "async (module) => (await (await import(module)).unsent()).count === 0"
EVERYTHING = """async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("regulars");
    request.onsuccess = () => resolve(request.result);
  });
  const plain = (value) => {
    if (value instanceof CryptoKey) return { key: value.type, extractable: value.extractable };
    if (value instanceof ArrayBuffer) return plain(new Uint8Array(value));
    if (value instanceof Uint8Array) return String.fromCharCode(...value);
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
    }
    return value;
  };
  const read = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const found = {};
  for (const store of database.objectStoreNames) {
    const all = database.transaction(store).objectStore(store);
    found[store] = store === "kept"
      ? Object.fromEntries((await read(all.getAllKeys())).map((name) => [name, null]))
      : plain(await read(all.getAll()));
    if (store === "kept") {
      for (const name of Object.keys(found.kept)) found.kept[name] = plain(await read(all.get(name)));
    }
  }
  database.close();
  return found;
}"""


def serve_modules(context: BrowserContext) -> None:
    """Let pages of this browser import the product's modules one by one."""
    context.route(f"**{MODULES}**", _module)


def _module(route: Route) -> None:
    path = ROOT / "static" / "js" / route.request.url.split(MODULES)[1]
    route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript")


def way_to_the_end(scenario: str = SCENARIO) -> list[str]:
    """The ids of a shortest row of replies up to an ending."""
    return min(Reference(ROOT / "scenarios" / scenario).ways().values(), key=len)


HONEST = way_to_the_end()


@dataclass
class Keeping:
    """What the browser of this page keeps for whoever sits there."""

    page: Page
    log: dict[str, list[str]] = field(default_factory=dict)

    def call(self, module: str, name: str, *given: Any) -> Any:
        """What a function of one of the offline modules gives."""
        return self.page.evaluate(CALL, [f"{MODULES}offline/{module}.js", name, list(given)])

    @property
    def person(self) -> str:
        """The id of whoever sits there."""
        sitting = self.call("sitting", "whoSits")
        assert sitting, "nobody sits here"
        person: str = sitting["person"]
        return person

    def begin(self, scenario: str = SCENARIO, *, play: str | None = None, **more: Any) -> str:
        """Begin a play here; gives its id."""
        play = play or str(new_id())
        begun = {"play": play, "person": self.person, "scenario": scenario, "version": 1, "language": "en"}
        self.call("plays", "beginPlay", {"mode": "practice", **begun, **more})
        self.log[play] = []
        return play

    def say(self, play: str, choices: Sequence[str], *, first: int = 1, ends: bool = False) -> None:
        """Keep these choices, from number `first` on; with `ends` the last one reaches the ending."""
        for number, choice in enumerate(choices, first):
            finished = ends and number == first + len(choices) - 1
            self.call("plays", "addChoice", play, number, choice, {"finished": finished})
            self.log[play].append(choice)

    def play_to_the_end(self, scenario: str = SCENARIO) -> str:
        """A whole play; gives its id."""
        play = self.begin(scenario)
        self.say(play, way_to_the_end(scenario), ends=True)
        return play

    def unsent(self) -> int:
        """How many answers wait, whoever gave them."""
        count: int = self.call("plays", "unsent")["count"]
        return count

    def send(self) -> None:
        """Send now, and wait until all is sent or has to wait."""
        self.call("sender", "sendNow")

    def wait_until_sent(self) -> None:
        """Wait until the page itself has sent everything, or the page that took its place."""
        wait_until(self.page, IS_ALL_SENT, arg=f"{MODULES}offline/plays.js")

    def everything(self) -> dict[str, Any]:
        """The whole database, bytes as characters, keys by what can be done with them."""
        found: dict[str, Any] = self.page.evaluate(EVERYTHING)
        return found


def at_unsent(site: Site) -> None:
    """The page of unsent answers, with some that wait and one that was refused for good."""
    serve_modules(site.page.context)
    site.open("/settings")
    keeping = Keeping(site.page)
    keeping.say(keeping.begin(), [way_to_the_end()[0], "never-offered"])
    keeping.wait_until_sent()
    site.page.route("**/sync", lambda route: route.abort())
    keeping.play_to_the_end()
    site.open("/unsent")
    for name in ("waiting", "refused"):
        site.page.locator(f"[data-list={name}] > li").first.wait_for()


def kill_browser(profile: Path) -> int:
    """End every process of the browser with this profile at once, as a crash would; gives how many there were."""
    killed = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and f"--user-data-dir={profile}" in _command(process):
            os.kill(int(process.name), signal.SIGKILL)
            killed += 1
    return killed


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


def keeping_on(site: Site, path: str = "/settings") -> Keeping:
    """The browser of this window, on one of its pages."""
    serve_modules(site.page.context)
    site.open(path)
    keeping = Keeping(site.page)
    assert keeping.person
    return keeping


def recorded(visitor: Visitor, play: str) -> int:
    """How many choices of the play the server has."""
    visitor.close()  # the server lets go of a connection that was silent for a while
    answer = visitor.get(f"/plays/{play}")
    return answer.json()["number"] if answer.status == 200 else 0
