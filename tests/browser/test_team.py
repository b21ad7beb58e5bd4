"""The team's report in a browser: a table that keeps its names in sight, cards on a phone, and one sheet of paper."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.team import at_huddle, at_team


def test_on_a_phone_each_person_is_a_card_that_names_its_modules(visit: Visit) -> None:
    site = visit(size="phone")
    at_team(site)
    person = site.page.locator("tbody tr", has_text="Tom Okafor")
    box = person.bounding_box()
    assert box
    assert box["width"] <= 360
    named = "cell => getComputedStyle(cell, '::before').content"
    assert person.locator("td").first.evaluate(named) in {'"First shift"', '"Ready for the floor"'}
    lines = [line.bounding_box()["y"] for line in person.locator("td").all()]  # type: ignore[index]
    assert lines == sorted(set(lines))


def test_names_and_modules_stay_in_sight_while_the_table_scrolls(visit: Visit) -> None:
    site = visit(size="landscape")
    at_team(site)
    table = site.page.locator(".matrix")
    table.evaluate("table => { table.style.inlineSize = '300px'; table.style.blockSize = '160px' }")
    table.evaluate("table => table.scrollTo(120, 120)")
    frame = table.bounding_box()
    corner = table.locator("thead th").first.bounding_box()
    assert frame
    assert corner
    assert (round(corner["x"] - frame["x"]), round(corner["y"] - frame["y"])) == (0, 0)


def test_filters_work_without_a_script_and_stay_in_the_address(visit: Visit) -> None:
    site = visit(java_script_enabled=False)
    at_team(site)
    site.page.locator(".filter select[name=state]").select_option("failed")
    site.page.locator("form.filter button").click()
    assert "state=failed" in site.page.url
    assert "role=employee" in site.page.url
    expect(site.page.locator("tbody tr th a")).to_have_text(["Carla Ibarra"])


def test_the_huddle_sheet_is_one_page_of_paper_with_nothing_around_it(visit: Visit) -> None:
    site = visit()
    at_huddle(site)
    site.page.emulate_media(media="print")
    expect(site.page.locator("article.huddle")).to_be_visible()
    expect(site.page.locator("header.masthead")).to_be_hidden()
    expect(site.page.locator(".huddle-deeds")).to_be_hidden()
    assert site.page.pdf(format="A4").count(b"/Type /Page\n") <= 1
    expect(site.page.locator("#late ~ ul")).to_contain_text("Carla Ibarra")
