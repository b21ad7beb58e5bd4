"""Every page fits 360 px in every language, and with letters twice as large in the longest one."""

import pytest
from playwright.sync_api import Page

from config import LANGUAGES
from tests.browser.conftest import Site, Visit
from tests.browser.pages import PAGES

LONGEST = "de"
WIDE = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const scrolls = one => one && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement))
    const stands = one => one.checkVisibility({visibilityProperty: true}) && !scrolls(one.parentElement)
    const out = [...document.body.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > width + 1 && stands(one))
    const inner = out.filter(one => !out.some(other => one !== other && one.contains(other)))
    const told = inner.map(one => `${one.outerHTML.slice(0, 160)}: ${Math.round(one.getBoundingClientRect().right)}`)
    return told.length ? told : [`the page itself: ${document.documentElement.scrollWidth}`]
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone_nor_with_letters_twice_as_large(visit: Visit, name: str) -> None:
    for locale in LANGUAGES:
        site = visit(size="phone", locale=locale)
        PAGES[name](site)
        assert not too_wide(site.page), locale
        if locale == LONGEST:
            double_letters(site)
            assert not too_wide(site.page), "twice as large"


def too_wide(page: Page) -> list[str]:
    """What stands out of the window to the right, innermost, if the page is wider than its window."""
    return list(page.evaluate(WIDE))


def double_letters(site: Site) -> None:
    """Let the browser's own letters be twice as large, as its settings can."""
    session = site.page.context.new_cdp_session(site.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    site.page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '32px'")
