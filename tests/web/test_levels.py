"""Who sees what, in all three levels: every page and every export, as everybody who might look at them."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from uuid import UUID
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from tests.conftest import World, make_location, make_person
from tests.modules import new_enrolment, new_module
from tests.teams import choose_level, new_chain
from tests.web.pdf_text import pages_of
from tests.web.reference import Reference
from tests.web.tablets import new_device, tablet
from tests.web.visitor import Visitor
from training_app.domain.levels import Level
from training_app.domain.permissions import Role
from training_app.models import Play
from training_app.moment import new_id

FIRST, BEST = 0.3671, 0.7339  # scores that nothing else on any page has
SCORES = ("36%", "73%", "0.3671", "0.7339")
SENTENCES = {
    Level.STATES: "Only you see your answers and your score. Your manager sees whether and when you finished",
    Level.SCORES: "Only you see your answers. Your manager sees whether and when you finished, in how many tries, and",
    Level.ANSWERS: "Your manager sees whether and when you finished, in how many tries, your score and your answers.",
}
# What a person takes away of themselves, and an administrator on their behalf, is all of it at every level.
WHOLE = {"privacy.data", "privacy.own_data"}
# Addresses with something in them that no page about people has.
WITHOUT_PEOPLE = {
    "account.reset",
    "offline.shell",
    "refresher.said",
    "rosters.bad_rows",
    "rosters.show",
    "site.text_file",
    "sync.show_bundle",
    "sync.show_pictures",
}


@dataclass(frozen=True)
class Scene:
    """A store where one person tried a module twice, and everybody who might look."""

    world: World
    person: UUID
    owner: Visitor
    manager: Visitor
    administrator: Visitor
    trainer: Visitor
    colleague: Visitor
    ids: dict[str, str]
    replies: frozenset[str]

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every address that can be asked for, by its endpoint."""
        for rule in self.world.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in WITHOUT_PEOPLE | WHOLE:
                adapter = self.world.app.url_map.bind("127.0.0.1")
                values = {name: self.ids[name] for name in rule.arguments}
                yield rule.endpoint, adapter.build(rule.endpoint, values, force_external=False)


@pytest.fixture(scope="module")
def scene(world: World) -> Iterator[Scene]:
    """Two finished tries under an enrolment, none of whose replies is a friend's, with scores of their own."""
    with world.database.writing() as session:
        chain = new_chain(session, f"Chain of levels {new_id()}")
        store = make_location(session, "Level", kind="store", parent=chain)
        parts = {
            name: make_person(
                session, f"{name}-{new_id()}", at=chain if role is Role.ADMINISTRATOR else store, role=role
            )
            for name, role in {
                "owner": Role.EMPLOYEE,
                "colleague": Role.EMPLOYEE,
                "trainer": Role.TRAINER,
                "manager": Role.MANAGER,
                "administrator": Role.ADMINISTRATOR,
            }.items()
        }
        module = new_module(session, location_id=chain.id, scenarios=("friendly-regular",))
        enrolment = new_enrolment(session, module, person_id=parts["owner"], location_id=store.id)
        ids = {"module": module.id, "enrolment": enrolment.id, "assignment": enrolment.assignment_id, "place": store.id}
        store_id = store.id
    visitors = {name: Visitor(world.client(person)) for name, person in parts.items()}
    plays, replies = _two_tries(world, visitors["owner"], ids["enrolment"])
    texts = {name: str(value) for name, value in ids.items()}
    texts |= {"person": str(parts["owner"]), "device": str(new_device(world, store_id)), "scenario": "the-aisle"}
    yield Scene(world, parts["owner"], ids=texts | {"play": plays[0]}, replies=replies, **visitors)
    choose_level(world, Level.STATES)


def _two_tries(world: World, owner: Visitor, enrolment: UUID) -> tuple[list[str], frozenset[str]]:
    """The plays, and the texts of the replies that no friend would have given."""
    regular = Reference(world.app.extensions["settings"].scenarios / "friendly-regular")
    way = min(regular.ways().values(), key=len)
    plays = []
    for score in (FIRST, BEST):
        play = owner.play("friendly-regular", list(way), enrolment=str(enrolment))
        plays.append(play["id"])
        with world.database.writing() as session:
            kept = session.get_one(Play, UUID(play["id"]))
            kept.result = {**(kept.result or {}), "score": score, "passed": False}
    said = (choice for scene in regular.scenes.values() for choice in scene.get("choices", {}).items())
    texts = frozenset(members["text"] for name, members in said if name in way and members["grade"] != "friend")
    assert texts
    return plays, texts


@pytest.fixture(params=[*Level])
def level(scene: Scene, request: pytest.FixtureRequest) -> Level:
    """The workspace at this level."""
    choose_level(scene.world, request.param)
    return request.param


def text_of(answer: TestResponse) -> str:
    """All that can be read in an answer, whatever it is."""
    if answer.mimetype == "application/pdf":
        return "\n".join(run.text for page in pages_of(answer.data) for run in page)
    if answer.mimetype.endswith("spreadsheetml.sheet"):
        with ZipFile(io.BytesIO(answer.data)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return unescape(answer.text)


def seen_by(scene: Scene, visitor: Visitor) -> dict[str, str]:
    """What this visitor reads on every page that opens for them."""
    answers = {endpoint: visitor.get(address, buffered=True) for endpoint, address in scene.pages()}
    return {endpoint: text_of(answer) for endpoint, answer in answers.items() if answer.status_code == 200}


def those_with(pages: dict[str, str], wanted: Callable[[str], bool]) -> set[str]:
    return {endpoint for endpoint, text in pages.items() if wanted(text)}


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_those_who_lead_see_states_and_only_as_much_more_as_was_chosen(scene: Scene, level: Level, name: str) -> None:
    pages = seen_by(scene, getattr(scene, name))
    assert {"team.team", "team.progress", "team_files.csv", "team_files.xlsx", "team_files.pdf"} <= set(pages)
    with_scores = those_with(pages, lambda text: any(score in text for score in SCORES))
    with_answers = those_with(pages, lambda text: any(reply in text for reply in scene.replies))
    files = {"team_files.csv", "team_files.xlsx", "team_files.pdf"}
    assert with_scores == ({"team.progress"} | files if level.shows_scores else set())
    assert with_answers == ({"team.progress"} if level.shows_answers else set())
    for endpoint in ("team.team", "team.progress", *files):
        assert "started" in pages[endpoint].lower(), endpoint


@pytest.mark.parametrize("name", ["trainer", "colleague"])
def test_nobody_else_sees_scores_or_answers_at_any_level(scene: Scene, level: Level, name: str) -> None:
    pages = seen_by(scene, getattr(scene, name))
    assert not {endpoint for endpoint in pages if endpoint.startswith(("team", "privacy", "persons", "workspace"))}
    assert those_with(pages, lambda text: any(one in text for one in {*SCORES, *scene.replies})) == set()


def test_everybody_sees_all_of_their_own_at_every_level(scene: Scene, level: Level) -> None:
    pages = seen_by(scene, scene.owner)
    assert "36%" in pages["practice.progress"]
    assert "73%" in pages["practice.progress"]
    assert all(reply in pages["play.debrief"] for reply in scene.replies)
    own = scene.owner.get("/settings/data.json").text
    assert str(FIRST) in own


def test_the_sentence_that_holds_is_said_wherever_one_practises(scene: Scene, level: Level) -> None:
    sayings = {
        "intro": scene.owner.get("/scenarios/friendly-regular"),
        "debrief": scene.owner.get(f"/plays/{scene.ids['play']}/debrief"),
        "progress": scene.owner.get("/progress"),
        "settings": scene.owner.get("/settings"),
        "preferences": scene.owner.get("/preferences"),
        "first visit": scene.colleague.get("/practice"),
        "first PIN": tablet(scene.world, "Near")[0].get(
            f"/tiles/{scene.world.cast.colleague}?language=en", follow_redirects=True
        ),
        **{name: scene.owner.get(f"/shells/en/{name}") for name in ("practice", "intro", "debrief", "progress")},
    }
    for place, answer in sayings.items():
        found = {one for one, sentence in SENTENCES.items() if sentence in unescape(answer.text)}
        assert found == {level}, place


def test_another_level_is_another_release_so_that_browsers_fetch_its_shells(scene: Scene) -> None:
    tags = set()
    for one in Level:
        choose_level(scene.world, one)
        tags.add(scene.owner.get("/sw.js").headers["ETag"])
    assert len(tags) == len(Level)
