"""One day in a store, by clicking alone: a trainer assigns, somebody fails and passes, the manager sees it and acts."""

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE, SIZES, Site
from tests.browser.tablets import PIN, hand_on, tile, type_pin
from tests.browser.test_checks import tap
from tests.enrolled import MUFFIN, failing_way, friends_way
from tests.post import MailBox
from tests.serving import HOST, Server
from tests.web.pdf_text import pages_of, rows_of

MODULE, SCENARIO = "Saturday rush", "The muffin nobody asked for"
EMPLOYEE, LATE = "Noor Haddad", "Tom Okafor"
NOTE = "Read it aloud once before you begin."
HEAD = ("Staff number", "Name", "Store", "Module", "State", "Due on", "Passed on", "Tries")
ID = re.compile(r"[0-9a-f-]{36}")
PAGES = ("/team", "/team/huddle", "/people", "/assignments", "/assignments/new", "/modules", "/practice")
FILES = ("/team.csv",)
REFUSED = (403, 404)
Window = Callable[..., Site]


@dataclass(frozen=True)
class Day:
    """The store's server, its post, and windows of its people."""

    window: Window
    box: MailBox

    def of(self, account: str, size: str = "landscape") -> Site:
        """A window in which this person has signed in."""
        site = self.window(size)
        site.sign_in(account)
        return site


@pytest.fixture
def day(browser: Browser, tmp_path: Path) -> Iterator[Day]:
    """A server of its own with the demo workspace, which hands its letters to a mail server."""
    contexts = []
    with MailBox() as box, Server(tmp_path, environment={"DEMO": "1", "MAIL_URL": box.url}) as server:

        def window(size: str = "landscape") -> Site:
            width, height = SIZES[size]
            viewport = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, locale="en", reduced_motion="reduce", has_touch=True)
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            return Site(context.new_page(), f"http://{HOST}:{server.port}")

        yield Day(window, box)
        for context in contexts:
            context.close()


@dataclass(frozen=True)
class Seen:
    """The ids of what belongs to one store alone."""

    assignment: str
    person: str
    enrolment: str
    store: str
    module: str

    def paths(self) -> list[str]:
        """Every page and file that is about one of them."""
        return [
            *(f"/team{ending}?store={self.store}" for ending in ("", ".csv", ".xlsx", ".pdf", "/huddle")),
            f"/team/stores?below={self.store}",
            f"/people/{self.person}",
            f"/people/{self.person}/progress",
            f"/assignments/{self.assignment}",
            f"/modules/{self.module}",
            f"/stores/{self.store}",
        ]

    def deeds(self) -> list[str]:
        """What the buttons of those pages do."""
        return [
            *(f"/enrolments/{self.enrolment}/{deed}" for deed in ("reminders", "excuse", "withdrawal", "attempts")),
            *(f"/assignments/{self.assignment}/{deed}" for deed in ("due", "withdrawal", "enrolments")),
            *(f"/people/{self.person}/{deed}" for deed in ("moves", "leaving", "invitations")),
            f"/modules/{self.module}",
            f"/modules/{self.module}/copies",
        ]


def id_in(address: str) -> str:
    """The last id in an address."""
    return ID.findall(address)[-1]


def link(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def manage(page: Page, name: str) -> None:
    """Go to one of the pages behind the fold of the main navigation."""
    page.locator("summary", has_text="Manage").click()
    link(page, name).click()


def test_a_day_in_a_store(day: Day) -> None:
    store = open_the_store_all_day(day)
    manager = day.of("manager@example.com")
    tablet = connected_tablet(day, manager)
    expect(tile(tablet, EMPLOYEE)).not_to_contain_text("due")
    assignment = assigned_by_the_trainer(day)
    expect_state(manager, "Not started")

    tablet.page.reload()
    expect(tile(tablet, EMPLOYEE)).to_contain_text("1 due")
    choose_their_work(tablet)
    play(tablet, failing_way(MUFFIN))
    expect(tablet.page.get_by_text("You have 1 attempt left.")).to_be_visible()
    expect_state(manager, "Started")
    link(tablet.page, "Try the check again").click()
    button(tablet.page, "Begin").click()
    play(tablet, friends_way(MUFFIN))
    expect(tablet.page.get_by_role("heading", name="You passed this check")).to_be_visible()
    expect(tablet.page.get_by_text(f"“{MODULE}” is passed.")).to_be_visible()
    hand_on(tablet)
    expect(tile(tablet, EMPLOYEE)).not_to_contain_text("due")
    expect_state(manager, "Passed")

    take_away(manager)
    print_the_huddle_sheet(manager)
    person, enrolment = remind_a_late_one(day, manager)
    seen = Seen(assignment, person, enrolment, store=id_in(store), module=module_of(manager))
    expect_nothing_of_it(day.of("other-manager@example.com"), seen)


def open_the_store_all_day(day: Day) -> str:
    """So that a letter goes now, whatever the hour of this test; gives the address of the store's page."""
    page = day.of("admin@example.com").page
    manage(page, "Stores")
    page.get_by_role("link", name="Upland").click()
    page.get_by_label("Opens at").fill("00:00")
    page.get_by_label("Closes at").fill("00:00")
    button(page, "Save").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    return page.url


def connected_tablet(day: Day, manager: Site) -> Site:
    """A tablet that the manager has connected to the store."""
    manage(manager.page, "Devices")
    link(manager.page, "Add a tablet").click()
    manager.page.get_by_label("Name of the tablet").fill("Till 1")
    button(manager.page, "Show the code").click()
    code = manager.page.locator("[data-code]").inner_text()
    tablet = day.window("portrait")
    tablet.open("/pair")
    tablet.page.get_by_label("The eight letters").fill(code)
    button(tablet.page, "Connect").click()
    tablet.page.wait_for_url("**/tiles")
    return tablet


def assigned_by_the_trainer(day: Day) -> str:
    """A new check for everybody at the store; gives the assignment's id."""
    page = day.of("trainer@example.com", "portrait").page
    link(page, "Modules").click()
    link(page, "New module").click()
    page.get_by_label("Title", exact=True).first.fill(MODULE)
    page.get_by_label(re.compile("Check: no hints")).check()
    page.get_by_role("button", name=re.compile(f"Add.*{SCENARIO}")).click()
    button(page, "Save").click()
    link(page, f"Assign “{MODULE}”").click()
    expect(page.get_by_label(MODULE)).to_be_checked()
    expect(page.get_by_role("radio", name="Upland", exact=True)).to_be_checked()
    page.get_by_label("A note to them").fill(NOTE)
    button(page, "Show whom it reaches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This reaches 8 people.")
    expect(page.get_by_text(EMPLOYEE)).to_be_visible()
    button(page, "Assign it to 8 people").click()
    expect(page.locator("#standing")).to_have_text("0 of 8 passed")
    return id_in(page.url)


def choose_their_work(tablet: Site) -> None:
    """The first time at the tablet, and from there to what is due."""
    page = tablet.page
    tile(tablet, EMPLOYEE).click()
    page.get_by_role("link", name="English").click()
    for _twice in range(2):
        type_pin(tablet, PIN)
    work = page.get_by_role("region", name=MODULE)
    expect(work).to_contain_text(NOTE)
    expect(work).to_contain_text("Toni Berg")
    link(work, SCENARIO).click()
    button(page, "Begin").click()


def play(tablet: Site, choices: list[str]) -> None:
    """A whole play of the check, up to its debrief."""
    expect(tablet.page.locator("main[data-mode=check]")).to_be_visible()
    for choice in choices:
        tap(tablet, choice)
    link(tablet.page, "What happened next").click()


def expect_state(manager: Site, state: str) -> None:
    """How the manager's table says that the employee stands."""
    link(manager.page, "Team").click()
    row = manager.page.get_by_role("row").filter(has_text=EMPLOYEE)
    expect(row.locator(f"td[data-of='{MODULE}']")).to_contain_text(state)


def take_away(manager: Site) -> None:
    """The three files of one module, each read."""
    page = manager.page
    page.get_by_text("Filters and search").click()
    page.get_by_label("Module", exact=True).select_option(label=MODULE)
    button(page, "Show").click()
    files = []
    for name in ("As CSV", "As Excel", "As PDF"):
        with page.expect_download() as download:
            link(page, name).click()
        files.append(download.value.path().read_bytes())
    in_csv, in_excel, in_pdf = files
    lines = [*csv.DictReader(io.StringIO(in_csv.decode()))]
    assert {line["name"]: line["state"] for line in lines}[EMPLOYEE] == "passed"
    assert {line["module"] for line in lines} == {MODULE}
    rows = [*openpyxl.load_workbook(io.BytesIO(in_excel)).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert {row[1]: row[4] for row in rows}[EMPLOYEE] == "Passed"
    on_paper = [row for one in pages_of(in_pdf) for row in rows_of(one, HEAD)]
    assert {row[1]: row[4] for row in on_paper}[EMPLOYEE] == "Passed"
    assert len(lines) == len(rows) == len(on_paper)


def print_the_huddle_sheet(manager: Site) -> None:
    """One sheet of paper with whom to praise and who is late."""
    page = manager.page
    link(page, "Team").click()
    link(page, "Huddle sheet").click()
    page.emulate_media(media="print")
    expect(page.locator("#praise ~ ul")).to_contain_text(EMPLOYEE)
    expect(page.locator("#late ~ ul")).to_contain_text(LATE)
    expect(page.locator("header.masthead")).to_be_hidden()
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="screen")


def remind_a_late_one(day: Day, manager: Site) -> tuple[str, str]:
    """From the table to the person's page; their letter arrives. Gives the ids of the person and of what is late."""
    page = manager.page
    link(page, "Team").click()
    link(page.get_by_role("row"), LATE).click()
    form = page.locator("form[action$=reminders]").first
    enrolment = id_in(form.get_attribute("action") or "")
    form.get_by_role("button").click()
    expect(page.get_by_text(f"{LATE} gets a letter now.")).to_be_visible()
    end = time.monotonic() + PATIENCE / 1000
    while not day.box.letters:
        assert time.monotonic() < end, "no letter arrived"
        page.wait_for_timeout(100)
    (letter,) = day.box.letters
    assert letter["To"] == "tom@example.com"
    assert "Mara Quist asked us to remind you." in letter.get_content()
    return id_in(page.url), enrolment


def module_of(manager: Site) -> str:
    """The id of the new module, as the filter of the report has it."""
    link(manager.page, "Team").click()
    return manager.page.locator("#f-module option", has_text=MODULE).get_attribute("value") or ""


def expect_nothing_of_it(other: Site, seen: Seen) -> None:
    """What was seen in this day does not exist for the manager of the other store, by whatever address."""
    asking = other.page.request
    for path in (*PAGES, *FILES):
        answer = asking.get(other.address + path)
        assert answer.ok, path
        assert not [name for name in (EMPLOYEE, LATE, MODULE) if name in answer.text()], path
    for path in seen.paths():
        assert asking.get(other.address + path).status in REFUSED, path
    token = other.page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    for path in seen.deeds():
        assert asking.post(other.address + path, headers={"X-CSRFToken": token}).status in REFUSED, path
    expect_no_line_of_the_module(other, seen.module)


def expect_no_line_of_the_module(other: Site, module: str) -> None:
    """The module's id as a filter of one's own report finds nobody and tells not even its title."""
    page, in_csv, in_excel, in_pdf = (
        other.page.request.get(f"{other.address}/team{ending}?module={module}").body()
        for ending in ("", ".csv", ".xlsx", ".pdf")
    )
    assert MODULE not in page.decode()
    assert in_csv.count(b"\r\n") == 1
    sheets = openpyxl.load_workbook(io.BytesIO(in_excel)).worksheets
    assert sheets[0].max_row == 1
    assert MODULE not in {str(cell) for sheet in sheets for row in sheet.values for cell in row}
    assert not [run for one in pages_of(in_pdf) for run in one if MODULE in run.text]
