"""Every page fits 360 px in every language, and with letters twice as large in the longest one."""

import pytest
from playwright.sync_api import Page

from config import LANGUAGES
from tests.browser.conftest import Site, Visit
from tests.browser.pages import PAGES

LONGEST = "de"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone_nor_with_letters_twice_as_large(visit: Visit, name: str) -> None:
    for locale in LANGUAGES:
        site = visit(size="phone", locale=locale)
        PAGES[name](site)
        assert overflow(site.page) <= 0, locale
        if locale == LONGEST:
            double_letters(site)
            assert overflow(site.page) <= 0, "twice as large"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def double_letters(site: Site) -> None:
    """Let the browser's own letters be twice as large, as its settings can."""
    session = site.page.context.new_cdp_session(site.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    site.page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '32px'")
