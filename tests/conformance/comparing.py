"""Finds where the two sides differ, and says it in as few words as there are."""

import json
from difflib import unified_diff
from typing import Any

from playwright.sync_api import Page

from config import ROOT

HERE = ROOT / "tests" / "conformance"
PLAY = (HERE / "play.js").read_text(encoding="utf-8")
OUTLINE = (HERE / "outline.js").read_text(encoding="utf-8").strip().rstrip(";")
PAGE = f"({(HERE / 'page.js').read_text(encoding='utf-8').strip().rstrip(';')})({OUTLINE})"
ON_SCREEN = f"""(html) => {{
  const outline = {OUTLINE};
  const server = new DOMParser().parseFromString(html, "text/html");
  const titles = [server.title, document.title];
  const [made, shown] = [server, document.cloneNode(true)].map(outline);
  return {{ server: [titles[0], ...made], browser: [titles[1], ...shown] }};
}}"""
MODULES = {name: f"/js/play/{name}.js" for name in ("engine", "scoring")}


def in_the_browser(page: Page, vector: dict[str, Any]) -> list[dict[str, Any]]:
    """The plays of a vector as the browser's engine has them. The page comes from where the modules are."""
    played: list[dict[str, Any]] = json.loads(page.evaluate(PLAY, {**MODULES, "json": json.dumps(vector)}))
    return played


def assert_same(vector: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Fail with the shortest play that the other engine plays otherwise, and the first of its differences."""
    assert len(found) == len(vector["plays"])
    differing = [
        (len(expected["choices"]), expected["choices"], difference)
        for expected, other in zip(vector["plays"], found, strict=True)
        if (difference := first_difference(expected, other))
    ]
    if differing:
        _length, choices, difference = min(differing)
        rules = json.dumps(vector["rules"], ensure_ascii=False)
        raise AssertionError(f"{len(differing)} plays differ; the shortest: {choices}\n{difference}\nrules: {rules}")


def first_difference(expected: Any, found: Any, where: str = "") -> str:
    """The first place where two plain values differ; empty where they are the same to the last bit."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            if key not in expected or key not in found:
                return f"{where}.{key} is on one side only"
            if difference := first_difference(expected[key], found[key], f"{where}.{key}"):
                return difference
        return ""
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return next(filter(None, (first_difference(*pair, f"{where}[{place}]") for place, pair in pairs)), "")
    is_same = expected == found and isinstance(expected, bool) == isinstance(found, bool)
    return "" if is_same else f"{where} is {found!r} and should be {expected!r}"


def outlines(page: Page, **given: Any) -> dict[str, Any]:
    """Fail where the page that the browser fills is not the server's; else give both and the values (see page.js)."""
    found: dict[str, Any] = json.loads(page.evaluate(PAGE, json.dumps(given)))
    _assert_same_lines(found)
    return found


def assert_same_on_screen(page: Page, server: str) -> None:
    """Fail where what the browser shows is not what the server's page, given as HTML, would show."""
    _assert_same_lines(page.evaluate(ON_SCREEN, server))


def _assert_same_lines(found: dict[str, Any]) -> None:
    lines = unified_diff(found["server"], found["browser"], "server", "browser", lineterm="", n=4)
    assert found["server"] == found["browser"], "\n".join(lines)
