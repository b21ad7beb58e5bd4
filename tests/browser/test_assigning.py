"""A trainer assigns by touch: people found while one types, the preview, and the employee's tile that changes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from tests.browser.assigned import database_of
from tests.browser.conftest import Site, Visit
from tests.browser.stores import ADMINISTRATOR, be_manager
from tests.conftest import make_location
from tests.modules import new_assignment, new_module
from tests.serving import Server
from training_app.models import Location
from training_app.moment import now


def at_assignments(site: Site) -> None:
    be_manager(site)
    site.open("/assignments")


def at_assignment(site: Site) -> None:
    at_assignments(site)
    site.page.locator(".assigned__title a").first.click()
    site.page.locator("#people ~ ul summary").first.click()


def at_assigning(site: Site) -> None:
    be_manager(site)
    site.open("/assignments/new")
    site.page.locator("[name=target][value=people]").check()


def at_preview(site: Site) -> None:
    at_assigning(site)
    site.page.locator("[name=target][value=place]").check()
    site.page.locator("[name=module]").first.check()
    site.page.locator("button[value=preview]").click()
    site.page.locator("#stores").wait_for()


def test_a_trainer_assigns_to_people_found_by_name(visit: Visit) -> None:
    site = visit(size="portrait", signed_in=False, has_touch=True)
    site.sign_in("trainer@example.com")
    site.open("/assignments")
    page = site.page
    page.get_by_role("link", name="Assign a module").tap()
    page.get_by_text("Ready for the floor").tap()
    page.get_by_text("Single people").tap()
    search = page.get_by_role("searchbox")
    search.fill("noor")
    expect(page.locator("[name=person]")).to_have_count(1)
    page.get_by_text("Noor Haddad").tap()
    search.fill("wren")
    expect(page.get_by_text("Wren Castle")).to_be_visible()
    expect(page.locator("[name=person]:checked")).to_have_count(1)
    page.get_by_text("Wren Castle").tap()
    expect(page.get_by_label("Days for newcomers")).to_be_hidden()
    page.get_by_role("button", name="Show whom it reaches").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("This reaches 2 people.")
    page.get_by_role("button", name="Assign it to 2 people").tap()
    page.wait_for_url(re.compile(r"/assignments/[0-9a-f-]{36}$"))
    expect(page.locator("#standing")).to_have_text("0 of 2 passed")
    site.open("/assignments/new")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_assigning_needs_no_script_and_no_mouse(visit: Visit) -> None:
    site = visit(size="phone", signed_in=False, java_script_enabled=False)
    site.sign_in("manager@example.com")
    site.open("/assignments/new")
    page = site.page
    page.get_by_label("First shift").check()
    page.get_by_label("Single people").check()
    page.get_by_role("searchbox").fill("hana")
    page.get_by_role("searchbox").press("Enter")
    page.locator("[name=person]").check()
    page.get_by_role("button", name="Show whom it reaches").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This reaches 1 person.")
    page.get_by_role("button", name="Change something").press("Enter")
    expect(page.locator("[name=person]:checked")).to_have_count(1)
    expect(page.get_by_label("First shift")).to_be_checked()


@pytest.fixture
def many_stores(server: Server) -> Iterator[None]:
    """More stores than a list shows, as long as a test looks at them."""
    engine = create_engine(database_of(server))
    with Session(engine) as session:
        chain = session.scalars(select(Location).where(Location.kind == "chain")).one()
        made = [make_location(session, f"Kiosk {number:02}", kind="store", parent=chain).id for number in range(60)]
        session.commit()
    yield
    with Session(engine) as session:
        session.execute(delete(Location).where(Location.id.in_(made)))
        session.commit()
    engine.dispose()


@pytest.mark.usefixtures("many_stores")
@pytest.mark.parametrize("has_script", [True, False])
def test_a_store_among_many_is_found_by_its_name(visit: Visit, has_script: bool) -> None:
    site = visit(size="phone", signed_in=False, java_script_enabled=has_script)
    site.sign_in(ADMINISTRATOR)
    page = site.page
    site.open("/assignments/new")
    page.get_by_label("First shift").check()
    page.get_by_label("Search for a store or region").fill("kiosk 41")
    if not has_script:
        page.locator("#finding-place button").click()
    expect(page.locator("[name=place]:not(:checked)")).to_have_count(1)
    page.get_by_text("Kiosk 41").click()
    page.get_by_role("button", name="Show whom it reaches").click()
    expect(page.get_by_text("Kiosk 41").first).to_be_visible()
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Kiosk 41")).to_be_checked()
    site.open("/people?role=employee")
    page.get_by_label("Search for a store or region").fill("upland")
    if not has_script:
        page.locator("#finding-place button").click()
    page.get_by_text("Upland", exact=False).and_(page.locator("label span")).click()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("[name=store]:checked + span")).to_contain_text("Upland")
    expect(page.locator("h2")).to_have_count(1)


def begun(server: Server) -> UUID:
    """An assignment to the other store that has reached nobody yet."""
    engine = create_engine(database_of(server))
    with Session(engine) as session:
        store = session.scalars(select(Location).where(Location.name == "Ontario")).one()
        module = new_module(session, location_id=store.id)
        soon = (now() + timedelta(days=9)).date()
        assignment_id = new_assignment(session, module, location_id=store.id, due_on=soon).id
        session.commit()
    engine.dispose()
    return assignment_id


def test_an_assignment_that_broke_off_goes_on_and_says_how_far_it_is(visit: Visit, server: Server) -> None:
    site = visit(size="landscape", signed_in=False)
    site.sign_in("admin@example.com")
    page = site.page
    page.route("**/enrolments", lambda route: route.abort())
    site.open(f"/assignments/{begun(server)}")
    expect(page.get_by_text("Nothing is lost: go on")).to_be_visible()
    expect(page.get_by_text(re.compile("^0 of [0-9]+ people have it"))).to_be_visible()
    page.unroute("**/enrolments")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#standing")).to_have_text(re.compile("^0 of [0-9]+ passed$"))
    expect(page.get_by_text("On its way")).to_have_count(0)
