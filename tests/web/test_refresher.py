"""The refresher over HTTP: what comes, how it lands, when it comes again, and what stays as it was."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from config import ROOT
from tests.conftest import World
from tests.enrolled import MUFFIN, REGULAR, Learner, failing_way, friends_way, new_learner, reference_of
from tests.web.tablets import tablet, with_pin
from tests.web.test_query_counts import MOST, counted
from tests.web.visitor import Visitor
from training_app.models import Play, PlayPrinciple, RefresherMoment

FIELD = re.compile(r'name="(scenario|scene)" value="([^"]+)"')
REPLY = re.compile(r'<button class="reply" name="choice" value="([^"]+)"')
CARD = re.compile(r'refresher__about">([^<]+)<')
POOR = max(reference_of(REGULAR).ways().values(), key=lambda log: reference_of(REGULAR).result(log)["lost"])
FACES = (ROOT / "templates" / "portraits" / "face.html").read_text().split("set WHITES")[0]
BROWS = dict(re.findall(r'"([a-z-]+)": "(M[^"]+)"', FACES))
MONDAY = datetime(2031, 3, 3, 20, 0, tzinfo=UTC)  # noon in the stores


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def learner(world: World, clock: time_machine.Traveller) -> Learner:
    """Somebody who played the regular badly."""
    own = new_learner(world)
    own.play(REGULAR, POOR)
    return own


def card_of(visitor: Visitor) -> str | None:
    found = CARD.search(visitor.get("/practice").text)
    return unescape(found.group(1)) if found else None


def moment_now(visitor: Visitor) -> tuple[str, str]:
    """Scenario and scene of the moment that is shown."""
    fields = dict(FIELD.findall(visitor.get("/refresher").text))
    return fields["scenario"], fields["scene"]


def graded(scenario: str, scene: str, grade: str) -> str:
    """The id of the reply with this grade."""
    choices = reference_of(scenario).scenes[scene]["choices"]
    return next(choice for choice, about in choices.items() if about["grade"] == grade)


def answer(visitor: Visitor, grade: str = "friend") -> TestResponse:
    """Replies in the moment that is shown; gives the page that comes then."""
    scenario, scene = moment_now(visitor)
    sent = visitor.post("/refresher", scenario=scenario, scene=scene, choice=graded(scenario, scene, grade))
    assert sent.status_code == 303, sent.text
    return visitor.get(sent.location)


def rows(learner: Learner) -> dict[tuple[str, str], tuple[int, str]]:
    with learner.world.database.reading() as session:
        kept = session.scalars(select(RefresherMoment).where(RefresherMoment.person_id == learner.person))
        return {(one.scenario_id, one.scene): (one.step, one.due_on.isoformat()) for one in kept}


def test_three_moments_of_what_was_played_and_then_it_is_enough(learner: Learner) -> None:
    visitor = learner.visitor
    assert (card_of(visitor) or "").startswith("3 moments")
    played = set(reference_of(REGULAR).scenes)
    for number in (1, 2, 3):
        page = visitor.get("/refresher").text
        assert f"Moment {number} of 3" in page
        scenario, scene = moment_now(visitor)
        assert scenario == REGULAR
        assert scene in played
        choices = reference_of(REGULAR).scenes[scene]["choices"]
        assert sorted(REPLY.findall(page)) == sorted(choices)
        assert not any("needs" in about for about in choices.values())
        assert REPLY.findall(page) == REPLY.findall(visitor.get("/refresher").text)
        assert "felt welcome" in answer(visitor).text
    rest = visitor.get("/refresher").text
    assert 'data-rest="done"' in rest
    assert "See you tomorrow." in rest
    assert card_of(visitor) is None
    assert {step for step, _due in rows(learner).values()} == {0}


def test_the_moment_is_told_as_it_was(learner: Learner) -> None:
    scenario, scene = moment_now(learner.visitor)
    told = reference_of(scenario)
    log = POOR
    before = next(log[:number] for number in range(len(log)) if told.after(log[:number]).scene == scene)
    page = unescape(learner.visitor.get("/refresher").text)
    assert " ".join((told.scenes[scene].get("narration") or "").split()) in " ".join(page.split())
    if before:
        last = told.scenes[told.after(before[:-1]).scene]
        recap = re.search(r'class="recap">(.*?)</p>', page, re.DOTALL)
        assert recap
        words = re.sub(r"<[^>]+>", " ", recap.group(1)).replace("Before this", "").split()
        assert " ".join(words).split(". ")[-1] in " ".join(
            f"{last.get('narration', '')} {last.get('says', '')}".split()
        )


def test_a_slip_is_told_with_what_a_friend_would_have_said(learner: Learner) -> None:
    scenario, scene = moment_now(learner.visitor)
    choices = reference_of(scenario).scenes[scene]["choices"]
    page = unescape(answer(learner.visitor, "prey").text)
    said, friend = (choices[graded(scenario, scene, grade)] for grade in ("prey", "friend"))
    assert "felt hunted" in page
    for words in (said["text"], said["why"], friend["text"]):
        assert " ".join(words.split()) in " ".join(page.split())


def test_the_face_says_how_the_reply_felt(learner: Learner) -> None:
    landed = answer(learner.visitor, "friend").request.path.rsplit("/", 1)[0]
    scenario, scene = landed.split("/")[2:]
    faces = {}
    for grade in ("friend", "fair", "prey"):
        page = learner.visitor.get(f"{landed}/{graded(scenario, scene, grade)}").text
        faces[grade] = next(mood for mood, brows in BROWS.items() if brows in page)
    assert faces == {"friend": "at-ease", "fair": "neutral", "prey": "fleeing"}


def test_a_second_tap_or_thought_changes_nothing(learner: Learner) -> None:
    visitor = learner.visitor
    scenario, scene = moment_now(visitor)
    for grade in ("prey", "prey", "friend"):
        sent = visitor.post("/refresher", scenario=scenario, scene=scene, choice=graded(scenario, scene, grade))
        assert sent.status_code == 303
        assert list(rows(learner).values()) == [(0, "2031-03-04")]
    assert "2 moments" in (card_of(visitor) or "")


def test_it_comes_back_on_its_day(learner: Learner, clock: time_machine.Traveller) -> None:
    while "data-rest" not in learner.visitor.get("/refresher").text:
        answer(learner.visitor)
    first = set(rows(learner))
    clock.move_to(MONDAY.replace(day=4))
    visitor = learner.signed_in().visitor
    assert moment_now(visitor) in first
    answer(visitor)
    assert sorted(rows(learner).values())[-1] == (1, "2031-03-07")


def test_nothing_else_is_counted(learner: Learner) -> None:
    def counts() -> tuple[int | None, ...]:
        with learner.world.database.reading() as session:
            plays = session.scalar(select(func.count()).select_from(Play).where(Play.person_id == learner.person))
            points = select(func.sum(PlayPrinciple.points)).join(Play).where(Play.person_id == learner.person)
            return plays, session.scalar(points)

    before, progress = counts(), learner.visitor.get("/progress").text
    answer(learner.visitor, "prey")
    assert counts() == before
    tokens = re.compile(r'"[\w.-]{40,}"')
    assert tokens.sub("", learner.visitor.get("/progress").text) == tokens.sub("", progress)
    assert learner.visitor.get_json("/practice").json == {"enrolments": [], "open": []}


def test_nothing_comes_of_what_one_is_being_checked_on(learner: Learner) -> None:
    learner.play(MUFFIN, failing_way(MUFFIN))
    assert learner.visitor.get("/refresher").status_code == 200
    answer(learner.visitor)
    (seen,) = rows(learner)
    learner.enrol(seen[0], attempts=1)
    assert moment_now(learner.visitor)[0] != seen[0]
    choice = graded(*seen, "friend")
    assert learner.visitor.get(f"/refresher/{seen[0]}/{seen[1]}/{choice}").status_code == 404
    assert learner.visitor.post("/refresher", scenario=seen[0], scene=seen[1], choice=choice).status_code == 404


def test_with_a_pin_it_is_the_same_three_moments(learner: Learner) -> None:
    visitor = with_pin(learner.world, *tablet(learner.world), learner.person)
    assert (card_of(visitor) or "").startswith("3 moments")
    for number in (1, 2, 3):
        assert f"Moment {number} of 3" in visitor.get("/refresher").text
        answer(visitor)
    assert card_of(visitor) is None
    assert card_of(learner.visitor) is None
    assert len(rows(learner)) == 3
    colleague = with_pin(learner.world, *tablet(learner.world), new_learner(learner.world).person)
    scenario, scene = next(iter(rows(learner)))
    assert colleague.get(f"/refresher/{scenario}/{scene}/{graded(scenario, scene, 'friend')}").status_code == 404


def test_it_can_be_switched_off(learner: Learner) -> None:
    scenario, scene = moment_now(learner.visitor)
    learner.visitor.post("/settings", language="en", theme="auto", coach="slip")
    assert card_of(learner.visitor) is None
    assert 'data-rest="off"' in learner.visitor.get("/refresher").text
    choice = graded(scenario, scene, "friend")
    assert learner.visitor.post("/refresher", scenario=scenario, scene=scene, choice=choice).status_code == 404
    assert rows(learner) == {}


def test_whoever_needs_no_refresher_is_told_so(employee: Visitor) -> None:
    assert 'data-rest="nothing"' in employee.get("/refresher").text
    employee.play("the-aisle", ["say-no", "louder"])
    employee.play(REGULAR, friends_way(REGULAR))
    assert card_of(employee) is None
    assert 'data-rest="nothing"' in employee.get("/refresher").text


def test_only_what_was_asked_can_be_answered(learner: Learner) -> None:
    scenario, scene = moment_now(learner.visitor)
    stranger = new_learner(learner.world).visitor
    choice = graded(scenario, scene, "friend")
    assert learner.visitor.get(f"/refresher/{scenario}/{scene}/{choice}").status_code == 404
    assert learner.visitor.post("/refresher", scenario=scenario, scene=scene, choice="no-such").status_code == 422
    assert learner.visitor.post("/refresher").status_code == 404
    assert stranger.post("/refresher", scenario=scenario, scene=scene, choice=choice).status_code == 404
    assert rows(learner) == {}


@pytest.mark.parametrize(("language", "words"), [("de", "Zwei Minuten"), ("es", "Dos minutos")])
def test_it_speaks_the_language_of_the_person(learner: Learner, language: str, words: str) -> None:
    learner.visitor.post("/settings", language=language, theme="auto", coach="slip", refresher="y")
    assert words in learner.visitor.get("/practice").text
    assert learner.visitor.get("/refresher").status_code == 200
    answer(learner.visitor)
    assert rows(learner)


def test_it_asks_the_database_seldom_however_much_was_played(learner: Learner) -> None:
    for _again in range(3):
        learner.play(REGULAR, POOR)
    for path, most in (("/practice", MOST["/practice"] + 2), ("/refresher", 7)):
        learner.visitor.get(path)
        with counted(learner.world) as statements:
            assert learner.visitor.get(path).status_code == 200
        assert len(statements) <= most, "\n".join(statements)
