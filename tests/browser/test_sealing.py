"""Whoever leaves a browser leaves nothing behind that the next person there can read; and gets it back."""

import json
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import EMPLOYEE, Site, Visit
from tests.browser.outbox.keeping import HONEST, SCENARIO, Keeping, keeping_on, way_to_the_end
from tests.serving import Server, Visitor


@pytest.fixture
def keeping(visit: Visit) -> Keeping:
    """A browser in which somebody has just signed in, and whose answers do not reach the server."""
    site = visit(service_workers="block", signed_in=False)
    site.sign_in()
    keeping = keeping_on(site)
    site.page.context.route("**/sync", lambda route: route.abort())
    return keeping


def sign_out(keeping: Keeping) -> None:
    """As people do, on a page of the site."""
    keeping.page.locator("[data-sign-out] button").click()
    keeping.page.wait_for_url("**/login")
    expect(keeping.page.locator("[data-sealed]")).to_be_visible()


def keys(found: dict[str, Any]) -> dict[str, Any]:
    """The key of each play as it lies in the database."""
    return {row["play"]: row["key"] for row in found["plays"]}


def test_nothing_in_the_database_tells_who_said_what_once_they_have_signed_out(keeping: Keeping) -> None:
    finished = keeping.play_to_the_end()
    begun = keeping.begin("the-aisle")
    keeping.say(begun, way_to_the_end("the-aisle")[:1])
    open_keys = keys(keeping.everything())
    assert open_keys[finished] == open_keys[begun] == {"key": "secret", "extractable": False}
    sign_out(keeping)
    found = keeping.everything()
    assert keys(found) == {finished: None, begun: None}
    assert len(found["choices"]) == len(HONEST) + 1
    readable = json.dumps(found)
    for telling in {SCENARIO, "the-aisle", *HONEST, *way_to_the_end("the-aisle"), "Robin", "practice"}:
        assert telling not in readable, telling


def test_on_a_store_s_tablet_a_play_under_way_stays_open_for_whoever_comes_back_without_a_network(
    keeping: Keeping,
) -> None:
    keeping.call("database", "keep", "roster", {"people": [], "scenarios": []})
    finished, begun = keeping.play_to_the_end(), keeping.begin("the-aisle")
    keeping.say(begun, way_to_the_end("the-aisle")[:1])
    keeping.call("sitting", "standUp")
    left = keys(keeping.everything())
    assert (left[finished], left[begun]) == (None, {"key": "secret", "extractable": False})


def test_what_the_server_has_is_deleted_when_its_person_leaves(keeping: Keeping) -> None:
    keeping.page.context.unroute("**/sync")
    keeping.play_to_the_end()
    begun = keeping.begin()
    keeping.say(begun, HONEST[:2])
    keeping.wait_until_sent()
    keeping.call("sitting", "standUp")
    found = keeping.everything()
    assert (found["plays"], found["choices"]) == ([], [])
    assert not {"sitting", "snapshot"} & set(found["kept"])


def test_the_next_person_reads_and_sends_nothing_of_it(keeping: Keeping) -> None:
    play = keeping.play_to_the_end()
    site = Site(keeping.page, keeping.page.url.removesuffix("/settings"))
    sign_out(keeping)
    site.sign_in("2005")
    assert play not in [one["play"] for one in keeping.call("plays", "playsOf", keeping.person)]
    assert keeping.call("plays", "loadPlay", play) is None
    with pytest.raises(Error, match="PlayError not-sitting"):
        keeping.call("plays", "addChoice", play, len(HONEST) + 1, "more", {"finished": False})
    site.open("/unsent")
    expect(keeping.page.locator("[data-slot=others]")).to_contain_text(f"{len(HONEST)} answers of others")
    expect(keeping.page.locator("[data-list=waiting] > li")).to_have_count(0)


def test_a_tab_that_was_left_open_takes_no_answer_after_its_person_has_gone(keeping: Keeping) -> None:
    play = keeping.begin()
    keeping.say(play, HONEST[:1])
    other = Keeping(keeping.page.context.new_page())
    other.page.goto(keeping.page.url)
    sign_out(other)
    with pytest.raises(Error, match="PlayError not-sitting"):
        keeping.call("plays", "addChoice", play, 2, HONEST[1], {"finished": False})


def test_a_tablet_out_of_use_forgets_everything_and_says_how_much_was_lost(keeping: Keeping) -> None:
    play = keeping.begin()
    keeping.say(play, HONEST[:3])
    assert keeping.call("plays", "forgetEverything") == {"unsent": 3}
    found = keeping.everything()
    assert (found["plays"], found["choices"]) == ([], [])
    assert not {"sitting", "snapshot"} & set(found["kept"])


def test_what_is_played_under_a_tile_waits_until_its_person_has_signed_in(keeping: Keeping, server: Server) -> None:
    person = keeping.person
    public_key = keeping.call("database", "kept", "sitting")["publicKey"]
    address = f"http://127.0.0.1:{server.port}"
    context = keeping.page.context
    context.unroute("**/sync")
    context.clear_cookies()
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.url) if request.url.endswith("/sync") else None)

    keeping.page.goto(f"{address}/shells/en/unsent")
    tile = {"person": person, "name": "Robin Ames", "language": "en", "publicKey": public_key}
    keeping.call("sitting", "sit", tile)
    play = keeping.play_to_the_end()
    keeping.send()
    expect(keeping.page.locator(".unsent")).to_have_text(f"{len(HONEST)} answers not sent yet")
    item = keeping.page.locator("[data-list=waiting] > li")
    expect(item).to_contain_text("To be confirmed with your PIN")
    assert (keeping.unsent(), sent) == (len(HONEST), [])

    Site(keeping.page, address).sign_in()
    keeping.wait_until_sent()
    visitor = Visitor(server.port).sign_in(EMPLOYEE)
    assert visitor.get(f"/plays/{play}").json()["ending"] is True
    visitor.close()
