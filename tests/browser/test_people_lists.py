"""People and stores in a real browser: a whole list with its progress, somebody who comes and leaves."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit
from tests.browser.stores import be_administrator, be_manager

HEAD = "Personalnummer;Name;Rolle;Filiale\r\n"
CHANGE = re.compile("(?:Change|Cambiar) Carla Ibarra|Carla Ibarra ändern")
MANY = 1101  # three slices


def bring(site: Site, text: str) -> None:
    """Choose a file with this text and look at it."""
    site.open("/people/rosters/new")
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    site.page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    site.page.locator("main form button").click()
    expect(site.page.locator(".roster-counts")).to_be_visible()


def at_roster(site: Site) -> None:
    be_manager(site)
    bring(site, HEAD + "9001;Jörg Öz;Mitarbeit;Upland\r\n9002;Ann;König;Nowhere\r\n")


def at_new_person(site: Site) -> None:
    be_manager(site)
    site.open("/people/new")


def at_person(site: Site) -> None:
    be_manager(site)
    site.open("/people?q=1003")
    site.page.locator("summary", has=site.page.locator(".person")).first.click()
    site.page.get_by_role("link", name=CHANGE).click()
    expect(site.page.locator("[name=staff_number]")).to_have_value("1003")


def at_stores(site: Site) -> None:
    be_administrator(site)
    site.open("/stores")


def at_store(site: Site) -> None:
    at_stores(site)
    site.page.locator(".tree__place", has_text="Upland").click()
    expect(site.page.locator("[name=opens]")).to_be_visible()


def at_audit(site: Site) -> None:
    be_administrator(site)
    site.open("/audit")


def test_a_whole_list_is_looked_at_and_goes_on_by_itself_to_the_end(visit: Visit) -> None:
    site = visit(size="landscape", locale="en")
    be_administrator(site)
    bring(site, HEAD + "".join(f"L{number};Jörg {number};Mitarbeiterin;Ontario\r\n" for number in range(MANY)))
    expect(site.page.locator("main")).to_contain_text("windows-1252")
    expect(site.page.locator(".roster-counts__number").first).to_have_text(str(MANY))
    site.page.get_by_role("button", name=f"Bring in {MANY} people").click()
    expect(site.page.get_by_role("heading", name="What became of it")).to_be_visible()
    expect(site.page.locator(".roster-counts__number").first).to_have_text(str(MANY))
    site.open("/people?q=L1100")
    expect(site.page.locator(".person__name")).to_have_text("Jörg 1100")


def test_bad_rows_are_named_and_taken_away_as_a_file(visit: Visit) -> None:
    site = visit(size="phone", locale="de")
    at_roster(site)
    expect(site.page.locator(".roster-bad__row")).to_have_count(1)
    expect(site.page.locator(".roster-bad__row")).to_contain_text("„König“ ist keine Rolle")
    with site.page.expect_download() as download:
        site.page.locator("a[download]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "9002,Ann,,König,Nowhere" in text


def test_somebody_new_is_on_the_tiles_until_they_leave(visit: Visit) -> None:
    site = visit(size="portrait", locale="en")
    at_new_person(site)
    site.page.locator("[name=name]").fill("Zora Quill")
    site.page.locator("[name=staff_number]").fill("8801")
    site.page.get_by_role("button", name="Add").click()
    expect(site.page.get_by_role("heading", name="Zora Quill")).to_be_visible()
    site.page.locator("summary", has_text="leaves").click()
    site.page.get_by_role("button", name="Zora Quill has left").click()
    expect(site.page.get_by_role("button", name="Zora Quill is back")).to_be_visible()
    site.open("/people?q=8801")
    expect(site.page.locator("main")).to_contain_text("Have left (1)")
