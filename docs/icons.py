"""The app's icons as PNG, made by `make icons` from the two drawings beside them."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from config import ROOT
from tests.browser.conftest import browser_options
from training_app.web.offline.manifest import SIZES

ICONS = ROOT / "static" / "icons"
DRAWINGS = {"any": ICONS / "favicon.svg", "maskable": ICONS / "maskable.svg"}


def main() -> None:
    """Draw every size of both; what the drawing leaves free stays transparent."""
    with sync_playwright() as playwright, playwright.chromium.launch(**browser_options()) as browser:
        for name, drawing in DRAWINGS.items():
            for size in SIZES:
                draw(browser.new_page(viewport={"width": size, "height": size}), drawing, ICONS / f"{name}-{size}.png")


def draw(page, drawing: Path, file: Path) -> None:
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing.read_text()}")
    page.screenshot(path=file, omit_background=True)
    page.close()


if __name__ == "__main__":
    main()
