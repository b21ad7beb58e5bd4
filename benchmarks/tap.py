"""From the finger that lifts off a reply to the next scene, on a slow tablet, beside a page that only toggles a class.

Painted means: the frame after the change has left the page's own thread. Every second play goes on without a network.
"""

import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.bars import Line, at_most, shown
from benchmarks.first_visit import SLOWDOWN, TABLET
from benchmarks.players import KEPT, SEED
from tests.browser.conftest import browser_options
from tests.serving import HOST, Visitor

Tap = tuple[float, float]  # milliseconds from the tap to the change, and to its paint

TAPS = 200
TRACED = 20
FRAME = 1000 / 60
FINGER_DOWN = 80
UNDISTURBED = 200  # whoever looks takes the page's thread from it
REST = 700  # milliseconds: replies take nothing before half a second
PATIENCE = 60_000
REPLY = "button[name=choice]"
TOGGLE = (
    "data:text/html,<!doctype html><style>.on{color:red}</style><button data-tap>Toggle</button><script>%s</script>"
)
ON_TAP = "document.querySelector('button').onclick = ({ target }) => target.classList.toggle('on')"
WATCH = """(() => {
  window.taps = [];
  let tapped = 0;
  let changed = 0;
  const painted = () => {
    performance.mark("painted");
    window.taps.push([changed - tapped, performance.now() - tapped]);
    tapped = changed = 0;
  };
  const see = () => {
    if (tapped && !changed) {
      changed = performance.now();
      requestAnimationFrame(() => scheduler.postTask(painted, { priority: "user-blocking" }));
    }
  };
  addEventListener("touchend", (event) => {
    tapped = event.target.closest("[data-tap], button[name=choice]") ? event.timeStamp : 0;
    performance.mark("tap");
  }, true);
  addEventListener("DOMContentLoaded", () => {
    const what = { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] };
    new MutationObserver(see).observe(document.querySelector("[data-tap], [data-scene]"), what);
  });
})()"""
TRACE = ["blink.user_timing", "devtools.timeline", "v8"]
SCRIPTS = {"EventDispatch", "FunctionCall", "RunMicrotasks", "v8.callFunction", "v8.run"}
LAYOUT = {"UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"}


def measure_taps(port: int, progress: Callable[[str], None]) -> list[Line]:
    """Median and worst from tap to paint, of ours and of the floor, and the script of a tap."""
    with sync_playwright() as playwright, playwright.chromium.launch(**browser_options()) as browser:
        with _tablet(browser, port, slowdown=SLOWDOWN) as page:
            progress(f"taps on a page that toggles a class, at {SLOWDOWN}x CPU slowdown")
            floor = _toggle(page)
        with _tablet(browser, port, slowdown=SLOWDOWN) as page:
            taps = _taps(page, port, count=TAPS, progress=progress)
        with _tablet(browser, port, slowdown=1) as page, TemporaryDirectory() as folder:
            trace = Path(folder) / "trace.json"
            browser.start_tracing(page=page, path=trace, categories=TRACE)
            _taps(page, port, count=TRACED, progress=progress)
            browser.stop_tracing()
            script = SLOWDOWN * _script(json.loads(trace.read_bytes())["traceEvents"])
    what = f"tap to the next scene painted, {SLOWDOWN}x CPU slowdown"
    changed, painted = zip(*taps, strict=True)
    _, toggled = zip(*floor, strict=True)
    return [
        _beside(f"{what}, median of {TAPS}", statistics.median(painted), statistics.median(toggled)),
        _beside(f"{what}, worst of {TAPS}", max(painted), max(toggled)),
        at_most(
            f"tap to the scene kept and there for the next frame, {SLOWDOWN}x CPU slowdown, median",
            ours=statistics.median(changed),
            unit="ms",
            bar=round(FRAME, 1),
        ),
        at_most(f"script of a tap, {SLOWDOWN}x the time of its thread, median", ours=script, unit="ms", bar=16),
    ]


def _beside(what: str, ours: float, floor: float) -> Line:
    return shown(what, ours=f"{ours:.1f} ms", floor=f"{floor:.1f} ms", ratio=ours / floor)


@contextmanager
def _tablet(browser: Browser, port: int, *, slowdown: int) -> Iterator[Page]:
    """A tablet's page, signed in, whose processor is slow once it knows who sits there."""
    context = browser.new_context(viewport=TABLET, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(port).sign_in("employee@example.com")
    address = f"http://{HOST}:{port}"
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in visitor.cookies.items()])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}/practice", wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    yield page
    context.close()


class _Finger:
    """Taps as people do: the finger stays down for a moment."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)

    def tap(self, target: Locator) -> None:
        """Tap near the beginning of the element."""
        box = target.bounding_box()
        if box is None:
            raise RuntimeError("there is nothing to tap")
        at = {"x": box["x"] + 10, "y": box["y"] + box["height"] / 2}
        self._session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
        self._page.wait_for_timeout(FINGER_DOWN)
        self._session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self._page.wait_for_timeout(UNDISTURBED)


def _toggle(page: Page) -> list[Tap]:
    page.goto(TOGGLE % ON_TAP)
    finger = _Finger(page)
    for _tap in range(TAPS):
        finger.tap(page.locator("button"))
    return _measured(page)


def _taps(page: Page, port: int, *, count: int, progress: Callable[[str], None]) -> list[Tap]:
    """So many taps, in as many plays as they need; in every second play without a network after its first scene."""
    random, finger = Random(SEED), _Finger(page)
    found: list[Tap] = []
    plays = 0
    while len(found) < count:
        page.goto(f"http://{HOST}:{port}/scenarios/{KEPT}")
        page.locator("form[action='/plays'] button").tap()
        page.locator("[data-scene][data-here]").wait_for()
        page.context.set_offline(plays % 2 == 1)
        while page.locator(REPLY).count() and len(found) + len(_measured(page)) < count:
            progress(f"taps at {SLOWDOWN}x CPU slowdown, {len(found) + len(_measured(page))} of {count}")
            page.wait_for_timeout(REST)
            before = len(_measured(page))
            finger.tap(random.choice(page.locator(REPLY).all()))
            page.wait_for_function("before => window.taps.length > before", arg=before, polling=100)
        page.context.set_offline(False)
        found += _measured(page)
        plays += 1
    return found


def _measured(page: Page) -> list[Tap]:
    taps: list[Tap] = page.evaluate("window.taps")
    return taps


@dataclass(frozen=True, slots=True)
class _Slice:
    """What the page's thread was doing; times in microseconds, `own` on its processor."""

    name: str
    start: float
    end: float
    own: float


def _script(events: Sequence[dict[str, Any]]) -> float:
    """Milliseconds of the page's thread that scripts took from a tap to the frame with its scene; the median."""
    marks = sorted((one["ts"], one["name"], one["tid"]) for one in events if one["name"] in {"tap", "painted"})
    thread = marks[0][2]
    slices = [
        _Slice(one["name"], one["ts"], one["ts"] + one["dur"], one.get("tdur", one["dur"]))
        for one in events
        if one.get("ph") == "X" and one["tid"] == thread and one.get("dur")
    ]
    spans = [
        (start, end) for (start, first, _), (end, second, _) in pairwise(marks) if (first, second) == ("tap", "painted")
    ]
    return statistics.median(_of_scripts(slices, start, end) for start, end in spans) / 1000


def _of_scripts(slices: Sequence[_Slice], start: float, end: float) -> float:
    """What scripts took between the two, without the layout in them; what lies in another one is counted once."""
    near = [one for one in slices if start <= one.end and one.start <= end]
    scripts = [one for one in near if one.name in SCRIPTS]
    outer = [one for one in scripts if not any(_is_inside(one, other) for other in scripts)]
    inside = [one for one in near if one.name in LAYOUT and any(_is_inside(one, other) for other in outer)]
    return sum(one.own for one in outer) - sum(one.own for one in inside)


def _is_inside(one: _Slice, other: _Slice) -> bool:
    return one is not other and other.start <= one.start and one.end <= other.end
