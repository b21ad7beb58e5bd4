"""Every page in every language: sound HTML, one title, one heading, nothing twice, its language named."""

from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from werkzeug.test import TestResponse

from tests.conftest import World, make_person
from tests.people import new_employee
from tests.web.reference import Reference
from tests.web.tablets import location_named, new_device, tablet, with_pin
from tests.web.visitor import Visitor
from training_app.domain.permissions import Role
from training_app.models import Location
from training_app.moment import now
from training_app.services.devices import record_state

LANGUAGES = ("en", "de", "es")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NAMED_BY = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class Page(HTMLParser):
    """What a page is made of; every tag must be closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        twice = [name for name, count in Counter(name for name, _ in attributes).items() if count > 1]
        assert not twice, f"<{tag}> has {twice} twice"
        self.elements.append((tag, dict(attributes)))
        if tag in self.texts and "svg" not in self.open:
            self.texts[tag].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>, line {self.getpos()[0]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for name in self.texts:
            if name in self.open and "svg" not in self.open:
                self.texts[name][-1] += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]


def assert_sound(answer: TestResponse, language: str) -> None:
    assert answer.mimetype == "text/html"
    assert_sound_text(answer.text, language)


def assert_sound_text(text: str, language: str) -> None:
    assert text.startswith("<!doctype html>")
    page = Page(text)
    assert len(page.texts["title"]) == 1
    assert page.texts["title"][0].removesuffix(" · Regulars").strip() not in {"", "· Regulars"}
    assert [bool(text.strip()) for text in page.texts["h1"]] == [True]
    ids = Counter(page.attributes("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for attribute in NAMED_BY:
        for value in page.attributes(attribute):
            assert value, f"{attribute} names nothing"
            assert set(value.split()) <= set(ids), f"{attribute} names what is not there"
    here = [link for link in page.attributes("href") if link.startswith("#")]
    assert {link[1:] for link in here} <= set(ids)
    assert [attributes["lang"] for tag, attributes in page.elements if tag == "html"] == [language]
    tokens = [attributes["content"] for _, attributes in page.elements if attributes.get("name") == "csrf-token"]
    assert len(tokens) == 1
    assert tokens[0]
    assert_obeys_the_policy(page)


def assert_obeys_the_policy(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#")), f"{name} leads away"
        if tag == "form" and attributes.get("method") == "post":
            assert attributes.get("action") != ""


@pytest.fixture(scope="module", params=LANGUAGES)
def speaker(request: pytest.FixtureRequest, world: World, regular: Reference) -> tuple[Visitor, str, dict[str, str]]:
    """Somebody with this language who has an open play, a finished one, a rewind and a kept sentence."""
    visitor = Visitor(world.client(new_employee(world, language=request.param)))
    ways = regular.ways()
    log = max(ways.values(), key=len)
    plays = {
        "open": visitor.play("pushy-muffin-seller", [])["id"],
        "companion": visitor.play("the-aisle", ["say-no", "louder"])["id"],
        "finished": visitor.play("friendly-regular", log)["id"],
        "other": visitor.play("friendly-regular", next(iter(ways.values())))["id"],
        "going": visitor.play("the-aisle", ["say-no"])["id"],
    }
    rewound = visitor.post_json(f"/plays/{plays['finished']}/rewinds", number=2).json
    for number, choice in enumerate(log[1:], start=2):
        rewound = visitor.post_json(f"/plays/{rewound['id']}/choices", number=number, choice=choice).json
    assert rewound["ending"]
    plays["rewound"] = rewound["id"]
    visitor.post(f"/plays/{plays['other']}/sentence", own="I look up & smile “first”.")
    return visitor, request.param, plays


def addresses(plays: dict[str, str]) -> Iterator[str]:
    yield from ("/practice", "/progress", "/settings", "/unsent", "/no-such-page")
    yield from (f"/scenarios/{name}" for name in ("the-aisle", "friendly-regular", "pushy-muffin-seller"))
    yield from (f"/plays/{play}" for play in plays.values())
    yield from (f"/plays/{plays[name]}/debrief" for name in ("companion", "finished", "other", "rewound"))


def test_every_page_is_sound(speaker: tuple[Visitor, str, dict[str, str]]) -> None:
    visitor, language, plays = speaker
    for address in addresses(plays):
        answer = visitor.get(address)
        assert answer.status_code == (404 if address == "/no-such-page" else 200)
        assert_sound(answer, language)
    visitor.post("/settings", language=language, theme="auto", coach="slip", think_first="y")
    assert_sound(visitor.get("/settings"), language)
    assert_sound(visitor.get(f"/plays/{plays['open']}"), language)


def test_every_refusal_is_sound(speaker: tuple[Visitor, str, dict[str, str]]) -> None:
    visitor, language, plays = speaker
    address = f"/plays/{plays['going']}"
    for answer in (
        visitor.post("/settings", language="tlh"),
        visitor.post("/settings/password", current="a", new="b", again="c"),
        visitor.post(f"{address}/choices", number="1", choice="answer"),
        visitor.post(f"{address}/choices", number="2", choice="no-such"),
        visitor.client.post(f"{address}/choices"),
    ):
        assert 400 <= answer.status_code < 500
        assert_sound(answer, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_those_who_look_after_stores_is_sound(world: World, language: str) -> None:
    near = location_named(world, "Near")
    with world.database.writing() as session:
        at = session.get_one(Location, near)
        manager = make_person(session, f"manager-{language}", at=at, role=Role.MANAGER, language=language)
    person = new_employee(world, pin_hash="no PIN fits this")
    visitor = Visitor(world.client(manager))
    gone, *devices = (new_device(world, near) for _one in range(5))
    for device, offline in zip(devices, ("ready", "insecure", "refused", "full"), strict=True):
        with world.database.writing() as session:
            record_state(session, device_id=device, unsent=3, unsent_since=now(), offline=offline, now=now())
    visitor.post(f"/devices/{gone}/revocation")
    visitor.post("/devices", name="“Till” & <co>", location=str(near))
    addresses = ("/devices", "/devices/new", "/devices/code", f"/devices/{gone}", "/people", "/people?q=nobody-at-all")
    for address in (*addresses, *(f"/devices/{device}" for device in devices)):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert_sound(answer, language)
    assert_sound(visitor.post(f"/people/{person}/invitations", language="es"), language)
    assert_sound(visitor.post("/devices", name=""), language)
    assert_sound(visitor.post(f"/devices/{devices[0]}", name=""), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_tablet_is_sound(world: World, language: str) -> None:
    visitor, device = tablet(world)
    headers = {"Accept-Language": language}
    newcomer, known = new_employee(world), new_employee(world, pin_hash="no PIN fits this", language=language)
    for address in ("/tiles", "/tiles?q=<nobody>", f"/tiles/{newcomer}", f"/tiles/{known}", "/pair?code=BCDF"):
        assert_sound(visitor.get(address, headers=headers), language)
    assert_sound(visitor.get(f"/tiles/{newcomer}?language={language}"), language)
    assert_sound(visitor.post(f"/tiles/{newcomer}/first", language=language, pin="1234", again="1234"), language)
    assert_sound(visitor.post(f"/tiles/{known}/pin", pin="483"), language)
    assert_sound(visitor.post(f"/tiles/{known}/pin", pin="4830"), language)
    assert_sound(visitor.post("/pair", headers=headers, code="BCDF"), language)
    inside = with_pin(world, visitor, device, known)
    for address in ("/practice", "/progress", "/preferences", "/scenarios/the-aisle", "/settings", "/no-such-page"):
        assert_sound(inside.get(address), language)
    assert_sound(inside.get(f"/plays/{inside.begin('the-aisle')['id']}"), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_strangers_is_sound(world: World, language: str) -> None:
    visitor = Visitor(world.app.test_client())
    headers = {"Accept-Language": language}
    assert_sound(visitor.get("/login", headers=headers), language)
    assert_sound(visitor.get("/reset/no-such-link", headers=headers), language)
    assert_sound(visitor.get("/no-such-page", headers=headers), language)
    assert_sound(visitor.post("/login", headers=headers), language)


def test_pages_of_a_first_visit_and_without_a_role_are_sound(world: World, employee: Visitor) -> None:
    assert_sound(employee.get("/practice"), "en")
    assert_sound(employee.get("/progress"), "en")
    assert_sound(Visitor(world.client(world.cast.without_role)).get("/practice"), "en")


BROKEN: list[Callable[[str], str]] = [
    lambda text: text.replace("</h1>", "", 1),
    lambda text: text.replace("<h1", "<h2", 1).replace("</h1>", "</h2>", 1),
    lambda text: text.replace('lang="en"', 'lang="de"', 1),
    lambda text: text.replace('id="main"', 'id="next"', 1),
    lambda text: text.replace("<main", '<main style="color: red"', 1),
    lambda text: text.replace('name="csrf-token"', 'name="token"', 1),
    lambda text: text.replace("</body>", "<p id='main'></p></body>", 1),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_page_that_is_broken_is_found_out(employee: Visitor, broken: Callable[[str], str]) -> None:
    sound = employee.get("/practice").text
    assert_sound_text(sound, "en")
    text = broken(sound)
    assert text != sound
    with pytest.raises(AssertionError):
        assert_sound_text(text, "en")
