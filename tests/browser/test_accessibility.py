"""Every page is clean for axe in light and dark, and has targets for a thumb at each size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, Visit
from tests.browser.pages import PAGES

SMALLEST_TARGET = 48
COLOURS_STAND_STILL = """() => {
  const changes = document.getAnimations().filter((one) => one instanceof CSSTransition);
  return Promise.allSettled(changes.map((one) => one.finished));
}"""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_every_target_is_large_enough(visit: Visit, name: str) -> None:
    site = visit()
    PAGES[name](site)
    for mode in ("light", "dark"):
        site.page.emulate_media(color_scheme=mode)
        site.page.evaluate(COLOURS_STAND_STILL)
        report = Axe().run(site.page)
        assert not report.violations_count, f"{mode}: {report.generate_report()}"
    for size, (width, height) in SIZES.items():
        site.page.set_viewport_size({"width": width, "height": height})
        assert small_targets(site.page) == [], size


def small_targets(page: Page) -> list[str]:
    """What can be tapped, and is too small for a thumb."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('button, summary, nav a, a[class], input:not([type=hidden])')]
          .filter(element => element.checkVisibility() && !element.matches('.unseen:not(:focus)'))
          .map(element => [(element.closest('label') || element), element])
          .map(([target, element]) => [element.outerHTML.slice(0, 120), target.getBoundingClientRect()])
          .filter(([, box]) => box.width && box.right > 0 && (box.height < least || box.width < least))
          .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)""",
        SMALLEST_TARGET,
    )
    return found
