"""A whole check in a browser: everything that it was sent and that it keeps is read before the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import Site, Visit
from tests.browser.without_network import get_ready
from tests.enrolled import MUFFIN, failing_way, friends_way, reference_of
from tests.faults.proxy import Proxy
from tests.modules import location_id_of, new_enrolment, new_module
from tests.revealing import Secrets, texts_in
from tests.serving import Server
from training_app.db import Database
from training_app.models import Enrolment, Person

ACCOUNT = "1004"
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push([request.url, await (await cache.match(request)).text()]);
    }
  }
  return [...kept, ["storage", JSON.stringify({ ...localStorage, ...sessionStorage })]];
}"""


class Witness(Proxy):
    """Stands between a browser and the server, and writes down every byte that the browser gets."""

    def __init__(self, target: int) -> None:
        super().__init__(target, seed=1)
        self.answers: list[tuple[str, str]] = []

    def ask(self, request: bytes) -> bytes:
        """What the server answers, uncompressed."""
        answer = super().ask(re.sub(rb"accept-encoding:[^\r]*\r\n", b"", request, flags=re.IGNORECASE))
        self.answers.append((request.split(b" ", 2)[1].decode(), answer.decode(errors="replace")))
        return answer


@dataclass(frozen=True)
class Watch:
    """A browser behind a witness."""

    site: Site
    witness: Witness
    secrets: Secrets

    def told(self) -> dict[str, set[str]]:
        """What any answer, or anything that the browser keeps, tells about the check's scenario, by its address."""
        known = [*self.witness.answers, *self.site.page.evaluate(KEPT)]
        return {address: told for address, text in known if (told := self._told_by(address, text))}

    def _told_by(self, address: str, text: str) -> set[str]:
        told = self.secrets.in_text(text) | ({"its bundle"} if f"/bundles/{MUFFIN}" in address else set())
        if "/plays" in address:
            told |= self.secrets.in_page(text.partition("\r\n\r\n")[2])
        return told


@dataclass(frozen=True)
class Check:
    """The check of somebody in the demo workspace, and where it is kept."""

    id: UUID
    database: Database

    def facts(self) -> Enrolment:
        with self.database.reading() as session:
            return session.get_one(Enrolment, self.id)


@pytest.fixture
def check(server: Server) -> Iterator[Check]:
    """A check with two attempts for a person of the demo."""
    file: Path = server.folder / "regulars.sqlite3"
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        person = session.scalars(select(Person).where(Person.staff_number == ACCOUNT)).one()
        upland = location_id_of(session, "Upland")
        module = new_module(session, location_id=upland, scenarios=(MUFFIN,), attempts=2, coach="slip")
        enrolment_id = new_enrolment(session, module, person_id=person.id, location_id=upland).id
    yield Check(enrolment_id, database)
    database.dispose()


@pytest.fixture
def witness(server: Server) -> Iterator[Witness]:
    """A witness before the server of all browser tests."""
    with Witness(server.port) as witness:
        yield witness


def begin(site: Site, check: Check) -> None:
    site.open(f"/scenarios/{MUFFIN}?enrolment={check.id}")
    site.page.locator("form[action='/plays'] button").click()
    expect(site.page.locator("main[data-mode=check]")).to_be_visible()


def tap(site: Site, choice: str) -> None:
    """Take the reply with the words of this choice, and wait for the next page."""
    words = texts_in(MUFFIN, "en")[site.scene or ""]["choices"][choice]["text"]
    number = site.page.locator("[name=number]").input_value()
    reply = site.page.locator("button[name=choice]", has_text=words)
    expect(reply).not_to_have_css("pointer-events", "none")
    reply.click()
    site.page.wait_for_function("before => document.querySelector('[name=number]')?.value !== before", arg=number)


def test_a_check_is_played_in_a_browser_and_nothing_tells_a_grade_before_its_end(
    visit: Visit, check: Check, witness: Witness
) -> None:
    site = Site(visit(signed_in=False).page, f"http://127.0.0.1:{witness.port}")
    site.sign_in(ACCOUNT)
    watch = Watch(site, witness, Secrets(MUFFIN))
    get_ready(site)
    begin(site, check)
    way, reference = failing_way(MUFFIN), reference_of(MUFFIN)
    for number, choice in enumerate(way):
        assert site.scene == reference.after(way[:number]).scene
        expect(site.page.locator("main")).not_to_have_attribute("data-here", "")
        assert watch.told() == {}
        if number == 1:  # left, and taken up again
            site.open("/practice")
            site.page.locator("a[href^='/plays/']").first.click()
            expect(site.page.locator("main[data-mode=check]")).to_be_visible()
        tap(site, choice)
    assert watch.told() == {}
    assert any(address.endswith("/ready") for address, _text in witness.answers)
    site.page.get_by_role("link", name="What happened next").click()
    expect(site.page.get_by_text("You have 1 attempt left.")).to_be_visible()
    expect(site.page.locator("[data-rewind]")).to_have_count(0)
    assert check.facts().attempts == 1
    site.page.get_by_role("link", name="Try the check again").click()
    site.page.locator("form[action='/plays'] button").click()
    for choice in friends_way(MUFFIN):
        tap(site, choice)
    site.page.get_by_role("link", name="What happened next").click()
    expect(site.page.get_by_role("heading", name="You passed this check")).to_be_visible()
    assert check.facts().passed_at is not None
